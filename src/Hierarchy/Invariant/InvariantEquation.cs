using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>
/// A model of rotation-invariant pairs at two resolutions, each with the Landau equation beside it, as one system: states are advanced together and every quantity has the
/// difference of the two as its error. The leading order, whose errors are of the third order in the spacing, has a third resolution with half the elements and modes of the finest:
/// two neighbouring ones give an extrapolated value, and the difference of two such values is the error of the better one.
/// </summary>
/// <remarks>The state holds the finest model first, then the coarser ones, and the Landau equation on the same bases.</remarks>
internal sealed class InvariantEquation : IEvolutionSystem, IDisposable
{
    private const double RoundOff = 4e-15;

    /// <summary>The relative error of the steps over their tolerance, at most; measured at tolerances from 1e-4 to 1e-1.</summary>
    private const double StepError = 1e-4;

    /// <summary>The least error of an extrapolated value over the difference of its two: two extrapolations may agree by accident.</summary>
    private const double LeastError = 0.05;

    /// <summary>The error of a value that converges too slowly to be extrapolated, over its distance from that with half the elements: an order of 1/2 or more.</summary>
    private const double SlowError = 2.5;

    /// <summary>The order of the leading order's error in the spacing: G ~ |z| Y_2 at z = 0.</summary>
    private const double LimitOrder = 3;

    /// <summary>
    /// The 1/N at which f + phi/N has to be represented; a resolution is left for one with at most so many elements; the errors of f in L1, and of g in L2
    /// relative to its norm, that this may add,
    /// in units of the accuracy. Those of integrals are far smaller.
    /// </summary>
    private const double LargestShift = 0.25, WorthIt = 0.87, MostDensity = 3, MostCorrelation = 10;

    private readonly InvariantSystem[] _systems;
    private readonly RadialBasis[] _bases;
    private readonly InvariantQuantities[] _quantities;
    private readonly int[] _starts;
    private readonly CollisionKernel _kernel;
    private readonly double _inverse;
    private InvariantPair[]? _initial;

    /// <summary>Plans everything that repeats.</summary>
    /// <param name="model">The model.</param>
    /// <param name="kernel">A.</param>
    /// <param name="inverse">1/N, 0 for N = infinity.</param>
    /// <param name="datum">f_0 and the pair.</param>
    /// <param name="resolution">The coarser of the two.</param>
    public InvariantEquation(InvariantModel model, CollisionKernel kernel, double inverse, InvariantDatum datum, RadialResolution resolution)
    {
        Model = model;
        Datum = datum;
        Resolution = resolution;
        _kernel = kernel;
        _inverse = model.Inverse ?? inverse;
        RadialResolution[] resolutions = [resolution.Finer(), resolution];
        if (model.IsLimit)
            resolutions = resolution.ForExtrapolation();
        if (model.Level == 1)
            resolutions = [resolution.Finer() with { Modes = 1 }, resolution with { Modes = 1 }];
        _bases = [.. resolutions.Select(found => found.Basis(datum.Temperature, kernel.Gamma))];
        _systems =
        [
            .. _bases.Select(basis => model.Start(new InvariantSetup(basis, kernel, _inverse, datum))),
            .. _bases.Where(_ => model.Level > 1).Select(basis => new RadialLandau(basis, kernel)),
        ];
        _quantities = [.. _bases.Select(basis => new InvariantQuantities(basis, kernel))];
        _starts = new int[_systems.Length + 1];
        for (int k = 0; k < _systems.Length; k++)
            _starts[k + 1] = _starts[k] + _systems[k].Length;
    }

    /// <summary>The model.</summary>
    public InvariantModel Model { get; }

    /// <summary>f_0 and the pair.</summary>
    public InvariantDatum Datum { get; }

    /// <summary>The coarser resolution.</summary>
    public RadialResolution Resolution { get; }

    /// <summary>The tolerance of the steps, with which their error stays far below that of the resolution.</summary>
    public double Tolerance => Model.Level > 1 ? Resolution.Tolerance : 1e-4 * Resolution.Tolerance;

    /// <summary>Unknowns of the finer model, symmetric matrices counted once.</summary>
    public int Unknowns => _bases[0].Count + (Model.Level > 1 ? _bases[0].Modes * _bases[0].Count * (_bases[0].Count + 1) / 2 : 0);

    public int Length => _starts[^1];

    public IReadOnlyList<StateBlock> Blocks =>
        [.. _systems.SelectMany((system, k) => system.Blocks.Select(
            block => block with { Start = block.Start + _starts[k], Name = k == 0 ? block.Name : $"{block.Name} ({k})" }))];

    /// <summary>Fills the state with the datum.</summary>
    public void Start(Span<double> state)
    {
        for (int k = 0; k < _systems.Length; k++)
            _systems[k].Start(Datum, Part(state, k));
        _initial = new InvariantPair[_bases.Length];
        for (int k = 0; k < _initial.Length; k++)
            _initial[k] = View(state, k, _inverse);
    }

