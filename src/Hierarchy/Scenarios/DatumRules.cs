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

    /// <summary>The share of an accuracy that <see cref="GridChoice"/> leaves to the box, and to the modes.</summary>
    private const double AccuracyShare = 0.1;

    /// <summary>A mass that differs from 1 by more than this is warned of; what lies outside the box is told by its own rule.</summary>
    private const double MassTolerance = 1e-3;

    /// <summary>Masses below this and above its inverse are no other unit but a mistake, and their squares lose all digits beside those of the kernel.</summary>
    private const double LeastMass = 1e-6;

    /// <summary>Thermal speeds beyond this are taken for metres a second.</summary>
    private const double LargestSpeed = 1000;

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        scenario = scenario with { Initial = [.. scenario.Initial.Select(component => component.Canonical().Read(scenario.Dimension))] };
        VelocityGrid grid = scenario.CreateGrid();
        if (Components(context, scenario) is not { } components)
            return;
        StepRules.Apply(context, scenario, components);
        RadialRules.Apply(context, scenario, components);
        CheckBox(context, scenario, components);
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

    private static void CheckBox(RuleContext context, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        double halfWidth = scenario.Grid.HalfWidth, outside = MassOutside(components, halfWidth);
        string missed = Invariant($"up to {outside:G2} of the initial mass lies outside the box"), remedy = outside > Outside(scenario) ? Remedy(scenario, components) : "";
        if (!(outside <= LargestMassOutside))
            context.Require(false, "grid.halfWidth", halfWidth, Invariant($"{missed}; more than {LargestMassOutside:G2} is refused{remedy}{Scale(components)}"));
        if (outside > Outside(scenario) && outside <= LargestMassOutside)
            context.Warn(Invariant($"grid.halfWidth: {missed}; at most {Outside(scenario):G1} is advised{remedy}"));
    }

    /// <summary>The mass that may lie outside; who asks for less accuracy than is usual is not told of what is within it.</summary>
    private static double Outside(Scenario scenario) => Math.Max(MassBound, AccuracyShare * (scenario.Accuracy ?? 0));

    /// <summary>The modes that a grid need not hold.</summary>
    private static double Modes(Scenario scenario) => Math.Max(ModeBound, AccuracyShare * (scenario.Accuracy ?? 0));

    /// <summary>The share of the mass outside a box. Bounds of its sides add up to more than there is where the box is far too small.</summary>
    private static double MassOutside(IReadOnlyList<IInitialDensity> components, double halfWidth) =>
        components.Sum(component => component.Weight * Math.Min(1, component.MassOutside(halfWidth)));

    /// <summary>Data in metres a second are told how they are scaled.</summary>
    private static string Scale(IReadOnlyList<IInitialDensity> components)
    {
        int d = components[0].Dimension;
        double speed = Math.Sqrt(components.Max(component => Enumerable.Range(0, d).Max(a => component.Covariance[a * d + a] + component.Mean[a] * component.Mean[a])));
        return speed < LargestSpeed ? "" : string.Create(CultureInfo.InvariantCulture, $"; speeds like {speed:G3} are no thermal units: \"rescale\": true takes them "
            + $"to those in which E|v|^2 = d, or divide the data by {speed:G3}; \"units\" says what they are in m/s");
    }

    /// <summary>The half width outside of which less lies than is advised, and the points that keep what the grid resolves in it.</summary>
    private static string Remedy(Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        const int Doublings = 60, Bisections = 20;
        double least = scenario.Grid.HalfWidth, enough = least;
        for (int i = 0; i < Doublings && !(MassOutside(components, enough) <= Outside(scenario)); i++)
            (least, enough) = (enough, 2 * enough);
        if (!(MassOutside(components, enough) <= Outside(scenario)))
            return "";
        for (int i = 0; i < Bisections; i++)
        {
            double middle = 0.5 * (least + enough);
            (least, enough) = MassOutside(components, middle) <= Outside(scenario) ? (least, middle) : (middle, enough);
        }
        double halfWidth = GridChoice.RoundUp(enough);
        double held = Unresolved(scenario, components, scenario.Grid.HalfWidth, scenario.Grid.Points);
        // Of values on a lattice nobody knows what a coarser grid would lose: the spacing stays.
        int points = held > 0 ? Points(scenario, components, halfWidth, Math.Min(Modes(scenario), held))
            : GridChoice.Supported(scenario.Grid.Points * halfWidth / scenario.Grid.HalfWidth);
        return points > 0 ? Invariant($"; halfWidth {halfWidth:G6} and {points} points would do")
            : Invariant($"; halfWidth {halfWidth:G6} would do, with more points than are offered");
    }

    /// <summary>The fewest points that hold all but that part of the data in a box; 0 if none do.</summary>
    private static int Points(Scenario scenario, IReadOnlyList<IInitialDensity> components, double halfWidth, double bound)
    {
        for (int points = GridChoice.Supported(VelocityGrid.FewestPoints); points > 0; points = GridChoice.Supported(points + 1))
        {
            if (Unresolved(scenario, components, halfWidth, points) <= bound * (1 + 1e-9))
                return points;
        }
        return 0;
    }

    /// <summary>What a grid cannot hold of the data. Rescaled data on it are the data as given on a grid in the other units.</summary>
    private static double Unresolved(Scenario scenario, IReadOnlyList<IInitialDensity> components, double halfWidth, int points)
    {
        double unit = components[0] is AffineDensity affine ? affine.Scale : 1;
        DensityInput seen = InitialData.Input(scenario) with { HalfWidth = unit * halfWidth, Points = points };
        return scenario.Initial.Sum(component => component.Weight * component.UnresolvedMode(seen));
    }

    private static void CheckResolution(RuleContext context, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        double unresolved = Unresolved(scenario, components, scenario.Grid.HalfWidth, scenario.Grid.Points);
        string held = Invariant($"the finest mode of the grid still holds {unresolved:G2} of the initial density");
        int enough = unresolved > Modes(scenario) ? Points(scenario, components, scenario.Grid.HalfWidth, Modes(scenario)) : 0;
        string remedy = enough > 0 ? Invariant($"; {enough} points would do") : Invariant($"; not even {VelocityGrid.MostPoints} points would do in this box");
        context.Require(unresolved <= LargestUnresolvedMode, "grid.points", scenario.Grid.Points, Invariant($"{held}; more than {LargestUnresolvedMode:G2} is refused{remedy}"));
        if (unresolved > Modes(scenario) && unresolved <= LargestUnresolvedMode)
            context.Warn(Invariant($"grid.points: {held}; at most {Modes(scenario):G1} is advised{remedy}"));
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
        context.Require(moments.Mass is >= LeastMass and <= 1 / LeastMass, "initial", found,
            Invariant($"has to lie in [{LeastMass:G1}, {1 / LeastMass:G1}]; \"rescale\": true takes it to 1"));
        if (Math.Abs(moments.Mass - 1) > Math.Max(MassTolerance, context.Scenario.Accuracy ?? 0))
            context.Warn(Invariant($"initial: the mass on the grid is {moments.Mass:G6}, Assumption 1.2 has 1; \"rescale\": true scales the datum"));
        double negative = grid.CellVolume * density.Where(value => value < 0).Sum(value => -value);
        if (negative > MassBound)
            context.Warn(Invariant($"initial: the density is negative in places, with {negative:G2} of the mass"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
