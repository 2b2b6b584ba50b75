using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>
/// The grid of a scenario that leaves it open, from its datum and an accuracy. The box leaves a tenth of the accuracy of mass, energy and E|v|^4 of the datum
/// and of its equilibrium outside. The points hold the spectrum of both to a tenth of the accuracy and, where pairs are evolved, bring the error of the pair
/// level down to it, which falls like n^(-p) with the order that the spherical heat flow shows (docs/accuracy.md). Pairs that do not fit go to a model that
/// keeps them in another form.
/// </summary>
internal static class GridChoice
{
    /// <summary>The accuracy where none is given.</summary>
    public const double DefaultAccuracy = 1e-3;

    private const double TailShare = 0.1, ModeShare = 0.1;

    /// <summary>Values of a pair density beyond this take hours, even where they fit.</summary>
    private const long MostPairValues = 1L << 28;

    /// <summary>The scenario with a grid, and why it is this one; adds a fault where there is none.</summary>
    /// <param name="scenario">Sound but for its grid.</param>
    /// <param name="available">The bytes of memory that may be used.</param>
    /// <param name="faults">Receives what stands in the way.</param>
    public static (Scenario Scenario, IReadOnlyList<string> Reasons) Make(Scenario scenario, long available, List<Fault> faults)
    {
        double accuracy = scenario.Accuracy ?? DefaultAccuracy;
        if (Components(scenario, faults) is not { } components)
            return (scenario, []);
        Datum datum = DatumOf(scenario, components);
        double halfWidth = RoundUp(Math.Max(datum.Tails(TailShare * accuracy), datum.EquilibriumTails(TailShare * accuracy)));
        int spectrum = PointsOfSpectrum(datum, halfWidth, ModeShare * accuracy), pairs = HasPairs(scenario) ? PointsOfPairs(datum, halfWidth, accuracy) : 0;
        int points = Supported(Math.Max(spectrum, pairs));
        if (points == 0)
        {
            faults.Add(new Fault(
                scenario.Accuracy is null ? "grid" : "accuracy", scenario.Accuracy is null ? "\"auto\"" : accuracy.ToString("G3", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"needs {Math.Max(spectrum, pairs)} points an axis in a box of half width {halfWidth:G4}, where at most "
                    + $"{VelocityGrid.MostPoints} are offered{Reachable(scenario, datum)}")));
            return (scenario, []);
        }
        List<string> reasons =
        [
            Invariant($"grid: halfWidth {halfWidth:G4} and {points} points for an accuracy of {accuracy:G2}"),
            string.Create(CultureInfo.InvariantCulture, $"grid: outside of it lies {TailShare * accuracy:G1} of mass, energy or E|v|^4 at most, of the datum from "
                + $"{datum.Tails(TailShare * accuracy):G3} on, of its equilibrium from {datum.EquilibriumTails(TailShare * accuracy):G3} on"),
            string.Create(CultureInfo.InvariantCulture, $"grid: the spectrum of both asks for {spectrum} "
                + $"points{(pairs > 0 ? Invariant($", the error of pairs, which falls like n^-{PairLaw(scenario.Dimension).Order:G2}, for {pairs}") : "")}"),
        ];
        Scenario chosen = scenario with { Grid = scenario.Grid with { HalfWidth = halfWidth, Points = points } };
        return Fitting(chosen, components, available, Supported(spectrum), reasons);
    }

