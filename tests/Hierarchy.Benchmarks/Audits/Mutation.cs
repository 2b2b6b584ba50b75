using Hierarchy.Audits;
using Hierarchy.Kernels;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>A deliberate error in an operator or in results, which an audit has to see.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Apply">The results with the error, from right ones.</param>
internal sealed record Mutation(string Name, Func<MutationBase, AuditInput> Apply);

/// <summary>Two beams, gamma = -3, under the Landau equation and the exact and closed hierarchies with N = 2 and 4.</summary>
internal sealed class MutationBase
{
    /// <summary>From n = 32 on half the time, whose runs with wrong operators take long enough.</summary>
    public MutationBase(int points, double? end = null, string tolerance = "1e-6")
    {
        Plan = Make(points, end ?? (points < 32 ? 0.5 : 0.25), tolerance);
        Right = RecordedRun.Record(Plan);
    }

    public ExperimentPlan Plan { get; }

    /// <summary>The right results.</summary>
    public AuditInput Right { get; }

    /// <summary>The same with every run changed.</summary>
    public AuditInput Change(Func<RecordedRun, RecordedRun> change) => Input([.. Right.Runs.Select(run => change((RecordedRun)run))]);

    /// <summary>The same with f changed from the second output on.</summary>
    public AuditInput ChangeDensity(Func<RecordedRun, int, double[]> change) =>
        Change(run => run.With([.. run.Densities.Select((f, k) => k == 0 ? f : change(run, k))], run.Correlations));

    /// <summary>The same with g changed wherever there is one and it is not zero.</summary>
    public AuditInput ChangeCorrelation(Func<RecordedRun, int, double[]> change) =>
        Change(run => run.Correlations is null ? run : run.With(run.Densities, [.. run.Correlations.Select((g, k) => k == 0 ? g : change(run, k))]));

    /// <summary>Other equations under the right names, audited as if they were right.</summary>
    public AuditInput Solve(Func<PlannedRun, (double Q, double C, double S, double T)> factors) => Input(RecordedRun.Record(Plan, (plan, run) =>
        run.HasCorrelation ? new MutatedHierarchy(plan.Grid, plan.Kernel, run.Particles, plan.Options, factors(run)) : Experiments.EquationFactory.Create(plan, run)).Runs);

    /// <summary>The right equations with another kernel.</summary>
    public AuditInput Solve(CollisionKernel kernel) => Input(RecordedRun.Record(Plan, (plan, run) => run.HasCorrelation
        ? new Equations.ClusterHierarchy(run.Model, plan.Grid, kernel, run.Particles, plan.Options) : new Equations.LandauEquation(plan.Grid, kernel, plan.Options)).Runs);

    private AuditInput Input(IReadOnlyList<AuditRun> runs) => new(Plan.Grid, Plan.Kernel, Plan.Options, runs, Plan.Scenario.Time.Tolerance);

    private static ExperimentPlan Make(int points, double end, string tolerance)
    {
        string[] changes =
        [
            $"grid.points={points}", "particles=[2,4]", "models=[\"liouville\",\"cluster\"]", "quantities=[\"mass\"]", FormattableString.Invariant($"time.end={end}"),
            FormattableString.Invariant($"time.output={end / 5}"), "time.tolerance=" + tolerance, "errors=off",
        ];
        return new ExperimentPlan(ScenarioReader.Read(Cli.Commands.ShippedScenarios.Find("quickstart"), changes).Scenario!);
    }
}

