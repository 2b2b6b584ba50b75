using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>The rules about f_2 at the start.</summary>
internal static class PairRules
{
    public static void Apply(RuleContext context)
    {
        PairSettings pair = context.Scenario.Pair;
        if (!context.IsSound("pair.type"))
            return;
        pair = Canonical.Pair(pair);
        if (pair.Type == PairSettings.Mixture)
        {
            bool isMixed = context.Scenario.Initial.Length > 1;
            context.Require(isMixed, "pair.type", "\"mixture\"", "needs at least two components of the initial density; with one f_2 is chaotic");
            return;
        }
        if (pair.Type != PairSettings.Perturbed)
            return;
        if (context.IsSound("dimension"))
            Wavevector.Check(new ComponentRules(context, "pair"), pair.Wavevector);
        if (context.IsSound("dimension", "grid", "pair.wavevector"))
            RequireResolved(context, pair.Wavevector);
        if (context.IsSound("pair", "initial", "grid", "dimension", "kernel", "rescale"))
            CheckAmplitude(context, pair);
    }

    /// <summary>A wave of the pair has to be one that the grid holds; those of a density widen its spectrum, which a rule of its own looks at.</summary>
    private static void RequireResolved(RuleContext context, double[]? wavevector)
    {
        double largest = Wavevector.Of(wavevector, context.Scenario.Dimension).Max(Math.Abs), most = InitialData.Input(context.Scenario).LargestWavenumber;
        string rule = string.Create(CultureInfo.InvariantCulture, $"has to have components smaller than {most:G6}, the largest wavenumber of the grid");
        context.Require(largest < most, "pair.wavevector", string.Create(CultureInfo.InvariantCulture, $"{largest:G6} in its largest component"), rule);
    }

    private static void CheckAmplitude(RuleContext context, PairSettings pair)
    {
        Scenario scenario = context.Scenario with { Initial = [.. context.Scenario.Initial.Select(component => component.Canonical())] };
        VelocityGrid grid = scenario.CreateGrid();
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, InitialData.Components(scenario), density);
        PerturbedPair perturbation = InitialData.Perturbation(pair, grid, density);
        string bounds = string.Create(CultureInfo.InvariantCulture, $"[{perturbation.LeastAmplitude:G6}, {perturbation.LargestAmplitude:G6}]");
        context.Require(perturbation.IsAdmissible, "pair.amplitude", perturbation.Amplitude, $"has to lie in {bounds}, where f_2 is nonnegative");
        if (perturbation.Amplitude < 0)
            context.Warn("pair.amplitude: a negative one repels, which only few particles can do; it is no marginal of an N-particle density for large N");
    }
}
