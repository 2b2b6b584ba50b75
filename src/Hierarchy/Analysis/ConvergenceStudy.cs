using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>
/// converge: runs a scenario at several levels of refinement, the scenario itself being the finest, and measures errors at the end against an exact
/// solution where there is one (direct solver from one component that solves the equation for gamma = 0), else against the finest level.
/// </summary>
internal sealed class ConvergenceStudy
{
    private const double GridRatio = 0.8;
    private const double ToleranceRatio = 10;
    private const int ReplicaRatio = 4;
    private const int FewestReplicas = 16;

    private static readonly string[] Scalars = ["covariance_xx", "fourth_moment", "entropy_1", "fisher_1", "pair_covariance_xx", "chaos_l1"];
    private readonly Level[] _levels;

    /// <summary>The results of one level.</summary>
    private sealed record Level(Results.Results Found, double Parameter)
    {
        public ExperimentPlan Plan => Found.Plan;

        public ResultTable Results => Found.Table;

        /// <summary>f_{N,1} of a run at the end, or null.</summary>
        public double[]? Density(PlannedRun run) => Found.Fields?.Density(run.Model, run.Particles, Plan.Times.Length - 1);

        /// <summary>g of a run at the end, or null.</summary>
        public PairCorrelation? Correlation(PlannedRun run) => Found.Fields?.Correlation(run.Model, run.Particles, Plan.Times.Length - 1);
    }

    private ConvergenceStudy(IEnumerable<Results.Results> levels, ConvergenceParameter over) =>
        _levels = [.. levels.Select(level => new Level(level, Parameter(level.Plan.Scenario, over)))];

    /// <summary>The scenarios of the levels, coarse to fine; the last is the scenario itself. Fewer than asked for where the range of a setting ends.</summary>
    public static IReadOnlyList<Scenario> Levels(Scenario scenario, ConvergenceParameter over, int count)
    {
        // Only the end is looked at, and pair correlations where they take little room; the levels are companions of each other.
        bool? pair = over == ConvergenceParameter.Replicas ? false : null;
        scenario = scenario with { Output = scenario.Output with { Pair = pair, Fields = new OutputTimes { Times = [scenario.Time.End] } }, Errors = ErrorSettings.Off };
        var levels = new List<Scenario> { scenario };
        for (int k = 1; k < count; k++)
        {
            Scenario coarser = Coarsen(scenario, over, k);
            if (Parameter(coarser, over) != Parameter(levels[0], over))
                levels.Insert(0, coarser);
        }
        return levels;
    }

    /// <summary>Measures the errors.</summary>
    /// <param name="levels">The results of the scenarios that <see cref="Levels"/> gives.</param>
    /// <param name="over">What they refine.</param>
    public static IReadOnlyList<ConvergenceRow> Of(IReadOnlyList<Results.Results> levels, ConvergenceParameter over)
    {
        var study = new ConvergenceStudy(levels, over);
        return over == ConvergenceParameter.Replicas ? study.StandardErrors() : study.Errors();
    }

    /// <summary>h, the tolerance, or the replicas of the first particle model.</summary>
    public static double Parameter(Scenario scenario, ConvergenceParameter over) => over switch
    {
        ConvergenceParameter.Grid => 2 * scenario.Grid.HalfWidth / scenario.Grid.Points,
        ConvergenceParameter.Tolerance => scenario.Time.Tolerance,
        _ => scenario.Models.OfType<ParticleSettings>().FirstOrDefault()?.Replicas ?? double.NaN,
    };

    private static Scenario Coarsen(Scenario scenario, ConvergenceParameter over, int k) => over switch
    {
        ConvergenceParameter.Grid => scenario with { Grid = scenario.Grid with { Points = Length(scenario.Grid.Points * Math.Pow(GridRatio, k)) } },
        ConvergenceParameter.Tolerance => scenario with { Time = scenario.Time with { Tolerance = Math.Min(0.1, scenario.Time.Tolerance * Math.Pow(ToleranceRatio, k)) } },
        _ => scenario with { Models = [.. scenario.Models.Select(model => FewerReplicas(model, (int)Math.Pow(ReplicaRatio, k)))] },
    };

    private static ModelSettings FewerReplicas(ModelSettings model, int factor) =>
        model is ParticleSettings { Replicas: { } replicas } particles ? particles with { Replicas = Math.Max(FewestReplicas, replicas / factor) } : model;

    /// <summary>The supported length that is nearest, at least 8.</summary>
    private static int Length(double points)
    {
        IEnumerable<int> supported = Enumerable.Range(8, 121).Where(VelocityGrid.IsSupportedLength);
        return supported.MinBy(length => Math.Abs(length - points));
    }

