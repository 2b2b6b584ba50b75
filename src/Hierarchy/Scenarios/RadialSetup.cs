using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>The models of rotation-invariant pairs in a plan: their reference, and what they take of memory and time.</summary>
internal static class RadialSetup
{
    /// <summary>
    /// Doubles for tables, states and stages, by unknowns over those of the default; measured at accuracies from 1e-3 to 1e-5 and on a sharp shell; an upper
    /// estimate.
    /// </summary>
    private const double BaseValues = 1e6, ValuesAtDefault = 1e6, MemoryExponent = 1.4;

    /// <summary>
    /// Seconds at the default resolution on two cores, and how they grow with the unknowns; measured at accuracies from 1e-3 to 1e-5, up to time 1, and on a
    /// sharp shell.
    /// </summary>
    private const double LandauSeconds = 0.2, SetUpSeconds = 0.5, SetUpExponent = 1.2, StepSeconds = 0.6, StepExponent = 1.75, OutputSeconds = 0.12, OutputExponent = 1.6;

    /// <summary>About the time that sharp data stay sharp, in thermal units theta^(-gamma/2)/Lambda.</summary>
    private const double SharpTime = 0.1;

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
    public static long MemoryValues(ExperimentPlan plan, PlannedRun run) => run.Radial is null ? 0
        : (long)(BaseValues + ValuesAtDefault * (run.Radial.IsReference ? 1 : Math.Pow(Size(Start(plan, run)), MemoryExponent)));

    /// <summary>The coarser of the two resolutions that a run starts with.</summary>
    public static RadialResolution Start(ExperimentPlan plan, PlannedRun run) => RadialResolution.For(((RadialSettings)run.Settings).Target, plan.RadialDatum, plan.Kernel.Gamma);

    /// <summary>
    /// The seconds of an integration with its output times, within a factor of about three; sharp data are as fine as at the start until they are smooth.
    /// </summary>
    public static double PredictSeconds(ExperimentPlan plan, PlannedRun run)
    {
        if (run.Radial!.IsReference)
            return LandauSeconds;
        RadialResolution start = Start(plan, run);
        double end = plan.Scenario.Time.End, sharp = SharpTime * Math.Pow(plan.RadialDatum.Temperature, -plan.Kernel.Gamma / 2) / plan.Kernel.Strength;
        double first = Size(start), then = Size(RadialResolution.For(((RadialSettings)run.Settings).Target));
        double share = first > then ? Math.Min(1, sharp / Math.Max(end, 1e-300)) : 0;
        int early = plan.Times.Count(time => time <= (first > then ? sharp : 0));
        return SetUpSeconds * Math.Pow(first, SetUpExponent)
            + StepSeconds * (Math.Pow(first, StepExponent) * (first > then ? Math.Min(1, end / sharp) : 1) + Math.Pow(then, StepExponent) * end * (1 - share))
            + OutputSeconds * (early * Math.Pow(first, OutputExponent) + (plan.Times.Length - early) * Math.Pow(then, OutputExponent));
    }

    /// <summary>The unknowns of the finer resolution over those at the default accuracy for data that need no more.</summary>
    private static double Size(RadialResolution resolution)
    {
        static double Unknowns(RadialResolution one) => one.Modes * Math.Pow(one.Elements + 2, 2);
        return Unknowns(resolution.Finer()) / Unknowns(RadialResolution.For(DefaultAccuracy).Finer());
    }

    private static double DefaultAccuracy => new RadialSettings { Type = "" }.Target;
}
