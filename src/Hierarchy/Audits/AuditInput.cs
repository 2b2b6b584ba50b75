using Hierarchy.Collisions;
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
    private readonly Dictionary<(AuditRun Run, int Time, Type Diagnostic), Dictionary<string, QuantityValue>> _quantities = [];
    private readonly Dictionary<AuditRun, WeakSeries> _weak = [];
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
    public IReadOnlyList<TestFunction> TestFunctions { get; } = runs.Count == 0 ? [] : TestFunction.Family(grid, runs[0].Density(0));

    /// <summary>See <see cref="Audits.ConservativeEffect"/>; by test function.</summary>
    internal double[] ConservativeEffect => _conservativeEffect ??= Audits.ConservativeEffect.Of(this);

    /// <summary>A quantity of a diagnostic at an output time.</summary>
    /// <typeparam name="T">The diagnostic that has it.</typeparam>
    public QuantityValue Quantity<T>(AuditRun run, int timeIndex, string name)
        where T : IDiagnostic, new()
    {
        (AuditRun, int, Type) key = (run, timeIndex, typeof(T));
        if (!_quantities.TryGetValue(key, out Dictionary<string, QuantityValue>? found))
        {
            List<QuantityValue> values = [];
            new T().Evaluate(
                new Observation
                {
                    Grid = Grid,
                    Model = run.Model,
                    Particles = run.Particles,
                    Time = run.Times[timeIndex],
                    Density = run.Density(timeIndex),
                    Correlation = run.Correlation(timeIndex)!,
                },
                values);
            _quantities[key] = found = values.ToDictionary(value => value.Name);
        }
        return found[name];
    }

    /// <summary>The terms of the weak forms of a run at the times at which f_{N,2} is known.</summary>
    public WeakSeries Weak(AuditRun run)
    {
        if (!_weak.TryGetValue(run, out WeakSeries? series))
            _weak[run] = series = WeakSeries.Of(this, run);
        return series;
    }
}