    private List<ConvergenceRow> Errors()
    {
        var rows = new List<ConvergenceRow>();
        Level finest = _levels[^1];
        foreach (PlannedRun run in finest.Plan.Runs.Where(run => run.Radial is null))
        {
            if (DensityErrors(run, finest) is { } errors)
                rows.Add(errors);
            if (CorrelationErrors(run, finest) is { } correlations)
                rows.Add(correlations);
            foreach (string quantity in Scalars)
            {
                double[] values = [.. _levels.Select(level => level.Results.Find(run.Model, run.Particles, level.Plan.Times[^1], quantity)?.Value ?? double.NaN)];
                if (values.All(value => double.IsFinite(value) && value != 0))
                    rows.Add(ScalarErrors(run, quantity, values));
            }
        }
        return rows;
    }

    private ConvergenceRow ScalarErrors(PlannedRun run, string quantity, double[] values) =>
        new(run.Model, run.Particles, quantity, "finest level", Parameters, [.. values[..^1].Select(value => Math.Abs(value / values[^1] - 1))])
        {
            Value = values[^1],
            Steps = [.. values[..^1].Zip(values[1..], (coarse, fine) => (coarse - fine) / values[^1])],
        };

    private double[] Parameters => [.. _levels.Select(level => level.Parameter)];

    private ConvergenceRow? DensityErrors(PlannedRun run, Level finest)
    {
        double[]?[] densities = [.. _levels.Select(level => level.Density(run))];
        if (densities.Contains(null))
            return null;
        if (ExactAtEnd(run, finest.Plan) is { } exact)
        {
            double[] errors = [.. _levels.Select((level, k) => Relative(densities[k]!, OnGrid(exact, level.Plan.Grid)))];
            return new ConvergenceRow(run.Model, run.Particles, "f_1", "exact", Parameters, errors);
        }
        double[][] onFinest = [.. _levels.Select((level, k) => TrigonometricInterpolation.To(finest.Plan.Grid, level.Plan.Grid, densities[k]!))];
        double size = TensorPrimitives.Norm<double>(onFinest[^1]);
        return OfDistances(run, "f_1", (one, other) => Relative(onFinest[one], onFinest[other]) * TensorPrimitives.Norm<double>(onFinest[other]) / size);
    }

    /// <summary>The L2 norm of the error of g over that of g.</summary>
    private ConvergenceRow? CorrelationErrors(PlannedRun run, Level finest)
    {
        PairCorrelation?[] found = [.. _levels.Select(level => level.Correlation(run))];
        if (found.Any(correlation => correlation is null or RadialPairCorrelation) || found[^1]!.IsZero
            || _levels.Any(level => level.Plan.Grid.HalfWidth != finest.Plan.Grid.HalfWidth))
            return null;
        PairCorrelation[] onFinest = [.. found.Select(correlation => CorrelationDistance.On(finest.Plan.Grid, correlation!))];
        double size = onFinest[^1].Norm();
        return size > 0 ? OfDistances(run, "g", (one, other) => CorrelationDistance.Of(onFinest[one], onFinest[other]) / size) : null;
    }

    /// <summary>The row of a field, by the relative distances of its levels.</summary>
    private ConvergenceRow OfDistances(PlannedRun run, string field, Func<int, int, double> distance)
    {
        int last = _levels.Length - 1;
        int[] coarser = [.. Enumerable.Range(0, last)];
        double[] steps = [.. coarser.Select(k => distance(k, k + 1))];
        double[] errors = [.. coarser.Select(k => k == last - 1 ? steps[k] : distance(k, last))];
        return new ConvergenceRow(run.Model, run.Particles, field, "finest level", Parameters, errors) { Steps = steps };
    }

    /// <summary>The exact density at the end: for the direct solver, gamma = 0 and one component that is a solution.</summary>
    private static IInitialDensity? ExactAtEnd(PlannedRun run, ExperimentPlan plan)
    {
        Scenario scenario = plan.Scenario;
        bool isExact = run.IsReference && scenario.Kernel.Gamma == 0 && scenario.Initial.Length == 1;
        if (!isExact || scenario.Initial[0].After(plan.Times[^1]) is not { } later)
            return null;
        return InitialData.Components(scenario with { Initial = [later] })[0];
    }

    private static double[] OnGrid(IInitialDensity density, VelocityGrid grid)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnGrid(grid, [density], values);
        return values;
    }

    private static double Relative(double[] values, double[] reference)
    {
        double[] difference = new double[reference.Length];
        TensorPrimitives.Subtract<double>(values, reference, difference);
        return TensorPrimitives.Norm<double>(difference) / TensorPrimitives.Norm<double>(reference);
    }

    /// <summary>The standard errors of every quantity that has one, which fall like the root of the replicas.</summary>
    private List<ConvergenceRow> StandardErrors()
    {
        var rows = new List<ConvergenceRow>();
        Level finest = _levels[^1];
        foreach (PlannedRun run in finest.Plan.Runs)
        {
            foreach (string quantity in finest.Results.Quantities)
            {
                double[] errors = [.. _levels.Select(level => level.Results.Find(run.Model, run.Particles, level.Plan.Times[^1], quantity)?.StandardError ?? double.NaN)];
                if (errors.All(error => error > 0))
                    rows.Add(new ConvergenceRow(run.Model, run.Particles, quantity, "standard error", Parameters, errors));
            }
        }
        return rows;
    }
}
