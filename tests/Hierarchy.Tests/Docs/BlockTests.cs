using System.Text.Json;
using System.Text.RegularExpressions;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Cli.Commands;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Docs;

/// <summary>
/// Every fenced or indented block of the pages is held against the program by some test. Here each block is found and judged by what it is; a block of a kind that nobody
/// checks fails.
/// </summary>
public sealed partial class BlockTests
{
    private const string Options = "DocumentedCommandTests: every command and option exists";

    /// <summary>Pages whose blocks of a language other tests run, and which.</summary>
    private static readonly Dictionary<(string Page, string Language), string> Elsewhere = new()
    {
        [("docs/python.md", "python")] = "PythonPackageTests.The_page_works_as_it_is_written",
        [("docs/library.md", "csharp")] = "ExampleTests: compiled and run",
        [("docs/add-a-closure.md", "csharp")] = "AddedClosureTests: the file is a part of the tests",
        [("docs/first-scenario.md", "json")] = "DocumentedCommandTests.The_tutorial_works_as_it_is_written",
        [("README.md", "bibtex")] = "here, Cite_prints_the_bibliography_of_the_front_page",
        [("src/README.md", "")] = "ArchitectureTests",
    };

    /// <summary>Lines that only a machine with more than this repository can run, and what does.</summary>
    private static readonly Dictionary<string, string> Slow = new()
    {
        ["dotnet test"] = "continuous integration",
        ["dotnet pack src/Hierarchy.Cli -c Release -o artifacts/packages"] = "tests/check-install",
        ["dotnet tool install --global Hierarchy.Cli --add-source artifacts/packages"] = "tests/check-install",
        ["dotnet run -c Release --project src/Hierarchy.Cli -- run scenarios/quickstart.json"] = "tests/check-install",
        ["pip install src/python          # or PYTHONPATH=src/python"] = "PythonPackageTests run with PYTHONPATH",
        ["python3 docs/examples/read_results.py runs/two-beams-2d"] = "OutputContractTests.The_python_example_reads_a_run",
    };

    public static TheoryData<string> Pages =>
        [.. new[] { "", "docs", "scenarios", "src" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_is_checked_by_something(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        foreach (Match block in Fences().Matches(text))
        {
            string language = block.Groups["language"].Value, content = block.Groups["content"].Value;
            Assert.True(Elsewhere.ContainsKey((page, language)) || Problem(page, language, content) is not { } problem, $"{page}: {Problem(page, language, content)}\n{content}");
        }
        foreach (string line in Indented(text))
            Assert.True(IsCommand(line) || IsKnownIndented(line), $"{page}: an indented line that nothing checks: {line}");
    }

    /// <summary>One way to write a command: as it is once the program is installed. The front page alone says what it stands for in a clone.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_are_written_in_one_way(string page)
    {
        int calls = Regex.Count(File.ReadAllText(Path.Combine(Repository.Root, page)), "--project src/Hierarchy.Cli");
        Assert.True(calls <= (page == "README.md" ? 2 : 0), $"{page}: dotnet run --project src/Hierarchy.Cli is written {calls} times");
    }

    [Fact]
    public void Cite_prints_the_bibliography_of_the_front_page()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string block = Fences().Matches(page).First(block => block.Groups["language"].Value == "bibtex").Groups["content"].Value;
        Assert.Equal(Lines(block), Lines(CommandLine.Run("cite").Out).Where(line => !line.StartsWith("  version", StringComparison.Ordinal)));
    }

    /// <summary>The scenario of the front page is one, to the last key.</summary>
    [Fact]
    public void The_scenario_of_the_front_page_is_valid()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string block = Fences().Matches(page).Select(block => block.Groups["content"].Value).First(content => content.StartsWith('{'));
        ScenarioReading reading = ScenarioReader.Read(System.Text.Encoding.UTF8.GetBytes(block), []);
        Assert.True(reading.IsValid, string.Join("\n", reading.Faults));
    }

