using System.Text.RegularExpressions;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Docs;

/// <summary>The commands of the pages are commands: the tutorial is run, of the others every command and option exists.</summary>
public sealed partial class DocumentedCommandTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "", "docs", "scenarios" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_and_options_of_a_page_exist(string page)
    {
        foreach (string line in Commands(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string help = CommandLine.Run(words[1], "--help").Out;
            Assert.True(help.Contains($"hierarchy {words[1]}", StringComparison.Ordinal), $"{page}: {line}: there is no such command");
            foreach (Match option in OptionName().Matches(line.Split("  ")[0]))
                Assert.True(help.Contains(option.Value, StringComparison.Ordinal), $"{page}: {line}: there is no option {option.Value}");
        }
    }

    /// <summary>The tutorial, to the letter but for the folder.</summary>
    [Fact]
    public void The_tutorial_works_as_it_is_written()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "first-scenario.md"));
        using var folder = new TemporaryFolder();
        string file = folder.Write("beams.json", Regex.Match(page, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        string[] commands = [.. Commands(page)];
        Assert.True(commands.Length >= 5);
        foreach (string line in commands)
        {
            string[] words = [.. Regex.Matches(line, @"\S+").Select(word => word.Value.Trim('\'').Replace("runs/", folder.Path + "/", StringComparison.Ordinal))
                .Select(word => word == "beams.json" ? file : word)];
            if (words[1] == "run")
                words = [.. words, "--out", folder.Of("beams")];
            CommandLine result = CommandLine.Run(words[1..]);
            Assert.True(result.Code == 0, $"{line}\n{result.Error}");
        }
        Assert.Contains("accuracy: ", CommandLine.Run("run", file, "--out", folder.Of("again")).Error, StringComparison.Ordinal);
        Assert.Contains("cluster", File.ReadAllText(folder.Of("beams/diagnostics.csv")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Commands(string page) =>
        Fences().Matches(page).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(line => CommandStart().IsMatch(line));

    [GeneratedRegex("^```[a-z]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("^hierarchy [a-z]+")]
    private static partial Regex CommandStart();

    [GeneratedRegex(@"--[a-z][a-z-]+")]
    private static partial Regex OptionName();
}
