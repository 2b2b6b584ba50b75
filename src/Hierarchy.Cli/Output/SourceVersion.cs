using System.Diagnostics;
using System.Reflection;

namespace Hierarchy.Cli.Output;

/// <summary>What this program was built from.</summary>
internal static class SourceVersion
{
    private const int GitMilliseconds = 3000;

    private static readonly string Informational =
        typeof(SourceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version number.</summary>
    public static string Number => Informational.Split('+')[0];

    /// <summary>The commit that the build recorded, or null.</summary>
    public static string? Commit => Informational.Split('+') is [_, var commit] ? commit : null;

    /// <summary>Whether the sources around the program differ from that commit; null where there are none.</summary>
    public static bool? Dirty
    {
        get
        {
            if (Commit is null || Git("rev-parse HEAD") is not { } head)
                return null;
            return head.Trim() != Commit || Git("status --porcelain --untracked-files=no") is not "";
        }
    }

    private static string? Git(string arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = AppContext.BaseDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process? git = Process.Start(start);
            if (git is null)
                return null;
            Task<string> output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(GitMilliseconds))
            {
                git.Kill();
                return null;
            }
            return git.ExitCode == 0 ? output.Result : null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // There is no git on this machine, or the system lets the program start none; a run does not fail for want of a commit.
            return null;
        }
    }
}
