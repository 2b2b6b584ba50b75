using System.Text.RegularExpressions;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>
/// A page with parts that are made and not written by hand: between "&lt;!-- made by COMMAND --&gt;" and "&lt;!-- end --&gt;" stands what the command gives.
/// </summary>
internal static partial class MarkedPage
{
    /// <summary>The page with its parts made anew; a part for whose command there is null stays as it is.</summary>
    public static string Renew(string page, Func<string, string?> make) => Part().Replace(page, match =>
    {
        string? text = make(match.Groups["command"].Value);
        return text is null ? match.Value : $"{match.Groups["head"].Value}\n\n{text.Trim('\n')}\n\n<!-- end -->";
    });

    [GeneratedRegex("(?<head><!-- made by (?<command>[^>]*?) -->).*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Part();
}

/// <summary>The checkout that this program was built from.</summary>
internal static class Repository
{
    /// <summary>The folder of Hierarchy.sln, sought from the program upwards.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hierarchy.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Hierarchy.sln lies in no folder above the program");
    }
}