    /// <summary>
    /// Pairs that do not fit into memory, or take hours, are left to a model that keeps them in another form, where there is one; otherwise the grid is made
    /// coarser.
    /// </summary>
    private static (Scenario Scenario, IReadOnlyList<string> Reasons) Fitting(
        Scenario scenario, IReadOnlyList<IInitialDensity> components, long available, int withoutPairs, List<string> reasons)
    {
        bool IsTooLarge(Scenario candidate, int i) => ModelRegistry.Find(candidate.Models[i].Name) is IGridModel { Level: >= 2 } && PairsAreTooLarge(candidate, i, available);
        ModelSettings[] models = [.. scenario.Models];
        for (int i = 0; i < models.Length; i++)
        {
            if (!IsTooLarge(scenario, i) || Alternatives.Of(models[i].Name, scenario, components) is not { } other)
                continue;
            reasons.Add(Invariant($"models: {models[i].Name} would hold {scenario.Grid.Points}^{2 * scenario.Dimension} values of a pair; {other.Name} takes its place"));
            models[i] = other.Settings;
        }
        bool hadPairs = HasPairs(scenario);
        scenario = scenario with { Models = [.. models.DistinctBy(model => model.Name)] };
        if (hadPairs && !HasPairs(scenario) && withoutPairs < scenario.Grid.Points)
        {
            scenario = scenario with { Grid = scenario.Grid with { Points = withoutPairs } };
            reasons.Add(Invariant($"grid: {withoutPairs} points are enough where no pair lies on it"));
        }
        int points = scenario.Grid.Points;
        while (scenario.Grid.Points > VelocityGrid.FewestPoints && Enumerable.Range(0, scenario.Models.Length).Any(i => IsTooLarge(scenario, i)))
            scenario = scenario with { Grid = scenario.Grid with { Points = Lengths.Last(length => length < scenario.Grid.Points) } };
        if (scenario.Grid.Points < points)
            reasons.Add(Invariant($"grid: {points} points do not fit with a pair density; {scenario.Grid.Points} do, and miss the accuracy"));
        return (scenario, reasons);
    }

    /// <summary>Whether a model, with what a symmetry of the datum saves, takes more memory than there is or holds so many values of a pair that it takes hours.</summary>
    private static bool PairsAreTooLarge(Scenario scenario, int i, long available)
    {
        var plan = new ExperimentPlan(Canonical.Form(scenario with { Models = [scenario.Models[i]], Errors = ErrorSettings.Off }));
        return plan.Obstacle is not null || plan.MemoryBytes > available || plan.Runs.Any(run => run.HoldsPairs && plan.Grid.Size * plan.Columns(run) > MostPairValues);
    }

    private static IReadOnlyList<IInitialDensity>? Components(Scenario scenario, List<Fault> faults)
    {
        if (scenario.Initial.Any(component => component is OwnSettings))
        {
            faults.Add(new Fault("grid", "\"auto\"", "needs halfWidth and points for a density that a program brings"));
            return null;
        }
        try
        {
            return [.. scenario.Initial.Select(component => component.Canonical().Read(scenario.Dimension).Density(InitialData.Input(scenario)))];
        }
        catch (Exception error) when (error is ArgumentException or DataFileException)
        {
            faults.Add(new Fault("initial", "not usable", error.Message));
            return null;
        }
    }

    private static Datum DatumOf(Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        int d = scenario.Dimension;
        double mass = components.Sum(component => component.Weight), square = 0;
        double[] mean = [.. Enumerable.Range(0, d).Select(a => components.Sum(component => component.Weight / mass * component.Mean[a]))];
        foreach (IInitialDensity component in components)
        {
            for (int a = 0; a < d; a++)
                square += component.Weight / mass * (component.Covariance[a * d + a] + (component.Mean[a] - mean[a]) * (component.Mean[a] - mean[a]));
        }
        double temperature = square / d, unit = scenario.Rescale ? Math.Sqrt(temperature) : 1;
        double[] centre = scenario.Rescale ? mean : new double[d];
        double heated = temperature + Math.Max(0, scenario.CreateKernel().HeatingRate(d, 1)) * scenario.Time.End * unit * unit / d;
        GaussianDensity[] equilibria = [GaussianDensity.Isotropic(mean, temperature, mass), GaussianDensity.Isotropic(mean, heated, mass)];
        return new Datum(scenario, [.. scenario.Initial.Select(component => component.Canonical().Read(d))], unit, Math.Sqrt(temperature) / unit,
            new DatumTails(components, centre), [.. equilibria.Select(one => new DatumTails([one], centre))]);
    }

