using System.Globalization;
using System.Text.RegularExpressions;
using Hierarchy.Cli.Commands;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>scenarios/README.md: every shipped scenario with its figure, what it shows, what it took here, and its command; and the picture of README.md.</summary>
internal static partial class GalleryPage
{
    /// <summary>Runs the scenarios named, or all, and renews their parts of the page.</summary>
    public static int Run(string[] names)
    {
        string folder = Path.Combine(Repository.Root, "scenarios");
        foreach (string name in names.Length > 0 ? names : [.. ShippedScenarios.Names])
        {
            Scenario scenario = ScenarioReader.ReadFile(Path.Combine(folder, name + ".json"), []).Scenario!;
            string command = Command().Match(scenario.Description) is { Success: true } match ? match.Groups["verb"].Value : "run";
            PageRun run = PageRun.Of($"{command} scenarios/{name}.json", name);
            if (run.Code == 0)
                Renew(scenario, run);
        }
        return 0;
    }

    private static void Renew(Scenario scenario, PageRun run)
    {
        string folder = Path.Combine(Repository.Root, "scenarios"), gallery = Path.Combine(folder, "README.md"), front = Path.Combine(Repository.Root, "README.md");
        string shown = run.Picture("headline", folder, $"figures/{scenario.Name}"), entry = Entry(scenario, run, shown);
        File.WriteAllText(gallery, MarkedPage.Renew(File.ReadAllText(gallery), part => part == "gallery " + scenario.Name ? entry : null));
        string picture = shown.Replace("](figures/", "](scenarios/figures/", StringComparison.Ordinal);
        File.WriteAllText(front, MarkedPage.Renew(File.ReadAllText(front), part => part == "picture " + scenario.Name ? picture : null));
    }

    private static string Entry(Scenario scenario, PageRun run, string picture)
    {
        string models = string.Join(", ", scenario.Models.Select(model => model.Name).DefaultIfEmpty("landau"));
        string particles = scenario.Particles.Length == 0 ? "" : "; N = " + string.Join(", ", scenario.Particles);
        string grid = string.Create(CultureInfo.InvariantCulture, $"d = {scenario.Dimension}, gamma = {scenario.Kernel.Gamma}, {scenario.Grid.Points} points an axis");
        return $"""
            ### {scenario.Name}

            {picture}

            {Purpose().Match(scenario.Description).Groups["text"].Value}

            {grid}; {models}{particles}. Measured: {run.Cost}. `hierarchy {run.Command}`
            """;
    }

    [GeneratedRegex(@"Command: hierarchy (?<verb>run|compare|chaos|audit) ")]
    private static partial Regex Command();

    [GeneratedRegex(@"Purpose: (?<text>.*?) Scaling:", RegexOptions.Singleline)]
    private static partial Regex Purpose();
}
