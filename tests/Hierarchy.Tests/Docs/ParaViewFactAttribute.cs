using System.Diagnostics;

namespace Hierarchy.Tests.Docs;

/// <summary>A test that runs where ParaView's Python is, and says so where it is not.</summary>
internal sealed class ParaViewFactAttribute : FactAttribute
{
    private const string Program = "pvpython";

    public ParaViewFactAttribute() => Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)))
        ? null : "there is no pvpython of ParaView on this machine";

    /// <summary>Runs a program and returns what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text + error.Result;
    }
}