    private static int PointsOfSpectrum(Datum datum, double halfWidth, double bound)
    {
        const int most = 4096;
        int points = VelocityGrid.FewestPoints;
        while (points < most && datum.Mode(halfWidth, points) > bound)
            points += 2;
        return points;
    }

    private static int PointsOfPairs(Datum datum, double halfWidth, double accuracy)
    {
        (int points, double boxes, double error, double order) = PairLaw(datum.Scenario.Dimension);
        return (int)Math.Ceiling(points * halfWidth / (boxes * datum.Speed) * Math.Pow(error / accuracy, 1 / order));
    }

    /// <summary>
    /// The relative L2 error of a pair of Coulomb particles at n points in a box of so many thermal speeds, and its order: the spherical heat flow of
    /// docs/accuracy.md.
    /// </summary>
    private static (int Points, double Boxes, double Error, double Order) PairLaw(int dimension) => dimension == 2 ? (24, 5, 7.4e-3, 3.5) : (16, 5, 6.2e-3, 3.8);

    private static bool HasPairs(Scenario scenario) => scenario.Models.Any(model => ModelRegistry.Find(model.Name) is IGridModel { Level: >= 2 });

    private static string Reachable(Scenario scenario, Datum datum)
    {
        for (int step = 1; step <= 24; step++)
        {
            double accuracy = Math.Pow(10, -6 + 0.25 * step);
            double halfWidth = RoundUp(Math.Max(datum.Tails(TailShare * accuracy), datum.EquilibriumTails(TailShare * accuracy)));
            int points = Math.Max(PointsOfSpectrum(datum, halfWidth, ModeShare * accuracy), HasPairs(scenario) ? PointsOfPairs(datum, halfWidth, accuracy) : 0);
            if (accuracy > (scenario.Accuracy ?? DefaultAccuracy) && accuracy <= 0.1 && Supported(points) > 0)
                return Invariant($"; accuracy {accuracy:G1} would do with {Supported(points)}");
        }
        return "; a density that is smoother, or whose tails fall faster, needs fewer";
    }

    private static int[] Lengths { get; } = [.. Enumerable.Range(VelocityGrid.FewestPoints, VelocityGrid.MostPoints - VelocityGrid.FewestPoints + 1)
        .Where(VelocityGrid.IsSupportedLength)];

    /// <summary>The smallest number of points that the grid offers and that is not smaller; 0 if there is none.</summary>
    internal static int Supported(double points) => Lengths.FirstOrDefault(length => length >= points);

    /// <summary>To two digits, upwards.</summary>
    internal static double RoundUp(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Round(Math.Ceiling(value / unit - 1e-9) * unit, 12);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the grid has to hold.</summary>
    /// <param name="Scenario">The scenario.</param>
    /// <param name="Settings">Its components, with what was read of their files.</param>
    /// <param name="Unit">The unit of velocity of the grid, that of Assumption 1.2 for rescaled data.</param>
    /// <param name="Speed">The thermal speed on the grid.</param>
    /// <param name="Own">The tails of the datum.</param>
    /// <param name="Limits">Those of its equilibrium, at the start and, where the kernel heats, at the end.</param>
    private sealed record Datum(Scenario Scenario, IReadOnlyList<DensitySettings> Settings, double Unit, double Speed, DatumTails Own, IReadOnlyList<DatumTails> Limits)
    {
        public double Tails(double share) => Own.HalfWidth(share) / Unit;

        public double EquilibriumTails(double share) => Limits.Max(limit => limit.HalfWidth(share)) / Unit;

        /// <summary>The largest mode that such a grid does not hold, of the datum or its equilibrium.</summary>
        public double Mode(double halfWidth, int points)
        {
            DensityInput seen = InitialData.Input(Scenario) with { HalfWidth = Unit * halfWidth, Points = points };
            double wavenumber = seen.LargestWavenumber * Unit * Speed;
            double datum = Settings.Sum(component => component.Weight * component.UnresolvedMode(seen));
            return Math.Max(datum, Math.Exp(-0.5 * wavenumber * wavenumber));
        }
    }
}
