using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// The correlation that is slaved to a density: with f frozen, d_s G = (T x 1 + 1 x T) G + P[f x f] - Q(f,f) x f - f x Q(f,f) tends to G_s + s R, R the part of
/// the source that no collision wears down, which has the two-particle invariants alone, and G_s keeps those of the G that it starts from. Bogoliubov's
/// hypothesis is that G is near G_s(f) after a time short beside that in which f changes.
/// </summary>
/// <remarks>
/// The equation is that of <see cref="LeadingOrderHierarchy"/> with the rates of f and phi put to zero; the state is G. s, in units of the time of relaxation of
/// Maxwell molecules at the temperature of f, doubles until R changes by less than <see cref="Settled"/> of the source, or to <see cref="Longest"/>. On a grid R is
/// worn down a little, by which it changes in proportion to s: where the change rises again after <see cref="Least"/>, that is all there is to see, and the state
/// before is taken.
/// </remarks>
internal sealed class SlavedCorrelation : IEvolutionSystem, IDisposable
{
    private const double Settled = 1e-4, First = 0.5, Least = 8, Longest = 256;
    private readonly LeadingOrderHierarchy _equation;
    private readonly NativeBuffer _whole, _derivative;
    private readonly int _offset;

    /// <summary>Prepares for the states of an equation, once its datum is set.</summary>
    public SlavedCorrelation(LeadingOrderHierarchy equation)
    {
        _equation = equation;
        _offset = 2 * equation.Grid.Size;
        (_whole, _derivative) = (new(equation.Length), new(equation.Length));
    }

    public int Length => _equation.Length - _offset;

    public IReadOnlyList<StateBlock> Blocks => [_equation.CorrelationBlock(0)];

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        state.CopyTo(_whole.Span[_offset..]);
        _equation.Evaluate(_whole.Span, _derivative.Span);
        _derivative.Span[_offset..].CopyTo(derivative);
    }

    /// <summary>G_s.</summary>
    /// <param name="state">f, phi and G of the equation.</param>
    /// <param name="tolerance">The local error of the steps.</param>
    /// <param name="slaved">Receives n^{2d} values.</param>
    /// <returns>The largest change of R in the last doubling, relative to the source: the error of G_s is s times that.</returns>
    public double Solve(ReadOnlySpan<double> state, double tolerance, Span<double> slaved)
    {
        state.CopyTo(_whole.Span);
        double[] rate = new double[Length], before = new double[Length], earlier = new double[Length];
        slaved.Clear();
        Evaluate(slaved, rate);
        double source = TensorPrimitives.Norm<double>(rate), change = double.PositiveInfinity, unit = Relaxation(state);
        state[_offset..].CopyTo(slaved);
        if (source == 0)
            return 0;
        Evaluate(slaved, rate);
        using var stepper = new StabilisedStepper(this, new StepperOptions { Tolerance = tolerance });
        stepper.Start(0);
        for (double time = First; ; time *= 2)
        {
            slaved.CopyTo(earlier);
            double last = change;
            stepper.AdvanceTo(unit * time, slaved);
            (rate, before) = (before, rate);
            Evaluate(slaved, rate);
            change = TensorPrimitives.Distance<double>(rate, before) / source;
            if (time > Least && change > last)
            {
                TensorPrimitives.MultiplyAdd(before, -unit * time / 2, earlier, slaved);
                return last;
            }
            if ((time >= Least && change < Settled) || time >= Longest)
            {
                TensorPrimitives.MultiplyAdd(rate, -unit * time, slaved, slaved);
                return change;
            }
        }
    }

    /// <summary>1/(4 d Lambda (2 T)^(gamma/2)).</summary>
    private double Relaxation(ReadOnlySpan<double> state)
    {
        VelocityGrid grid = _equation.Grid;
        double temperature = GridMoments.Of(grid, state[..grid.Size]).Temperature;
        return 1 / (4 * grid.Dimension * _equation.Kernel.Strength * Math.Pow(2 * temperature, _equation.Kernel.Gamma / 2));
    }

    public void Dispose()
    {
        _whole.Dispose();
        _derivative.Dispose();
    }
}
