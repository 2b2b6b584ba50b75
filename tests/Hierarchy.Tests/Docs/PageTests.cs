using System.Text.RegularExpressions;
using Hierarchy.Benchmarks.Pages;

namespace Hierarchy.Tests.Docs;

/// <summary>The pages of the documentation agree with the program and with each other.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "", "src", "docs", "scenarios" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Fact]
    public void What_the_program_prints_is_up_to_date()
    {
        foreach ((string file, string text) in ReferencePages.Make(Repository.Root))
            Assert.True(File.ReadAllText(file) == text, $"{file} differs from what the program prints: run the pages command of tests/Hierarchy.Benchmarks");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_within_the_repository_lead_somewhere(string page)
    {
        string file = Path.Combine(Repository.Root, page), text = Code().Replace(File.ReadAllText(file), "");
        foreach (Match link in Link().Matches(text).Where(link => !link.Groups["target"].Value.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = link.Groups["target"].Value.Split('#');
            string target = parts[0].Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, parts[0]));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page}: {parts[0]} does not exist");
            if (parts.Length > 1)
                Assert.True(Anchors(target).Contains(parts[1]), $"{page}: {parts[0]} has no heading #{parts[1]}");
        }
    }

    /// <summary>Every picture says in words what it shows.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Pictures_have_a_text(string page)
    {
        foreach (Match picture in Picture().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
            Assert.True(picture.Groups["text"].Length >= 20, $"{page}: {picture.Value}");
    }

    private static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(File.ReadAllText(page)).Select(match => NoSlug().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"!\[(?<text>[^\]]*)\]\(")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^#+ (?<title>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^a-z0-9 _-]")]
    private static partial Regex NoSlug();
}
