using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Models;

namespace Hierarchy.Scenarios;

/// <summary>What the models of rotation-invariant pairs ask of the datum and the kernel.</summary>
internal static class RadialRules
{
    /// <summary>Parts of the mass up to this are passed over in silence.</summary>
    private const double Unseen = 1e-10;

    /// <summary>A mass that differs from 1 by more than this is told: these models scale it to 1.</summary>
    private const double MassTolerance = 1e-6;

    /// <summary>How many times the usual number of elements is told.</summary>
    private const double Many = 1.4;

    public static void Apply(RuleContext context, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        int first = -1;
        string? anisotropy = null;
        for (int i = 0; i < scenario.Models.Length; i++)
        {
            string path = $"models[{i.ToString(CultureInfo.InvariantCulture)}].type", name = $"\"{scenario.Models[i].Name}\"";
            if (scenario.Dimension != 3 || !context.IsSound(path) || ModelRegistry.Find(scenario.Models[i].Name) is not IRadialModel model)
                continue;
            if (first < 0)
                (first, anisotropy) = (i, IsotropicData.Excludes(components));
            context.Require(anisotropy is null, path, name, $"takes isotropic data only: {anisotropy}");
            string? refusal = model.Excludes(scenario.CreateKernel());
            context.Require(refusal is null, path, name, refusal ?? "");
        }
        if (first >= 0 && anisotropy is null)
        {
            Tell(context, components);
            TellResolution(context, scenario, components);
        }
    }

    /// <summary>Data that need finer splines than usual, and what that means.</summary>
    private static void TellResolution(RuleContext context, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        double[] targets = [.. scenario.Models.Where(model => ModelRegistry.Find(model.Name) is IRadialModel { IsReference: false })
            .Select(model => ((RadialSettings)model.Resolved(scenario.Dimension)).Target)];
        if (targets.Length == 0)
            return;
        InvariantDatum datum = IsotropicData.Of(components);
        RadialResolution usual = RadialResolution.For(targets.Min()), start = RadialResolution.For(targets.Min(), datum, scenario.CreateKernel().Gamma);
        if (start.Elements < Many * usual.Elements)
            return;
        double unknowns = Math.Pow((double)start.Elements / usual.Elements, 2) * start.Modes / usual.Modes;
        context.Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"initial: the datum is sharp: models of rotation-invariant pairs start with {start.Finer().Elements} elements and {start.Finer().Modes} modes at accuracy "
                + $"{targets.Min():G2}, where {usual.Finer().Elements} and {usual.Finer().Modes} are usual, "
                + $"{unknowns:F0} times as many unknowns, until f is smooth; a larger accuracy takes fewer"));
    }

    /// <summary>What is not as the scenario has it.</summary>
    private static void Tell(RuleContext context, IReadOnlyList<IInitialDensity> components)
    {
        // Only data from files and arrays of a program are averaged; formulas are isotropic or not.
        if (!components.Any(component => component is IDataDensity))
            return;
        InvariantDatum datum = IsotropicData.Of(components);
        if (datum.DroppedAnisotropy > Unseen)
        {
            context.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"initial: models of rotation-invariant pairs start from the average over directions, which drops {datum.DroppedAnisotropy:G2} of the mass (int |f - average|)"));
        }
        double mass = Mass(datum);
        if (Math.Abs(mass - 1) > MassTolerance)
            context.Warn(string.Create(CultureInfo.InvariantCulture, $"initial: the mass of the datum is {mass:G8}; models of rotation-invariant pairs scale it to 1"));
    }
    /// <summary>4 pi int f r^2 dr over eight thermal speeds.</summary>
    private static double Mass(InvariantDatum datum)
    {
        const int panels = 40;
        (double[] nodes, double[] weights) = LegendreTables.Rule(6);
        double width = 8 * Math.Sqrt(datum.Temperature) / panels, sum = 0;
        for (int k = 0; k < panels * nodes.Length; k++)
        {
            double r = width * (k / nodes.Length + nodes[k % nodes.Length]);
            sum += width * weights[k % nodes.Length] * r * r * datum.Density(r);
        }
        return 4 * Math.PI * sum;
    }
}