/// <summary>All of them, wrong results before wrong operators, whose runs take longer.</summary>
internal static class Mutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("a leak of energy of 1e-4", right => right.ChangeDensity((run, k) => Deform.Energy(right.Plan.Grid, run.Densities[k], -1e-4 * k / (run.Times.Length - 1)))),
        new("a loss of mass of 1e-6", right => right.ChangeDensity((run, k) => Deform.Scaled(run.Densities[k], 1 - 1e-6 * k / (run.Times.Length - 1)))),
        new("momentum that drifts by 1e-6", right => right.ChangeDensity((run, k) => Deform.Momentum(right.Plan.Grid, run.Densities[k], 1e-6 * k))),
        new("entropy that rises by 1e-3", right => right.Change(run => Deform.RisingEntropy(right.Plan.Grid, run, 1e-3))),
        new("time runs backwards", right => right.Change(run => run.With([.. run.Densities.Reverse()], run.Correlations?.Reverse().ToArray()))),
        new("two rows of the pair swapped", right => right.ChangeCorrelation((run, k) => Deform.SwappedRows(right.Plan.Grid, run.Correlations![k]!))),
        new("the last field is stale", right => right.Change(
            run => run.With([.. run.Densities[..^1], run.Densities[^2]], run.Correlations is { } g ? [.. g[..^1], g[^2]] : null))),
        new("the last g is stale", right => right.Change(run => run.With(run.Densities, run.Correlations is { } g ? [.. g[..^1], g[^2]] : null))),
        new("fields one output late", right => right.Change(run => run.With([run.Densities[0], .. run.Densities[..^1]], run.Correlations is { } g ? [g[0], .. g[..^1]] : null))),
        new("a patch of negative density", right => right.ChangeDensity((run, k) => Deform.Patched(right.Plan.Grid, run.Densities[k]))),
        new("g larger by 10 %", right => right.ChangeCorrelation((run, k) => Deform.Scaled(run.Correlations![k]!, 1.1))),
        new("g with the wrong sign", right => right.ChangeCorrelation((run, k) => Deform.Scaled(run.Correlations![k]!, -1))),
        new("g is dropped", right => right.ChangeCorrelation((run, k) => Deform.Scaled(run.Correlations![k]!, 0))),
        new("f turned by 90 degrees", right => right.ChangeDensity((run, k) => Deform.Turned(right.Plan.Grid, run.Densities[k]))),
        new("g turned by 90 degrees", right => right.ChangeCorrelation((run, k) => Deform.TurnedPair(right.Plan.Grid, run.Correlations![k]!))),
        new("g with a marginal", right => right.ChangeCorrelation((run, k) => Deform.WithMarginal(right.Plan.Grid, run.Densities[k], run.Correlations![k]!, 1e-3))),
        new("a datum of the mass 1.01", right => right.Change(run => run.With([.. run.Densities.Select(f => Deform.Scaled(f, 1.01))], run.Correlations))),
        new("noise of 1e-4 in f", right => right.ChangeDensity((run, k) => Deform.Noisy(run.Densities[k], 1e-4, k))),
        new("noise of 1 % in g", right => right.ChangeCorrelation((run, k) => Deform.Noisy(run.Correlations![k]!, 1e-2, k))),
        new("(N-1)/N in place of (N-2)/N", right => right.Solve(run => Factors(run) with { T = run.Particles.Outside(1) })),
        new("P without its weight 1/N", right => right.Solve(run => Factors(run) with { S = 1 })),
        new("P with the weight 1/(N-1)", right => right.Solve(run => Factors(run) with { S = 1 / (run.Particles.Value - 1) })),
        new("C[g] left out of the first equation", right => right.Solve(run => Factors(run) with { C = 0 })),
        new("1 in place of (N-1)/N", right => right.Solve(run => Factors(run) with { Q = 1, C = 1 })),
        new("kernel stronger by 5 %", right => right.Solve(new CollisionKernel(-3, 1.05))),
        new("gamma = -2.5", right => right.Solve(new CollisionKernel(-2.5, 1))),
        new("P with half its weight", right => right.Solve(run => Factors(run) with { S = 0.5 * run.Particles.Inverse })),
        new("T left out", right => right.Solve(run => Factors(run) with { T = 0 })),
        new("T with the wrong sign", right => right.Solve(run => Factors(run) with { T = -run.Particles.Outside(2) })),
    ];

    private static (double Q, double C, double S, double T) Factors(PlannedRun run) =>
        (run.Particles.Outside(1), run.Particles.Outside(1), run.Particles.Inverse, run.Particles.Outside(2));
}
