using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>What the figures of rotation-invariant pairs choose from.</summary>
internal static class RadialSelection
{
    /// <summary>The models with their N, smallest first, in the order of the results; those of leading order once.</summary>
    public static IReadOnlyList<(string Model, ParticleNumber N)> Pairs(StoredExperiment experiment) =>
    [
        .. experiment.Numbers.SelectMany(n => experiment.ModelsAt(n).Where(model => ModelRegistry.Find(model) is IRadialModel { IsReference: false }).Select(model => (model, n)))
            .Where(run => experiment.Fields?.HasCorrelation(run.model, run.n) == true),
    ];

    /// <summary>f and g of a run at an output time; null if it did not reach it.</summary>
    public static InvariantPair? At(StoredExperiment experiment, string model, ParticleNumber n, int time) => experiment.Fields?.Radial(model, n, time);

    /// <summary>f of the Landau equation for isotropic data.</summary>
    public static InvariantPair? Landau(StoredExperiment experiment, int time) => At(experiment, ModelRegistry.RadialLandau.Name, ParticleNumber.Infinity, time);

    /// <summary>"t = 0.5".</summary>
    public static string Text(StoredExperiment experiment, int time) => $"t = {StoredExperiment.Text(experiment.Plan.Times[time])}";
}
