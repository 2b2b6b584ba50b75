using Hierarchy.Tests.Scenarios;

namespace Hierarchy.Tests.Cli;

/// <summary>What the program says about regularised kernels.</summary>
public sealed class KernelLineTests
{
    [Theory]
    [InlineData("none", "0", "")]
    [InlineData("softened", "0.7", "")]
    [InlineData("cutoff", "0.7", "(2.11)")]
    [InlineData("elliptic", "0.1", "E|v|^2 grows by 0.4 (N-1)/N a unit of time")]
    public void Validate_speaks_of_the_kernel_where_the_condition_fails_or_it_heats(string name, string epsilon, string expected)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("sound.json", BadScenarios.Valid);
        CommandLine result = CommandLine.Run("validate", file, "--set", "kernel.regularisation=" + name, "--set", "kernel.epsilon=" + epsilon);
        Assert.Equal(0, result.Code);
        string[] lines = [.. result.Error.Split('\n').Where(line => line.StartsWith("kernel: ", StringComparison.Ordinal))];
        Assert.Equal(expected.Length > 0 ? 1 : 0, lines.Length);
        Assert.All(lines, line => Assert.Contains(expected, line, StringComparison.Ordinal));
        if (name == "cutoff")
            Assert.Contains("fails", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_epsilon_below_the_spacing_is_warned_of()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("sound.json", BadScenarios.Valid);
        CommandLine result = CommandLine.Run("validate", file, "--set", "kernel.regularisation=SOFTENED", "--set", "kernel.epsilon=0.1");
        Assert.Equal(0, result.Code);
        Assert.Contains("warning: kernel.epsilon: 0.1 is unresolved, the spacing of the grid is 0.625", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"regularisation\": \"softened\"", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_names_every_regularisation()
    {
        CommandLine result = CommandLine.Run("list", "kernels", "--json");
        foreach (string name in new[] { "none", "cutoff", "softened", "elliptic" })
            Assert.Contains($"regularisation {name}", result.Out, StringComparison.Ordinal);
    }
}
