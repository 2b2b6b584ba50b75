using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;

namespace Hierarchy.Tests.Cli;

/// <summary>Runs the program in this process and keeps what it prints.</summary>
internal sealed record CommandLine(int Code, string Out, string Error)
{
    public static CommandLine Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    /// <summary>Without plots, which take longer than the small runs of tests.</summary>
    public static CommandLine Run(CancellationToken cancellation, params string[] arguments) =>
        RunDrawing(cancellation, arguments is [("run" or "resume" or "compare" or "chaos" or "audit"), _, ..] ? [.. arguments, "--no-plots"] : arguments);

    /// <summary>As users run it, with the plots at the end.</summary>
    public static CommandLine RunDrawing(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Application.Run(arguments, new Terminal(output, error, false), cancellation);
        var result = new CommandLine(code, output.ToString(), error.ToString());
        Assert.DoesNotContain(result.Error.Split('\n'), line => line.StartsWith("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", result.Out + result.Error, StringComparison.Ordinal);
        return result;
    }
}

/// <summary>A folder that is removed with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hierarchy-test-").FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Of(name), text);
        return Of(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
