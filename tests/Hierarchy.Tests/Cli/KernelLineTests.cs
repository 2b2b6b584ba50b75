using Hierarchy.Tests.Scenarios;

namespace Hierarchy.Tests.Cli;

/// <summary>What the program says about regularised kernels.</summary>
public sealed class KernelLineTests
{
    [Theory]
    [InlineData("none", "0", "1 at every r, holds with the margin 3.69")]
    [InlineData("softened", "0.7", "4 as r -> 0, holds with the margin 0.6904")]
    [InlineData("cutoff", "0.7", "unbounded at r = 0.7, fails for r below")]
    [InlineData("elliptic", "0.1", "epsilon I, a heat flow (Lemma 2.2), is outside this condition; E|v|^2 grows by 0.4 (N-1)/N a unit of time")]
    public void Validate_states_the_condition_of_the_kernel(string name, string epsilon, string expected)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("sound.json", BadScenarios.Valid);
        CommandLine result = CommandLine.Run("validate", file, "--set", "kernel.regularisation=" + name, "--set", "kernel.epsilon=" + epsilon);
        Assert.Equal(0, result.Code);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
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
