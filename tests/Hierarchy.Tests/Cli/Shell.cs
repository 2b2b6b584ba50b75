using System.Diagnostics;

namespace Hierarchy.Tests.Cli;

/// <summary>Runs the built program as a process of its own, under a shell that sets up its streams and limits.</summary>
internal static class Shell
{
    /// <summary>A command line that ends within this many seconds, however busy the machine is.</summary>
    private const int Seconds = 120;

    /// <summary>Whether there is a shell with what the tests ask of it.</summary>
    public static bool IsThere => OperatingSystem.IsLinux();

    /// <summary>What starts the program.</summary>
    public static string Program => $"dotnet \"{Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll")}\"";

    /// <summary>Runs a line in a folder to its end.</summary>
    public static CommandLine Run(string line, string folder)
    {
        using Process shell = Start(line, folder);
        Task<string> output = shell.StandardOutput.ReadToEndAsync(), error = shell.StandardError.ReadToEndAsync();
        if (!shell.WaitForExit(TimeSpan.FromSeconds(Seconds)))
        {
            shell.Kill(entireProcessTree: true);
            Assert.Fail($"{line} does not end");
        }
        return new CommandLine(shell.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a line; with exec in front the process is that of the program.</summary>
    public static Process Start(string line, string folder) => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
