using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>The rules about the initial density as a whole on its grid.</summary>
internal static class DatumRules
{
    /// <summary>Mass outside the box up to this share is passed over in silence.</summary>
    private const double MassBound = 1e-6;

    /// <summary>A box that misses more than this share of the mass is refused.</summary>
    private const double LargestMassOutside = 0.05;

    /// <summary>A grid whose finest mode holds more than this, relative to the mean, is refused: the data are narrower than its spacing.</summary>
    private const double LargestUnresolvedMode = 0.25;

    /// <summary>Modes beyond the grid up to this size, relative to the mean, are passed over in silence.</summary>
    private const double ModeBound = 1e-3;

    /// <summary>A mass that differs from 1 by more than this is warned of; what lies outside the box is told by its own rule.</summary>
    private const double MassTolerance = 1e-3;

    /// <summary>Masses below this and above its inverse are no other unit but a mistake, and their squares lose all digits beside those of the kernel.</summary>
    private const double LeastMass = 1e-6;

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        scenario = scenario with { Initial = [.. scenario.Initial.Select(component => component.Canonical().Read(scenario.Dimension))] };
        VelocityGrid grid = scenario.CreateGrid();
        if (Components(context, scenario) is not { } components)
            return;
        StepRules.Apply(context, scenario, components);
        RadialRules.Apply(context, scenario, components);
        CheckBox(context, grid, components);
        CheckResolution(context, scenario, components);
        if (context.IsSound("grid"))
            CheckValues(context, grid, components);
    }

    private static IReadOnlyList<IInitialDensity>? Components(RuleContext context, Scenario scenario)
    {
        try
        {
            return InitialData.Components(scenario);
        }
        catch (Exception error) when (error is ArgumentException or DataFileException)
        {
            context.Require(false, scenario.Rescale ? "rescale" : "initial", scenario.Rescale ? "true" : "not usable", error.Message);
            return null;
        }
    }

    private static void CheckBox(RuleContext context, VelocityGrid grid, IReadOnlyList<IInitialDensity> components)
    {
        double outside = MassOutside(components, grid.HalfWidth);
        string missed = Invariant($"up to {outside:G2} of the initial mass lies outside the box");
        if (!(outside <= LargestMassOutside))
            context.Require(false, "grid.halfWidth", grid.HalfWidth, Invariant($"{missed}; more than {LargestMassOutside:G2} is refused{Remedy(components, grid.HalfWidth, LargestMassOutside)}"));
        if (outside is > MassBound and <= LargestMassOutside)
            context.Warn(Invariant($"grid.halfWidth: {missed}; at most {MassBound:G1} is advised{Remedy(components, grid.HalfWidth, MassBound)}"));
    }

    /// <summary>The share of the mass outside a box. Bounds of its sides add up to more than there is where the box is far too small.</summary>
    private static double MassOutside(IReadOnlyList<IInitialDensity> components, double halfWidth) =>
        components.Sum(component => component.Weight * Math.Min(1, component.MassOutside(halfWidth)));

    /// <summary>The half width that would do, to three digits and a little more than that; empty if none is found.</summary>
    private static string Remedy(IReadOnlyList<IInitialDensity> components, double halfWidth, double bound)
    {
        const int Doublings = 60, Bisections = 12;
        double least = halfWidth, enough = halfWidth;
        for (int i = 0; i < Doublings && !(MassOutside(components, enough) <= bound); i++)
            (least, enough) = (enough, 2 * enough);
        if (!(MassOutside(components, enough) <= bound))
            return "";
        for (int i = 0; i < Bisections; i++)
        {
            double middle = 0.5 * (least + enough);
            (least, enough) = MassOutside(components, middle) <= bound ? (least, middle) : (middle, enough);
        }
        return Invariant($"; {1.005 * enough:G3} would do");
    }

    private static void CheckResolution(RuleContext context, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        // Rescaled data on this grid are the data as given on a grid in the other units.
        double unit = components[0] is AffineDensity affine ? affine.Scale : 1;
        DensityInput seen = InitialData.Input(scenario) with { HalfWidth = unit * scenario.Grid.HalfWidth };
        double unresolved = scenario.Initial.Sum(component => component.Weight * component.UnresolvedMode(seen));
        string held = Invariant($"the finest mode of the grid still holds {unresolved:G2} of the initial density");
        context.Require(unresolved <= LargestUnresolvedMode, "grid.points", scenario.Grid.Points, Invariant($"{held}; more than {LargestUnresolvedMode:G2} is refused"));
        if (unresolved is > ModeBound and <= LargestUnresolvedMode)
            context.Warn(Invariant($"grid.points: {held}; at most {ModeBound:G1} is advised"));
    }

    /// <summary>Assumption 1.2 as far as values on the grid can break it; mean and energy are noted with the results of every command.</summary>
    private static void CheckValues(RuleContext context, VelocityGrid grid, IReadOnlyList<IInitialDensity> components)
    {
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, components, density);
        GridMoments moments = GridMoments.Of(grid, density);
        bool isDensity = double.IsFinite(moments.Mass) && moments.Mass > 0 && double.IsFinite(moments.Energy) && moments.Temperature > 0;
        context.Require(isDensity, "initial", "no density on the grid", "its mass and its temperature have to be positive and finite");
        if (!isDensity)
            return;
        string found = Invariant($"a mass of {moments.Mass:G3} on the grid");
        context.Require(moments.Mass is >= LeastMass and <= 1 / LeastMass, "initial", found, Invariant($"has to lie in [{LeastMass:G1}, {1 / LeastMass:G1}]; \"rescale\": true takes it to 1"));
        if (Math.Abs(moments.Mass - 1) > MassTolerance)
            context.Warn(Invariant($"initial: the mass on the grid is {moments.Mass:G6}, Assumption 1.2 has 1; \"rescale\": true scales the datum"));
        double negative = grid.CellVolume * density.Where(value => value < 0).Sum(value => -value);
        if (negative > MassBound)
            context.Warn(Invariant($"initial: the density is negative in places, with {negative:G2} of the mass"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