    /// <summary>
    /// What is written into a file by a snippet is read by the program: the Python blocks of the page on data, one after the other, each with the scenario it
    /// is for.
    /// </summary>
    [PythonFact]
    public void The_data_files_that_the_page_writes_are_read()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "data-files.md"));
        string[] blocks = [.. Fences().Matches(page).Where(block => block.Groups["language"].Value == "python").Select(block => block.Groups["content"].Value)];
        Assert.Equal(6, blocks.Length);
        using var folder = new TemporaryFolder();
        foreach (string block in blocks)
        {
            (int code, string text) = PythonFactAttribute.RunIn(folder.Path, folder.Write("block.py", block));
            Assert.True(code == 0, text + block);
        }
        (string File, int Dimension)[] files = [("velocities.npy", 2), ("velocities.csv", 2), ("weighted.csv", 2), ("density.h5", 2), ("axes.h5", 2),
            ("times.h5", 2), ("gyro.h5", 3), ("gyro.csv", 3)];
        foreach ((string file, int dimension) in files)
        {
            string type = file.StartsWith("velocities", StringComparison.Ordinal) || file == "weighted.csv" ? "samples" : "grid";
            CommandLine run = CommandLine.Run("validate", folder.Write("data.json",
                $$"""
                { "name": "data", "dimension": {{dimension}}, "grid": { "halfWidth": 6, "points": {{(type == "samples" ? 80 : 24)}} },
                "initial": { "type": "{{type}}", "file": "{{file}}" }, "time": { "end": 0.1 } }
                """));
            Assert.True(run.Code == 0, file + ": " + run.Error);
        }
    }

    private static string? Problem(string page, string language, string content) => language switch
    {
        "" => Lines(content).Where(line => !IsContinuation(line))
            .FirstOrDefault(line => !IsCommand(line) && !Slow.ContainsKey(line) && !IsVerification(line) && !IsHeader(page, line)) is { } unknown && !content.StartsWith('{')
            ? "a line that nothing checks: " + unknown : null,
        "json" => JsonProblem(content),
        "python" => page == "docs/data-files.md" ? null : "Python that nothing runs",
        _ => $"a block of \"{language}\" that nothing checks",
    };

    /// <summary>A component of an initial density, or a scenario as far as it is written.</summary>
    private static string? JsonProblem(string content)
    {
        using JsonDocument document = JsonDocument.Parse(content);
        string[] keys = [.. document.RootElement.EnumerateObject().Select(member => member.Name)];
        string[] known = [.. Hierarchy.Scenarios.SettingKey.Of(typeof(Scenario)).Select(key => key.Name), "$schema", "sweep", "zip", "type", "file"];
        return keys.Except(known).FirstOrDefault() is { } unknown ? $"JSON with the unknown key {unknown}" : null;
    }

    /// <summary>A command: its name and options are checked in <see cref="DocumentedCommandTests"/>.</summary>
    private static bool IsCommand(string line) => line.StartsWith("hierarchy ", StringComparison.Ordinal) && Options.Length > 0;

    /// <summary>A slow verification or a command that makes a page, which the program of these names.</summary>
    private static bool IsVerification(string line) => VerificationLine().Match(line) is { Success: true } call
        && File.ReadAllText(Path.Combine(Repository.Root, "tests", "Hierarchy.Benchmarks", "Program.cs")).Contains($"\"{call.Groups["name"].Value}", StringComparison.Ordinal);

    /// <summary>A first line of a table, which <see cref="OutputContractTests"/> and the analyses hold to the files.</summary>
    private static bool IsHeader(string page, string line) => page == "docs/output.md" && line.Contains(',', StringComparison.Ordinal)
        && !line.Contains(' ', StringComparison.Ordinal)
        || page == "docs/output.md" && line.StartsWith("time,model,quantity", StringComparison.Ordinal) || page == "docs/output.md"
            && line.StartsWith("N,time,model", StringComparison.Ordinal);

    private static bool IsContinuation(string line) => line.StartsWith(' ');

    /// <summary>Indented blocks: batch scripts, whose hierarchy lines are commands, equations, and the worked example of units, which UnitsTests computes.</summary>
    private static bool IsKnownIndented(string line) => BatchLine().IsMatch(line) || line.Contains('=', StringComparison.Ordinal) || line.StartsWith('{') || line.StartsWith('"')
        || line.StartsWith("units: ", StringComparison.Ordinal) || line.StartsWith("import pandas", StringComparison.Ordinal)
            || line.StartsWith("table[", StringComparison.Ordinal);

    private static IEnumerable<string> Indented(string text) => Fences().Replace(text, "").Split('\n').Where((line, _) => line.StartsWith("    ", StringComparison.Ordinal))
        .Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('-'));

    private static string[] Lines(string block) => [.. block.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<content>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("^dotnet run -c Release --project tests/Hierarchy.Benchmarks -- (?<name>[a-z-]+)")]
    private static partial Regex VerificationLine();

    [GeneratedRegex(@"^(#|trap |child=|wait |mpirun )")]
    private static partial Regex BatchLine();
}
