using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>What an audit looks at: the discretisation and the results of its runs. Costly intermediate results are computed once and shared by the statements.</summary>
/// <param name="grid">The box.</param>
/// <param name="kernel">The kernel.</param>
/// <param name="options">How the collision operators were discretised.</param>
/// <param name="runs">The runs; all start from the same f.</param>
/// <param name="tolerance">The relative tolerance of the time steps.</param>
internal sealed class AuditInput(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, IReadOnlyList<AuditRun> runs, double tolerance = 1e-6)
{
    /// <summary>
    /// How many times the change of a value from the coarser grid to the grid of the run counts as its error: Roache's factor for two grids and an order that is assumed.
    /// </summary>
    internal const double TwoGrids = 3;

    /// <summary>The points of the coarser grid are at most this part of those of the run's grid.</summary>
    private const double Coarser = 0.85;

    private readonly Dictionary<(AuditRun Run, int Time, Type Diagnostic, bool Coarse), Dictionary<string, QuantityValue>> _quantities = [];
    private (AuditRun? Run, int Time, double[] Density, PairCorrelation? Correlation) _coarse = (null, -1, [], null);
    private readonly Dictionary<AuditRun, WeakSeries> _weak = [];
    private readonly Dictionary<AuditRun, TermSeries> _terms = [];
    private readonly Dictionary<(AuditRun Run, bool Diffusion, bool Coarse), SplitIntegrals?> _splits = [];
    private double[]? _conservativeEffect;

    public VelocityGrid Grid { get; } = grid;

    public CollisionKernel Kernel { get; } = kernel;

    public CollisionOptions Options { get; } = options;

    public IReadOnlyList<AuditRun> Runs { get; } = runs;

    /// <summary>The relative tolerance of the time steps.</summary>
    public double Tolerance { get; } = tolerance;

    /// <summary>The run of the direct solver, or null.</summary>
    public AuditRun? Landau => Runs.FirstOrDefault(run => run.SolvesLandau);

    /// <summary>The test functions of the weak forms, scaled by the temperature of the datum.</summary>
    public IReadOnlyList<TestFunction> TestFunctions { get; } = runs.Count == 0 || runs[0].IsRecorded ? [] : TestFunction.Family(grid, runs[0].Density(0));

    /// <summary>See <see cref="Audits.ConservativeEffect"/>; by test function.</summary>
    internal double[] ConservativeEffect => _conservativeEffect ??= Audits.ConservativeEffect.Of(this);

    /// <summary>The grid of the second evaluation of every quantity, which estimates the error of the first; null below 10 points an axis.</summary>
    public VelocityGrid? CoarseGrid { get; } = CoarserThan(grid);

    /// <summary>The finest grid of the same box that counts as coarser; null below 10 points an axis.</summary>
    internal static VelocityGrid? CoarserThan(VelocityGrid grid) => Enumerable.Range(0, grid.Points).Reverse()
        .Where(n => n <= Coarser * grid.Points && VelocityGrid.IsSupportedLength(n)).Select(grid.WithPoints).FirstOrDefault();

    /// <summary>A quantity of a diagnostic at an output time; its floor includes what a coarser grid changes, see <see cref="Combination"/>.</summary>
    /// <typeparam name="T">The diagnostic that has it.</typeparam>
    public QuantityValue Quantity<T>(AuditRun run, int timeIndex, string name)
        where T : IDiagnostic, new()
    {
        if (run.IsRecorded)
            return run.Recorded(timeIndex, name) ?? new QuantityValue(name, double.NaN, double.NaN);
        QuantityValue own = Values<T>(run, timeIndex, false)[name];
        return double.IsNaN(own.NoiseFloor) ? own : Combination(run, timeIndex, source => source.Get<T>(name));
    }

    /// <summary>
    /// A combination of quantities of one state. Its floor is what the quantities say of themselves and <see cref="TwoGrids"/> times the change of the
    /// combination when f and g are restricted to the Fourier modes of <see cref="CoarseGrid"/>: the second route that no error common to both sides can hide
    /// from. Without a coarser grid nothing is known, and the floor is the size of the value.
    /// </summary>
    internal QuantityValue Combination(AuditRun run, int timeIndex, Func<StateValues, QuantityValue> combine)
    {
        QuantityValue fine = combine(new StateValues(this, run, timeIndex, false));
        double change = CoarseGrid is null ? Math.Abs(fine.Value) : TwoGrids * Math.Abs(fine.Value - combine(new StateValues(this, run, timeIndex, true)).Value);
        return fine with { NoiseFloor = fine.NoiseFloor + change };
    }

