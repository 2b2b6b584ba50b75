using Hierarchy.Cli.Commands;

namespace Hierarchy.Tests.Cli;

/// <summary>Mistakes on the command line are told in the program's words, with what would do, and end with the exit code of wrong usage.</summary>
public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("converge quickstart --over bogus", "--over \"bogus\": has to be grid, tolerance or replicas")]
    [InlineData("converge quickstart --over grd", "did you mean \"grid\"?")]
    [InlineData("converge quickstart --over", "--over takes a value: --over grid|tolerance|replicas")]
    [InlineData("converge quickstart", "hierarchy converge needs --over grid|tolerance|replicas")]
    [InlineData("converge quickstart --over grid --levels 1", "--levels 1: has to be a whole number from 2 to 8")]
    [InlineData("run", "hierarchy run needs SCENARIO")]
    [InlineData("run quickstart --threads", "--threads takes a value: --threads K")]
    [InlineData("run quickstart --threads many", "--threads many: has to be a whole number from 1 to 1024")]
    [InlineData("run quickstart --threads 2 --threads 3", "--threads is given more than once to hierarchy run")]
    [InlineData("run quickstart --outt x", "--outt is no option of hierarchy run; did you mean --out?")]
    [InlineData("run quickstart more", "\"more\" is more than hierarchy run takes")]
    [InlineData("run quickstart --json=maybe", "\"maybe\" is more than hierarchy run takes")]
    [InlineData("run quickstart --transform fft", "--transform \"fft\": has to be hierarchy or fftsharp")]
    [InlineData("runn quickstart", "\"runn\" is no command; did you mean hierarchy run?")]
    [InlineData("list", "hierarchy list needs TOPIC")]
    [InlineData("list modles", "\"modles\" cannot be listed; known: models")]
    [InlineData("cite --x", "--x is no option of hierarchy cite")]
    public void A_mistake_is_told_with_what_would_do(string arguments, string line)
    {
        CommandLine result = CommandLine.RunDrawing(CancellationToken.None, arguments.Split(' '));
        Assert.Equal((int)ExitCode.WrongUsage, result.Code);
        Assert.Contains("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(line, result.Error, StringComparison.Ordinal);
    }

    /// <summary>What follows a command that does not exist is not told as a mistake of its own.</summary>
    [Fact]
    public void A_misspelt_command_is_one_mistake() =>
        Assert.Single(CommandLine.Run("runn", "quickstart", "other").Error.Split('\n'), line => line.StartsWith("error:", StringComparison.Ordinal));

    /// <summary>Sentences that the library which parses the command line has for these mistakes.</summary>
    [Fact]
    public void No_command_speaks_in_the_words_of_a_library()
    {
        foreach (string command in (string[])["run", "resume", "collect", "validate", "compare", "chaos", "audit", "converge", "report", "list", "show", "new", "schema", "cite"])
        {
            foreach (string rest in (string[])["", "--bogus", "a b c d", "none --out", "none --json=3", "none --show", "none --set"])
            {
                string[] arguments = [command, .. rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
                if (arguments.Length == 1 && command is "schema" or "cite")
                    continue;
                string error = CommandLine.RunDrawing(CancellationToken.None, arguments).Error;
                foreach (string word in (string[])["Unrecognized", "Required argument", "is required.", "Cannot parse", "expects a single", "System."])
                    Assert.False(error.Contains(word, StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {error}");
            }
        }
    }

    [Theory]
    [InlineData("no/such/folder/a.json", "there is no folder")]
    [InlineData(".", ". is a folder; name the file in it")]
    public void New_says_why_a_file_cannot_be_written(string file, string reason)
    {
        CommandLine result = CommandLine.Run("new", file);
        Assert.Equal((int)ExitCode.InputOutput, result.Code);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }
}
