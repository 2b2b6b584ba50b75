namespace Hierarchy.Cli.Commands;

/// <summary>The examples that end the help of every command; each is a command that runs from any folder unless it names a folder of results.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, string[]> All = new(StringComparer.Ordinal)
    {
        [""] = ["hierarchy run quickstart", "hierarchy new mine.json", "hierarchy run --help"],
        ["run"] = ["hierarchy run quickstart", "hierarchy run mine.json --set grid.points=32 --set particles=[4,16,inf]",
            "hierarchy show quickstart | hierarchy run - --out runs/piped"],
        ["resume"] = ["hierarchy resume runs/quickstart"],
        ["collect"] = ["hierarchy collect runs/quickstart.shares/*"],
        ["validate"] = ["hierarchy validate quickstart", "hierarchy validate quickstart --set grid=auto --set accuracy=1e-4"],
        ["compare"] = ["hierarchy compare closure-duel", "hierarchy compare runs/quickstart"],
        ["chaos"] = ["hierarchy chaos quickstart", "hierarchy chaos runs/quickstart"],
        ["audit"] = ["hierarchy audit quickstart", "hierarchy audit runs/quickstart"],
        ["converge"] = ["hierarchy converge bkw-2d --over grid --levels 3"],
        ["report"] = ["hierarchy report runs/quickstart"],
        ["list"] = ["hierarchy list models", "hierarchy list models cluster", "hierarchy list keys"],
        ["schema"] = ["hierarchy schema > scenario.schema.json"],
        ["show"] = ["hierarchy show quickstart", "hierarchy show two-beams-2d > mine.json"],
        ["new"] = ["hierarchy new mine.json", "hierarchy new mine.json --dimension 3 --initial maxwellian --models cluster-radial --particles 8,inf --end 1"],
        ["cite"] = ["hierarchy cite"],
    };

    /// <summary>The examples of a command, or of the program itself for an empty name; none where it has none.</summary>
    public static IReadOnlyList<string> Of(string command) => All.GetValueOrDefault(command, []);
}
