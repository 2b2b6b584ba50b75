using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>What a command did.</summary>
internal sealed record FuzzResult(int Code, string Out, string Error, string? Finding);

/// <summary>A temporary folder in which commands run within this process, watched: their time, their words, and where they write.</summary>
internal sealed partial class FuzzSandbox : IDisposable
{
    /// <summary>After this a command is asked to stop, and after <see cref="_hangSeconds"/> it hangs.</summary>
    private const double PatienceSeconds = 3;
    private const string SentinelName = "sentinel", Untouched = "untouched";
    private readonly double _hangSeconds;
    private string? _thrown;

    private readonly string _root = Directory.CreateTempSubdirectory("hierarchy-fuzz-").FullName;
    private readonly string _before = Environment.CurrentDirectory;

    /// <param name="hangSeconds">What is longer than this is a finding.</param>
    /// <param name="enter">Whether the process takes the sandbox as its working directory, where a default output folder would appear.</param>
    public FuzzSandbox(double hangSeconds, bool enter)
    {
        _hangSeconds = hangSeconds;
        AppDomain.CurrentDomain.FirstChanceException += Remember;
        Work = Path.Combine(_root, "a", "b", "work");
        Directory.CreateDirectory(Work);
        File.WriteAllText(Path.Combine(_root, SentinelName), Untouched);
        if (enter)
            Environment.CurrentDirectory = Work;
    }

    /// <summary>A file outside the working directory, which nothing may change, and one that nothing may make.</summary>
    public string[] Outside => [Path.Combine(_root, SentinelName), Path.Combine(_root, "made")];

    /// <summary>The working directory of the commands.</summary>
    public string Work { get; }

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">As typed.</param>
    /// <param name="equations">Makes the equations; the library's by default.</param>
    /// <param name="stop">Stops it, as Ctrl-C does.</param>
    public FuzzResult Run(string[] arguments, EquationMaker? equations = null, CancellationToken stop = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(PatienceSeconds));
        long start = Stopwatch.GetTimestamp();
        string? escaped = null;
        int code = -1;
        var thread = new Thread(() =>
        {
            try
            {
                code = Application.Run(arguments, new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error), false), patience.Token, equations);
            }
            catch (Exception exception)
            {
                escaped = "unhandled " + exception;
            }
        })
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(TimeSpan.FromSeconds(_hangSeconds)))
        {
            // A slow machine is no hang; what never ends is.
            bool ended = thread.Join(TimeSpan.FromSeconds(5 * _hangSeconds));
            return new FuzzResult(-1, "", "", $"{(ended ? "slow" : "hang")}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }
        string printed = output.ToString(), said = error.ToString();
        return new FuzzResult(code, printed, said, escaped ?? Judge(arguments, code, printed + said));
    }

    private string? Judge(string[] arguments, int code, string text)
    {
        if (code is < 0 or > 5)
            return $"exit code {code}";
        if (StackLine().Match(text) is { Success: true } line)
            return "stack trace: " + line.Value;
        if (ExceptionName().Match(text) is { Success: true } name)
            return $"exception shown: {name.Value} {_thrown}";
        if (text.Contains("(Parameter '", StringComparison.Ordinal))
            return $"words of the runtime: {text}";
        if (text.Any(c => c is '\u001b' or '\a' or '\b' or '\u202e' or '\u2066'))
            return "characters that a terminal obeys";
        if (arguments[0] == "validate" && code == 3)
            return $"validate ends with {code}: {text}";
        string[] foreign = [.. Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.TopDirectoryOnly).Select(Path.GetFileName)
            .Where(entry => entry is not ("a" or SentinelName))!];
        bool inside = Directory.GetFileSystemEntries(Path.Combine(_root, "a")).Length == 1 && Directory.GetFileSystemEntries(Path.Combine(_root, "a", "b")).Length == 1;
        bool touched = File.ReadAllText(Path.Combine(_root, SentinelName)) != Untouched;
        return foreign.Length > 0 || !inside || touched ? "written outside the working directory" : null;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Remember;
        if (Environment.CurrentDirectory != _before)
            Environment.CurrentDirectory = _before;
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>A command shows no stack, but whoever mends what was found needs one.</summary>
    private void Remember(object? sender, FirstChanceExceptionEventArgs thrown) => _thrown = thrown.Exception.StackTrace;

    [GeneratedRegex(@"^\s+at \w+[.\w]*\(.*$", RegexOptions.Multiline)]
    private static partial Regex StackLine();

    [GeneratedRegex(@"\w+Exception\b.{0,300}")]
    private static partial Regex ExceptionName();
}
