using System.Globalization;
using Hierarchy.Benchmarks.Audits;
using Hierarchy.Cli.Commands;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Calibration;

/// <summary>
/// advice [--points 12,16] [--scenario A,B] [--memory GB] [--file FILE]: shipped scenarios on few points, and again on the points that the advice of the run names:
/// how many of the quantities that it promises are resolved there. FILE keeps a line a case, and the next call does the rest.
/// </summary>
internal static class AdviceCommand
{
    private sealed record Case(string Scenario, int Points)
    {
        public override string ToString() => $"| {Scenario} | {Points} |";
    }

    public static int Run(string[] arguments)
    {
        string Option(string name, string otherwise) => Array.IndexOf(arguments, "--" + name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
        string file = Option("file", Path.Combine(Path.GetTempPath(), "advice.txt"));
        double memory = 1e9 * double.Parse(Option("memory", "1"), CultureInfo.InvariantCulture);
        var pace = new Pace(double.Parse(Option("minutes", "1e6"), CultureInfo.InvariantCulture));
        foreach (Case one in from scenario in Option("scenario", string.Join(',', ShippedScenarios.Names)).Split(',')
                             from points in Option("points", "12,16").Split(',')
                             select new Case(scenario, int.Parse(points, CultureInfo.InvariantCulture)))
        {
            if (pace.IsOver)
                break;
            if (File.Exists(file) && File.ReadLines(file).Any(line => line.StartsWith(one.ToString(), StringComparison.Ordinal)))
                continue;
            if (Plan(one.Scenario, one.Points) is { } plan && plan.MemoryBytes <= memory)
                File.AppendAllText(file, Line(one, plan, memory) + Environment.NewLine);
        }
        return Print(File.Exists(file) ? File.ReadAllLines(file) : []);
    }

    /// <summary>All lines, and the sums over them.</summary>
    private static int Print(string[] lines)
    {
        Console.WriteLine("| scenario | n | n of the advice | not resolved | promised | resolved of these | resolved of all |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        int cases = 0, kept = 0, promised = 0, resolved = 0;
        foreach (string line in lines)
        {
            Console.WriteLine(line);
            string[] cells = line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
            if (!int.TryParse(cells[2], CultureInfo.InvariantCulture, out _))
                continue;
            (int asked, int found, int all) = (Number(cells[4]), Number(cells[5]), Number(cells[6]));
            (cases, kept, promised, resolved) = (cases + 1, kept + (all >= asked ? 1 : 0), promised + asked, resolved + found);
        }
        Console.WriteLine(FormattableString.Invariant(
            $"{cases} cases, in {kept} of them as many are resolved as promised; {resolved} of {promised} quantities that were promised"));
        return 2 * kept >= cases ? 0 : 1;

        static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
    }

    private static string Line(Case one, ExperimentPlan plan, double memory)
    {
        Dictionary<string, double> all = Factors(plan);
        string[] unresolved = [.. all.Where(factor => factor.Value >= 1).Select(factor => factor.Key)];
        if (unresolved.Length == 0)
            return $"{one} - | 0 | - | - | - |";
        (int points, int _) = ResolutionAdvice.Points(one.Points, plan.Grid.Dimension, [.. unresolved.Select(name => all[name])]);
        if (points == 0 || Plan(one.Scenario, points) is not { } finer || finer.MemoryBytes > memory)
            return $"{one} {(points == 0 ? "none" : "too large")} | {unresolved.Length} | - | - | - |";
        string[] promised = [.. unresolved.Where(name => ResolutionAdvice.IsPromised(all[name], one.Points, points, plan.Grid.Dimension))];
        Dictionary<string, double> found = Factors(finer);
        // What has become so small that it is rounding is not judged any more, and nothing is left to be resolved.
        int Resolved(string[] names) => names.Count(name => !(found.GetValueOrDefault(name) >= 1));
        foreach (string name in unresolved)
        {
            double order = Math.Log(all[name] / found.GetValueOrDefault(name)) / Math.Log((double)points / one.Points);
            Console.Error.WriteLine(FormattableString.Invariant($"{one} {points} | {name} {all[name]:G3} {found.GetValueOrDefault(name):G3} order {order:F1}"));
        }
        return $"{one} {points} | {unresolved.Length} | {promised.Length} | {Resolved(promised)} | {Resolved(unresolved)} |";
    }

    private static Dictionary<string, double> Factors(ExperimentPlan plan) => ResolutionAdvice.Factors(ResolutionAdvice.OnGrid(
        new ExperimentRunner(plan, EquationFactory.Create, []).Run(CancellationToken.None).Where(record => record.Status == RunStatus.Completed)));

    /// <summary>The scenario on so many points with the errors of its values, without particles, at its smallest N; null where that is no valid scenario.</summary>
    private static ExperimentPlan? Plan(string name, int points)
    {
        if (ScenarioReader.Read(ShippedScenarios.Find(name), [$"grid.points={points}", "errors=on"]).Scenario is not { } scenario)
            return null;
        ModelSettings[] models = [.. scenario.Models.Where(model => ModelRegistry.All.First(known => known.Name == model.Type) is IGridModel)];
        return models.Length == 0 ? null : new ExperimentPlan(scenario with { Models = models, Particles = [.. scenario.Particles.Take(2)] });
    }
}
