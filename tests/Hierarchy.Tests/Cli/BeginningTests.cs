using System.Text;
using System.Text.RegularExpressions;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Scenarios;

namespace Hierarchy.Tests.Cli;

/// <summary>How somebody begins: help, examples, scenarios to read and to write, names that are nearly right, standard input.</summary>
public sealed partial class BeginningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bare_call_is_a_call_for_help()
    {
        CommandLine bare = CommandLine.Run();
        Assert.Equal((0, CommandLine.Run("--help").Out), (bare.Code, bare.Out));
        Assert.Contains("hierarchy run quickstart", bare.Out, StringComparison.Ordinal);
    }

    /// <summary>Every command that the help lists has examples, and each is one that the program takes.</summary>
    [Fact]
    public void Every_command_has_examples_that_are_commands()
    {
        string[] commands = [.. CommandNames().Matches(CommandLine.Run("--help").Out.Split("Commands:")[1].Split("Examples:")[0]).Select(match => match.Groups[1].Value)];
        Assert.True(commands.Length >= 12, string.Join(", ", commands));
        foreach (string command in commands.Append(""))
        {
            string help = CommandLine.Run([.. new[] { command, "--help" }.Where(word => word.Length > 0)]).Out;
            string[] examples = [.. help.Split("Examples:\n")[^1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
            Assert.NotEmpty(CommandExamples.Of(command));
            Assert.Equal(CommandExamples.Of(command), examples);
            foreach (string example in examples.SelectMany(line => line.Split(" | ")).Select(line => line.Split(" > ")[0]))
            {
                string[] words = example.Split(' ');
                Assert.Equal("hierarchy", words[0]);
                Assert.True(command.Length == 0 || example.Contains(command, StringComparison.Ordinal) || example.Contains("show", StringComparison.Ordinal), example);
                Assert.Equal(0, CommandLine.Run([.. words[1..], "--help"]).Code);
                foreach (string shipped in words.Skip(2).Take(1).Where(word => ScenarioWord().IsMatch(word) && words[1] is not ("list" or "new" or "schema" or "cite")))
                    Assert.Contains(shipped, ShippedScenarios.Names);
            }
        }
    }

    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("valdate", "validate")]
    [InlineData("lst", "list")]
    public void A_misspelt_command_is_answered_with_the_nearest(string typed, string meant)
    {
        CommandLine result = CommandLine.Run(typed, "quickstart");
        Assert.Equal(1, result.Code);
        Assert.Contains($"did you mean hierarchy {meant}?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_scenarios_are_shown_as_they_are()
    {
        Assert.Equal(File.ReadAllText(Path.Combine(ScenarioRun.Folder, "two-beams-2d.json")), CommandLine.Run("show", "Two-Beams-2d").Out);
        CommandLine wrong = CommandLine.Run("show", "two-beam-2d");
        Assert.Equal(5, wrong.Code);
        Assert.Contains("did you mean two-beams-2d?", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_a_list_is_shown_alone()
    {
        foreach (IModel model in ModelRegistry.All)
            Assert.Contains(model.Name, CommandLine.Run("list", "models", model.Name).Out, StringComparison.Ordinal);
        Assert.Contains("formula", CommandLine.Run("list", "models", "Cluster", "--json").Out, StringComparison.Ordinal);
        CommandLine wrong = CommandLine.Run("list", "initial", "maxwelian");
        Assert.Equal(1, wrong.Code);
        Assert.Contains("did you mean maxwellian?", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_paper_and_the_program_are_cited_as_the_citation_file_has_them()
    {
        string citation = File.ReadAllText(Path.Combine(Benchmarks.Pages.Repository.Root, "CITATION.cff")), bibtex = CommandLine.Run("cite").Out;
        string paper = Regex.Match(citation, "title: (From .*)").Groups[1].Value;
        Assert.Contains(paper, bibtex.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Carrillo", bibtex, StringComparison.Ordinal);
        Assert.Equal(bibtex.Count(c => c == '{'), bibtex.Count(c => c == '}'));
    }

    [Fact]
    public void A_scenario_is_read_from_standard_input()
    {
        byte[] text = ShippedScenarios.Find("bkw-2d")!;
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, false) { OpenInput = () => new MemoryStream(text) };
        Assert.Equal(0, Application.Run(["validate", "-", "--set", "title=piped"], terminal, CancellationToken.None));
        Assert.Contains("\"name\": \"bkw-2d\"", output.ToString(), StringComparison.Ordinal);
        var broken = new Terminal(output, error, false) { OpenInput = () => new MemoryStream([0x7b]) };
        Assert.Equal(2, Application.Run(["validate", "-"], broken, CancellationToken.None));
    }

    /// <summary>What new writes is valid for every family, dimension and kind of model, and says of every key what it means.</summary>
    [Theory]
    [InlineData("2", "cluster", "4, inf")]
    [InlineData("3", "cluster-radial", "8")]
    [InlineData("3", "none", "2")]
    public void New_scenarios_are_valid_and_commented(string dimension, string models, string particles)
    {
        foreach (DensitySettings family in DensityRegistry.All.Where(family => !family.IsFile && (models != "cluster-radial" || family is MaxwellianSettings)))
        {
            string file = _folder.Of($"{family.Type}-{dimension}.json");
            CommandLine made = CommandLine.Run(
                "new", file, "--dimension", dimension, "--initial", family.Type, "--models", models, "--particles", particles, "--gamma", "0", "--accuracy", "0.02",
                    "--end", "0.25");
            Assert.True(made.Code == 0, made.Error);
            string text = File.ReadAllText(file);
            Assert.Contains("// d, the dimension of velocity", text, StringComparison.Ordinal);
            ScenarioReading reading = ScenarioReader.ReadFile(file, []);
            Assert.True(reading.IsValid, string.Join("\n", reading.Faults));
            Assert.Equal(family.GetType(), reading.Scenario.Initial[0].GetType());
        }
    }

    [Fact]
    public void New_scenarios_replace_no_file_and_refuse_what_a_scenario_may_not_have()
    {
        string file = _folder.Write("mine.json", "mine");
        Assert.Equal(5, CommandLine.Run("new", file).Code);
        Assert.Equal("mine", File.ReadAllText(file));
        CommandLine wrong = CommandLine.Run("new", file, "--force", "--dimension", "4", "--models", "clutser");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("dimension is 4", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"cluster\"?", wrong.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(0, CommandLine.Run("new", file, "--force").Code);
        Assert.Equal("mine", ScenarioReader.ReadFile(file, []).Require("mine").Name);
    }

    /// <summary>A mistake is told where it is made, and the question stands again; an empty line takes the default.</summary>
    [Fact]
    public void An_answer_that_will_not_do_is_asked_for_again()
    {
        var answers = new Queue<string>(["3", "Coulomb", "", "8", "maxwelian", "maxwellian", "cluster-radial", "", "-1", "2", ""]);
        using var error = new StringWriter();
        var terminal = new Hierarchy.Cli.Output.Terminal(new StringWriter(), error, false) { Answers = () => answers.TryDequeue(out string? answer) ? answer : null };
        string file = _folder.Of("asked.json");
        Assert.Equal(0, Hierarchy.Cli.Commands.Application.Run(["new", file], terminal, CancellationToken.None));
        string text = error.ToString();
        Assert.Empty(answers);
        Assert.Contains("initial[0].type is \"8\": is no known name", text, StringComparison.Ordinal);
        Assert.Contains("did you mean \"maxwellian\"?", text, StringComparison.Ordinal);
        Scenario scenario = ScenarioReader.ReadFile(file, []).Require(file);
        Assert.Equal((3, -3.0, "maxwellian", "cluster-radial", 2.0),
            (scenario.Dimension, scenario.Kernel.Gamma, scenario.Initial[0].Type, scenario.Models[0].Name, scenario.Time.End));
    }

    /// <summary>The directive that shells complete by.</summary>
    [Fact]
    public void Shells_are_told_how_a_word_goes_on()
    {
        Assert.Contains("validate", CommandLine.Run("[suggest:13]", "hierarchy val").Out, StringComparison.Ordinal);
        Assert.Contains("--force", CommandLine.Run("[suggest:21]", "hierarchy run a --fo").Out, StringComparison.Ordinal);
        Assert.Contains("quickstart", CommandLine.Run("[suggest:17]", "hierarchy show qu").Out, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^  ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex CommandNames();

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*(-[23]d)?$")]
    private static partial Regex ScenarioWord();

    [Fact]
    public void A_topic_that_is_misspelt_has_a_nearest_one() =>
        Assert.Contains("did you mean models?", CommandLine.Run("list", "model").Error, StringComparison.Ordinal);

    /// <summary>write.csv of R numbers its rows under an empty name, in quotes; a closed lattice of NumPy has an odd number of points.</summary>
    [Fact]
    public void Tables_of_r_and_closed_arrays_are_read()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        folder.Write("r.csv", "\"\",\"vx\",\"vy\"\r\n" + string.Concat(
            Enumerable.Range(1, 400).Select(i => FormattableString.Invariant($"\"{i}\",{random.NextDouble() - 0.5},{random.NextDouble() - 0.5}\r\n"))));
        const string start = """ "name": "a", "dimension": 2, "grid": { "halfWidth": 4, "points": 32 }, "time": { "end": 0.1 }, "initial": """;
        CommandLine table = CommandLine.Run("validate", folder.Write("r.json", $$"""{ {{start}} { "type": "samples", "file": "r.csv", "bandwidth": 0.25 } }"""));
        Assert.True(table.Code == 0, table.Error);
        double[] axis = [.. Enumerable.Range(0, 65).Select(j => -6 + 12 * j / 64.0)];
        using (var writer = new BinaryWriter(System.IO.File.Create(folder.Of("f.npy"))))
        {
            byte[] header = System.Text.Encoding.ASCII.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (65, 65), }".PadRight(117) + "\n");
            writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, 0, .. header]);
            foreach (double x in axis)
            {
                foreach (double y in axis)
                    writer.Write(Math.Exp(-0.5 * (x * x + y * y / 0.8)) / (2 * Math.PI * Math.Sqrt(0.8)));
            }
        }
        CommandLine closed = CommandLine.Run("validate", folder.Write(
            "f.json", $$"""{ {{start.Replace("4", "6", StringComparison.Ordinal)}} { "type": "grid", "file": "f.npy", "halfWidth": 6 } }"""));
        Assert.True(closed.Code == 0, closed.Error);
        Assert.Contains("covariance (1, 0, 0, 0.8) in the file", closed.Error, StringComparison.Ordinal);
    }
}
