namespace Hierarchy.Cli.Commands;

/// <summary>The scenarios of the folder scenarios/, sought from the working directory upwards and then from the program upwards.</summary>
internal static class ShippedScenarios
{
    public static IReadOnlyList<string> Find()
    {
        foreach (string start in (IEnumerable<string>)[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, "scenarios");
                if (File.Exists(Path.Combine(candidate, "quickstart.json")))
                    return [.. Directory.EnumerateFiles(candidate, "*.json").Order(StringComparer.Ordinal)];
            }
        }
        return [];
    }
}