    /// <summary>
    /// The same equation on fewer splines and modes, with its state, once f has become smooth enough for them: they represent f and g about as well as those of the start had to
    /// represent the datum. Null while they do not, or would spare little.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="accuracy">That of the run.</param>
    /// <param name="next">The state of the new equation.</param>
    public InvariantEquation? Coarsened(ReadOnlySpan<double> state, double accuracy, out double[] next)
    {
        next = [];
        if (Datum.IsMixture || Resolution.Elements <= RadialResolution.For(accuracy).Elements)
            return null;
        InvariantPair pair = View(state, 0, Model.IsLimit ? LargestShift : _inverse), landau = Reference(state, 0);
        InvariantDatum smooth = Datum with { Components = [(0.5, pair.Density), (0.5, landau.Density)] };
        RadialResolution wanted = RadialResolution.For(accuracy, smooth, _kernel.Gamma, MostDensity);
        if (wanted.Elements > WorthIt * Resolution.Elements || !Represents(wanted, pair, MostCorrelation * accuracy))
            return null;
        InvariantEquation found = new(Model, _kernel, _inverse, Datum, wanted);
        next = new double[found.Length];
        for (int k = 0; k < _systems.Length; k++)
            _systems[k].Transfer(Part(state, k), new RadialProjection(_systems[k].Basis, found._systems[k].Basis), found._systems[k], found.Part(next.AsSpan(), k));
        found._initial = [.. _initial!.Zip(found._bases, (initial, basis) => initial.On(basis))];
        return found;
    }

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        for (int k = 0; k < _systems.Length; k++)
            _systems[k].Evaluate(state.Slice(_starts[k], _systems[k].Length), Part(derivative, k));
    }

    /// <summary>f and g at the finer resolution; for the leading order at a given 1/N.</summary>
    public InvariantPair Pair(ReadOnlySpan<double> state, double? inverse = null) => View(state, 0, inverse ?? _inverse);

    /// <summary>f of the Landau equation at the finer resolution.</summary>
    public InvariantPair Landau(ReadOnlySpan<double> state) => Reference(state, 0);

    /// <summary>All quantities with their errors; for the leading order at a given 1/N.</summary>
    public List<InvariantValue> Quantities(ReadOnlySpan<double> state, double? inverse = null)
    {
        double seen = inverse ?? _inverse;
        List<InvariantValue>[] all = new List<InvariantValue>[_bases.Length];
        for (int k = 0; k < all.Length; k++)
        {
            InvariantPair? landau = Model.Level > 1 ? Reference(state, k) : null;
            all[k] = _quantities[k].Of(View(state, k, seen), landau, Model.IsLimit ? null : _initial?[k], seen, Model.Level);
            if (_systems[k] is LeadingOrderSystem limit)
                all[k].AddRange(_quantities[k].Limits(limit.Limit(Part(state, k)), limit.ShiftPair(Part(state, k))));
        }
        return all.Length == 2 ? [.. all[0].Zip(all[1], Combine)] : [.. all[0].Zip(all[1], all[2]).Select(values => Extrapolate(values.First, values.Second, values.Third))];
    }

    public void Dispose()
    {
        foreach (InvariantSystem system in _systems)
            system.Dispose();
        foreach (RadialBasis basis in _bases)
            basis.Dispose();
    }

    /// <summary>The finer value with the difference of the two.</summary>
    private InvariantValue Combine(InvariantValue fine, InvariantValue coarse) => Found(fine, fine.Value, fine.Value - coarse.Value);

    /// <summary>
    /// The extrapolation of the two finer values, and how far it is from that of the two coarser ones: of a next term of the fourth order in the spacing that is three times its
    /// error.
    /// </summary>
    private InvariantValue Extrapolate(InvariantValue fine, InvariantValue middle, InvariantValue coarse)
    {
        double difference = fine.Value - middle.Value, value = fine.Value + difference / (Math.Pow(4.0 / 3, LimitOrder) - 1);
        if (Math.Abs(difference) >= 0.1 * Math.Abs(value))
            return Found(fine, fine.Value, Math.Max(Math.Abs(difference), SlowError * Math.Abs(fine.Value - coarse.Value)));
        double before = middle.Value + (middle.Value - coarse.Value) / (Math.Pow(3.0 / 2, LimitOrder) - 1);
        return Found(fine, value, Math.Max(Math.Abs(value - before), LeastError * Math.Abs(difference)));
    }

    private InvariantValue Found(InvariantValue fine, double value, double difference)
    {
        double floor = Math.Max(fine.Error, Math.Max(RoundOff, StepError * Tolerance) * Math.Abs(value));
        return fine with { Value = value, Error = Math.Max(floor, Math.Abs(difference)) };
    }

    /// <summary>Whether splines and modes represent g to a share of its L2 norm.</summary>
    private bool Represents(RadialResolution resolution, InvariantPair pair, double share)
    {
        if (pair.Modes == 0)
            return true;
        using RadialBasis basis = resolution.Basis(Datum.Temperature, _kernel.Gamma);
        PairPoints points = new(basis.Splines, pair.Modes);
        double[] before = points.Correlation(pair), after = points.Correlation(pair.On(basis));
        TensorPrimitives.Subtract(after, before, after);
        return points.Norm(after) <= share * points.Norm(before);
    }

    private InvariantPair View(ReadOnlySpan<double> state, int k, double inverse) => _systems[k].View(Part(state, k), inverse);

    private InvariantPair Reference(ReadOnlySpan<double> state, int k) => Model.Level > 1 ? _systems[_bases.Length + k].View(Part(state, _bases.Length + k), 0) : View(state, k, 0);

    private Span<double> Part(Span<double> state, int k) => state[_starts[k].._starts[k + 1]];

    private ReadOnlySpan<double> Part(ReadOnlySpan<double> state, int k) => state[_starts[k].._starts[k + 1]];
}
