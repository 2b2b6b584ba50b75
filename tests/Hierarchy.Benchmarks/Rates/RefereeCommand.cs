using System.Globalization;
using System.Text;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Rates;

/// <summary>
/// The box in d = 3 against rotation-invariant pairs: half T = 0.5 and half T = 1.5, Coulomb, N = 4, t = 1/4. For every quantity the relative difference of the dense and of the
/// low-rank cluster closure to the radial one at accuracy 1e-5, the error that the box states itself, and the order between neighbouring grids. Runs lie in artifacts/referee.
/// </summary>
internal static class RefereeCommand
{
    private static readonly string[] Quantities =
    [
        "fourth_moment", "entropy_1", "fisher_1", "error_l1", "error_pair_l1", "relative_entropy_to_landau", "chaos_l1", "chaos_l2", "pair_energy_covariance",
            "mutual_information", "entropy_2", "canonical_correlation_1",
        "relative_fisher", "fisher_2", "coulomb_integral", "coulomb_integral_3_2",
    ];

    /// <summary>
    /// Arguments: the points of the dense grids, then "lowrank" and those of the low-rank grids; 12 16 20 24 lowrank 16 24 by default. The table goes to
    /// docs/accuracy.md.
    /// </summary>
    public static int Run(string[] arguments)
    {
        string[] given = arguments.Length > 0 ? arguments : ["12", "16", "20", "24", "lowrank", "16", "24"];
        int cut = Array.IndexOf(given, "lowrank");
        StringBuilder page = new();
        using Results.Results referee = Perform("radial", "{ \"type\": \"cluster-radial\", \"accuracy\": 1e-5 }", 12, false);
        StateResults exact = referee["cluster-radial", 4].At(0.25);
        Table(page, "cluster, dense", given[..(cut < 0 ? given.Length : cut)], exact, points => (Perform($"dense-{points}", "\"cluster\"", points, true), "cluster"));
        if (cut >= 0)
            Table(page, "cluster-lowrank", given[(cut + 1)..], exact, points => (Perform($"lowrank-{points}", "\"cluster-lowrank\"", points, true), "cluster-lowrank"));
        Console.WriteLine(page);
        string path = Path.Combine(Repository.Root, "docs", "accuracy.md");
        File.WriteAllText(path, MarkedPage.Renew(File.ReadAllText(path), part => part == "referee" ? page.ToString() : null));
        return 0;
    }

    private static void Table(StringBuilder page, string title, string[] points, StateResults exact, Func<int, (Results.Results Results, string Model)> run)
    {
        int[] grids = [.. points.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        List<QuantityResults> found = [];
        foreach (int n in grids)
        {
            (Results.Results results, string model) = run(n);
            using (results)
                found.Add(results[model, 4].At(0.25).Quantities);
        }
        page.AppendLine(CultureInfo.InvariantCulture, $"| {title} | radial | {string.Join(" | ", grids.Select(n => $"n = {n} | stated | order"))} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|---|{string.Concat(Enumerable.Repeat("---|", 3 * grids.Length))}");
        foreach (string name in Quantities)
        {
            if (!exact.Quantities.TryGetValue(name, out QuantityResult right))
                continue;
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {right.Value:G7} |");
            double before = double.NaN;
            for (int k = 0; k < grids.Length; k++)
            {
                if (!found[k].TryGetValue(name, out QuantityResult value))
                {
                    page.Append(" - | - | - |");
                    continue;
                }
                double error = Math.Abs(value.Value / right.Value - 1), stated = Math.Max(Or(value.DiscretisationError), Or(value.NoiseFloor)) / Math.Abs(right.Value);
                double order = k == 0 ? double.NaN : Math.Log(before / error) / Math.Log((double)grids[k] / grids[k - 1]);
                page.Append(CultureInfo.InvariantCulture, $" {error:0.0e0} | {stated:0.0e0} | "
                    + $"{(double.IsNaN(order) ? "" : order.ToString("F1", CultureInfo.InvariantCulture))} |");
                before = error;
            }
            page.AppendLine();
        }
        page.AppendLine();

        static double Or(double error) => double.IsNaN(error) ? 0 : error;
    }

    private static Results.Results Perform(string key, string model, int points, bool errors)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "referee", key), file = folder + ".json";
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "name": "referee-{{key}}", "dimension": 3, "kernel": { "gamma": -3 }, "grid": { "halfWidth": {{(points >= 24 ? 6 : 5)}}, "points": {{points}} },
              "initial": [{ "type": "gaussian", "weight": 0.5, "covariance": [0.5, 0.5, 0.5] }, { "type": "gaussian", "weight": 0.5, "covariance": [1.5, 1.5, 1.5] }],
              "particles": [4], "models": [{{model}}], "time": { "end": 0.25, "tolerance": 1e-6, "output": [0.25] },
              "errors": "{{(errors ? "on" : "off")}}", "output": { "pair": false }
            }
            """));
        Console.WriteLine(key);
        return Experiment.Run(Scenario.Load(file), folder);
    }
}