    /// <summary>f and g on <see cref="CoarseGrid"/>.</summary>
    internal (double[] Density, PairCorrelation? Correlation) Coarse(AuditRun run, int timeIndex)
    {
        if (_coarse.Run != run || _coarse.Time != timeIndex)
        {
            VelocityGrid to = CoarseGrid ?? throw new InvalidOperationException("there is no coarser grid");
            _coarse = (run, timeIndex, SpectralResample.Of(Grid, run.Density(timeIndex), to), SpectralResample.OfPair(run.Correlation(timeIndex), to));
        }
        return (_coarse.Density, _coarse.Correlation);
    }

    /// <summary>All quantities of a diagnostic on the grid of the run or on the coarser one; computed once.</summary>
    internal Dictionary<string, QuantityValue> Values<T>(AuditRun run, int timeIndex, bool coarse)
        where T : IDiagnostic, new() => Values(run, timeIndex, typeof(T), coarse, static (in Observation state, List<QuantityValue> values) => new T().Evaluate(state, values));

    /// <summary>The same of the direct sums over pairs, see <see cref="PairInformationByDirectSums"/>.</summary>
    internal Dictionary<string, QuantityValue> DirectSums(AuditRun run, int timeIndex, bool coarse) =>
        Values(run, timeIndex, typeof(PairInformationByDirectSums), coarse, PairInformationByDirectSums.Evaluate);

    private delegate void Evaluation(in Observation state, List<QuantityValue> values);

    private Dictionary<string, QuantityValue> Values(AuditRun run, int timeIndex, Type type, bool coarse, Evaluation evaluate)
    {
        (AuditRun, int, Type, bool) key = (run, timeIndex, type, coarse);
        if (!_quantities.TryGetValue(key, out Dictionary<string, QuantityValue>? found))
        {
            List<QuantityValue> values = [];
            evaluate(coarse ? CoarseState(run, timeIndex) : State(run, timeIndex), values);
            _quantities[key] = found = values.ToDictionary(value => value.Name);
        }
        return found;
    }

    private Observation State(AuditRun run, int timeIndex) => new()
    {
        Grid = Grid,
        Model = run.Model,
        Particles = run.Particles,
        Time = run.Times[timeIndex],
        Kernel = Kernel,
        Density = run.Density(timeIndex),
        Correlation = run.Correlation(timeIndex)!,
    };

    private Observation CoarseState(AuditRun run, int timeIndex)
    {
        (double[] density, PairCorrelation? correlation) = Coarse(run, timeIndex);
        return new()
        {
            Grid = CoarseGrid!,
            Model = run.Model,
            Particles = run.Particles,
            Time = run.Times[timeIndex],
            Kernel = Kernel,
            Density = density,
            Correlation = correlation!
        };
    }

    /// <summary>The particle systems of the same experiment, which have estimates and no densities.</summary>
    public IReadOnlyList<ParticleSeries> Samples { get; init; } = [];

    /// <summary>The components of the datum in closed form; none where nobody said.</summary>
    public IReadOnlyList<IInitialDensity> Components { get; init; } = [];

    /// <summary>The terms with A and with B apart, at the times at which f_{N,2} is known.</summary>
    public TermSeries TermsOf(AuditRun run)
    {
        if (!_terms.TryGetValue(run, out TermSeries? series))
            _terms[run] = series = TermSeries.Of(this, run);
        return series;
    }

    /// <summary>The sums of section 4, see <see cref="SplitRuns.Integrals"/>.</summary>
    public SplitIntegrals? Split(AuditRun run, bool diffusion, bool coarse)
    {
        if (!_splits.TryGetValue((run, diffusion, coarse), out SplitIntegrals? split))
            _splits[(run, diffusion, coarse)] = split = SplitRuns.Integrals(this, run, diffusion, coarse);
        return split;
    }

    /// <summary>The terms of the weak forms of a run at the times at which f_{N,2} is known.</summary>
    public WeakSeries Weak(AuditRun run)
    {
        if (!_weak.TryGetValue(run, out WeakSeries? series))
            _weak[run] = series = WeakSeries.Of(this, run);
        return series;
    }
}

/// <summary>The quantities of one state, on the grid of the run or on the coarser one.</summary>
internal readonly struct StateValues(AuditInput input, AuditRun run, int timeIndex, bool coarse)
{
    public QuantityValue Get<T>(string name)
        where T : IDiagnostic, new() => input.Values<T>(run, timeIndex, coarse)[name];

    /// <summary>See <see cref="PairInformationByDirectSums"/>.</summary>
    public QuantityValue Direct(string name) => input.DirectSums(run, timeIndex, coarse)[name];
}
