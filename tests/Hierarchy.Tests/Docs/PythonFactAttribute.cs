using System.Diagnostics;
using Hierarchy.Benchmarks.Pages;

namespace Hierarchy.Tests.Docs;

/// <summary>A test that runs where a python3 with h5py is, and says so where none is.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    private static readonly string? _python = Array.Find(["/usr/bin/python3", "python3"], HasPackages);

    public PythonFactAttribute() => Skip = _python is null ? "there is no python3 with numpy and h5py on this machine" : null;

    /// <summary>Runs a program and returns what it prints.</summary>
    public static (int Code, string Text) Run(params string[] arguments) => RunIn(Environment.CurrentDirectory, arguments);

    /// <summary>Runs a program in a folder, with the package of this repository and the program of this build at hand.</summary>
    public static (int Code, string Text) RunIn(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(_python!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["HIERARCHY"] = $"dotnet \"{Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll")}\"";
        start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "src", "python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    private static bool HasPackages(string python)
    {
        try
        {
            using Process process = Start(python, "-c", "import numpy, h5py");
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
