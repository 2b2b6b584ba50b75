using System.Globalization;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>The ranges and dependencies of the settings. Every rule is asked, so that all faults come together.</summary>
internal static class ScenarioRules
{
    private const int MostOutputTimes = 10000;

    /// <summary>Steppers land on times that lie at least this share of the later one apart: below it steps vanish beside the time.</summary>
    private const double LeastDistance = 1e-12;

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        SettingRules.Apply(context);
        ApplyName(context, scenario.Name);
        KernelRules.Apply(context);
        ApplyGrid(context, scenario.Grid);
        InitialRules.Apply(context);
        PairRules.Apply(context);
        if (scenario.Units is { } units && context.IsSound("dimension", "kernel.gamma", "units"))
            ApplyUnits(context, scenario, units);
        ApplyParticles(context, scenario.Particles);
        ModelRules.Apply(context);
        ApplyTime(context, scenario.Time, scenario.Output);
        ApplyQuantities(context, scenario);
        if (scenario.Time.Until is { } until)
            ApplyUntil(context, scenario, until);
    }

    /// <summary>Names that some systems take for devices, whatever their case and whatever follows a dot, are file names on no system: scenarios and results travel.</summary>
    private static void ApplyName(RuleContext context, string name)
    {
        string start = name.Split('.')[0].ToUpperInvariant();
        bool isDevice = start is "CON" or "PRN" or "AUX" or "NUL" || (start is ['C', 'O', 'M', _] or ['L', 'P', 'T', _] && char.IsAsciiDigit(start[3]));
        context.Require(!isDevice, "name", Quote(name), $"is the name of a device on some systems; \"run-{ScenarioNode.Shorten(name)}\" would do");
    }

    /// <summary>Units are those of a Coulomb plasma of slow particles; masses in kilograms and charges in coulombs are taken for what they are.</summary>
    private static void ApplyUnits(RuleContext context, Scenario scenario, UnitsSettings units)
    {
        context.Require(scenario.Dimension == 3 && scenario.Kernel.Gamma == -3, "units", "given",
            "needs dimension 3 and kernel.gamma = -3: only that is the Coulomb interaction of a plasma");
        bool isInKilograms = units.Mass < UnitsSettings.LeastMass, isInCoulombs = units.Charge < UnitsSettings.LeastCharge;
        context.Require(!isInKilograms, "units.mass", units.Mass, string.Create(
            CultureInfo.InvariantCulture, $"counts electron masses; {units.Mass:G4} kg are {units.Mass / UnitsSettings.ElectronMass:G6} (an electron is 1, a proton 1836.15)"));
        context.Require(!isInCoulombs, "units.charge", units.Charge, string.Create(
            CultureInfo.InvariantCulture, $"counts elementary charges; {units.Charge:G4} C are {units.Charge / UnitsSettings.ElementaryCharge:G4}"));
        context.Require(isInKilograms || units.Speed < UnitsSettings.LargestSpeed, "units.temperature", units.Temperature, string.Create(
            CultureInfo.InvariantCulture, $"makes the unit of velocity {units.Speed:G4} m/s; that is faster than light; temperatures are in electron volts"));
    }

    private static void ApplyGrid(RuleContext context, GridSettings grid)
    {
        context.Require(
            VelocityGrid.IsSupportedLength(grid.Points), "grid.points", grid.Points,
            $"has to be even, between 8 and 128, without prime factors other than 2, 3 and 5; the nearest is {NearestLength(grid.Points)}");
    }

    private static int NearestLength(int points)
    {
        int start = Math.Clamp(points, 8, 128);
        for (int away = 0; ; away++)
        {
            if (VelocityGrid.IsSupportedLength(start + away))
                return start + away;
            if (VelocityGrid.IsSupportedLength(start - away))
                return start - away;
        }
    }

    /// <summary>The only word that N may be.</summary>
    private const string Infinity = "infinity";

    private static void ApplyParticles(RuleContext context, string[] particles)
    {
        var seen = new HashSet<double>();
        for (int i = 0; i < particles.Length; i++)
        {
            bool read = ScenarioNames.TryReadParticles(particles[i], out var count);
            context.Require(read, $"particles[{i}]", Quote(particles[i]), "has to be a whole number of at least 2, or \"infinity\"",
                NearestName.Of(particles[i], [Infinity]));
            if (read)
                context.Require(seen.Add(count.Value), $"particles[{i}]", count, "stands twice in the list");
        }
    }

    private static void ApplyTime(RuleContext context, TimeSettings time, OutputSettings output)
    {
        ApplySchedule(context, "time.output", time.Output, time.End);
        if (output.Scalars is { } scalars)
            ApplySchedule(context, "output.scalars", scalars, time.End);
        if (output.Fields is { } fields)
            ApplySchedule(context, "output.fields", fields, time.End);
    }

    private static void ApplySchedule(RuleContext context, string path, OutputTimes output, double end)
    {
        if (output.Interval is not null && output.Times is not null)
            context.Require(false, path, "both", "has to be an interval or a list of times, not both");
        if (!context.IsSound("time.end"))
            return;
        if (output.Interval is { } interval)
        {
            context.Require(interval > 0 && interval <= end, $"{path}.interval", interval, "has to lie in (0, time.end]");
            context.Require(!(end / interval > MostOutputTimes), $"{path}.interval", interval, $"gives more than {MostOutputTimes} output times");
        }
        if (output.Times is { } times)
            ApplyTimes(context, $"{path}.times", times, end);
    }

    private static void ApplyUntil(RuleContext context, Scenario scenario, string until)
    {
        const string path = "time.until";
        try
        {
            foreach (string name in StopCondition.Parse(until).Names)
            {
                if (context.IsSound("quantities") && context.RequireName(path, name, [.. ScenarioNames.Quantities(scenario.Dimension is 2 or 3 ? scenario.Dimension : 3)]))
                    context.Require(scenario.Wants(name), path, Quote(name), "is not among the quantities of the scenario");
            }
        }
        catch (FormatException error)
        {
            context.Require(false, path, Quote(until), error.Message);
        }
    }

    private static void ApplyTimes(RuleContext context, string list, double[] times, double end)
    {
        context.Require(times.Length <= MostOutputTimes, list, times.Length, $"holds more than {MostOutputTimes} output times");
        for (int i = 0; i < times.Length; i++)
        {
            string path = $"{list}[{i}]";
            context.Require(times[i] >= 0 && times[i] <= end, path, times[i], "has to lie in [0, time.end]");
            context.Require(i == 0 || times[i] > times[i - 1], path, times[i], "has to be later than the time before it");
        }
        if (context.IsSound(list))
            ApplyDistances(context, list, times is [0, ..] ? times : [0, .. times]);
    }

    /// <summary>Times that no stepper tells apart are one fault, however many there are.</summary>
    private static void ApplyDistances(RuleContext context, string list, double[] times)
    {
        int[] close = [.. Enumerable.Range(1, times.Length - 1).Where(i => times[i] - times[i - 1] < LeastDistance * times[i])];
        if (close.Length == 0)
            return;
        int first = close[0];
        string more = close.Length == 1 ? "" : $", and {close.Length - 1} more are as close";
        context.Require(
            false, $"{list}[{first - 1}]", times[first],
            string.Create(CultureInfo.InvariantCulture, $"is {times[first] - times[first - 1]:G3} after the time before it{more}; the least distance there is "
                + $"{LeastDistance * times[first]:G3}"));
    }

    private static void ApplyQuantities(RuleContext context, Scenario scenario)
    {
        if (!context.IsSound("dimension"))
            return;
        IReadOnlyList<string> known = ["all", .. ScenarioNames.Quantities(scenario.Dimension)];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < scenario.Quantities.Length; i++)
        {
            string path = $"quantities[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (context.RequireName(path, scenario.Quantities[i], known))
                context.Require(seen.Add(scenario.Quantities[i]), path, Quote(scenario.Quantities[i]), "stands twice in the list");
        }
    }

    private static string Quote(string text) => $"\"{ScenarioNode.Shorten(text)}\"";
}
