using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>The models of rotation-invariant pairs in a plan: their reference, and what they take of memory and time.</summary>
internal static class RadialSetup
{
    /// <summary>Measured at accuracies from 1e-3 to 1e-5; an upper estimate.</summary>
    private const double BaseValues = 1e6, ValuesAtDefault = 1e6, MemoryExponent = 0.6;

    /// <summary>Measured at accuracies from 1e-3 to 1e-5 on two cores, up to time 1.</summary>
    private const double LandauSeconds = 0.2, SetUpSeconds = 0.5, StepSeconds = 0.6, OutputSeconds = 0.1, TimeExponent = 0.75;

    /// <summary>The Landau equation for isotropic data, as finely resolved as the finest of the others unless it has settings of its own; null where no such model runs.</summary>
    public static PlannedRun? Reference(Scenario scenario, IEnumerable<PlannedRun> runs)
    {
        IRadialModel reference = ModelRegistry.RadialLandau;
        ModelSettings? own = scenario.Models.FirstOrDefault(model => ModelRegistry.Find(model.Name) == reference)?.Resolved(scenario.Dimension);
        double[] targets = [.. runs.Where(run => run.Radial is not null).Select(run => ((RadialSettings)run.Settings).Target)];
        if (own is null && targets.Length == 0)
            return null;
        return new PlannedRun(reference, ParticleNumber.Infinity, own ?? new RadialSettings { Type = reference.Name, Accuracy = targets.Min() });
    }

    /// <summary>The doubles that an integration takes: tables of the pair operator, states and stages. 0 for other models.</summary>
    public static long MemoryValues(PlannedRun run) => run.Radial is null ? 0 : (long)(BaseValues + ValuesAtDefault * Math.Pow(Finer(run), MemoryExponent));

    /// <summary>
    /// The seconds of an integration with its output times, within a factor of about three for data like two temperatures; data that are harder to represent take longer.
    /// </summary>
    public static double PredictSeconds(ExperimentPlan plan, PlannedRun run)
    {
        if (run.Radial!.IsReference)
            return LandauSeconds;
        double finer = Finer(run), end = plan.Scenario.Time.End;
        return SetUpSeconds * finer + StepSeconds * Math.Pow(finer, TimeExponent) * (1 + end) + plan.Times.Length * OutputSeconds * finer;
    }

    /// <summary>The default accuracy over that of a run.</summary>
    private static double Finer(PlannedRun run) => new RadialSettings { Type = run.Model }.Target / ((RadialSettings)run.Settings).Target;
}
