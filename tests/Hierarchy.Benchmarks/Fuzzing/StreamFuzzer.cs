using System.Diagnostics;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Starts the program as a process with streams that are closed or full, with limits on files and memory, and with signals in its way.</summary>
internal sealed class StreamFuzzer(int seed, string folder)
{
    private const int Seconds = 60;
    private static readonly string[] Streams = ["", "2>&-", ">&-", "<&-", "2>/dev/full", ">/dev/full", "<&- >&- 2>&-", "2>&1 | head -c 10", ">/dev/full 2>&1"];
    private static readonly string[] Limits = ["", "", "ulimit -n 32;", "ulimit -n 64;", "ulimit -n 96;", "ulimit -n 128;", "ulimit -f 0;", "ulimit -f 40;"];
    private static readonly string[] Commands = ["run scenario.json --force --out o --no-plots", "validate scenario.json", "resume o --no-plots", "report o",
        "list models", "run no.json", "run", "compare o"];
    private static readonly string[] Signals = ["", "", "", "HUP", "TERM", "INT", "PIPE"];

    /// <summary>Runs one case; gives its exit code and what was wrong, if anything was.</summary>
    public (string Key, string? Finding) Run(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number + 77));
        string command = Pick(random, Commands), streams = Pick(random, Streams), limit = Pick(random, Limits), signal = Pick(random, Signals);
        bool pipes = streams.Contains('|', StringComparison.Ordinal);
        string exec = pipes ? "" : "exec ", program = Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll");
        string line = $"{limit} {exec}dotnet \"{program}\" {command} {streams}";
        using Process process = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", line])
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (signal.Length > 0 && !pipes)
            Send(process, signal, random.Next(1500));
        if (!process.WaitForExit(TimeSpan.FromSeconds(Seconds)))
        {
            process.Kill(entireProcessTree: true);
            return ("hang", $"{line} with {signal} hangs");
        }
        string said = output.Result + error.Result;
        // What the runtime says before the program begins is not the program's, nor is the end by a signal that came first.
        bool began = !said.Contains("Failed to create CoreCLR", StringComparison.Ordinal) && !said.Contains("Failed to load JIT", StringComparison.Ordinal);
        bool isSignalled = signal.Length > 0 && process.ExitCode > 128, isLimited = limit.StartsWith("ulimit -f", StringComparison.Ordinal) && process.ExitCode > 128;
        string? fault = !began || isSignalled || isLimited ? null
            : process.ExitCode is < 0 or > 5 ? $"exit code {process.ExitCode}"
            : said.Contains("\n   at ", StringComparison.Ordinal) || said.Contains("Unhandled", StringComparison.Ordinal) ? "a stack trace" : null;
        return ($"streams {process.ExitCode}", fault is null ? null : $"{line} with {signal}: {fault}: {said}");
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];

    private static void Send(Process process, string signal, int milliseconds)
    {
        if (process.WaitForExit(milliseconds))
            return;
        using var kill = Process.Start(new ProcessStartInfo(
            "kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        { RedirectStandardError = true });
        kill?.WaitForExit();
    }
}
