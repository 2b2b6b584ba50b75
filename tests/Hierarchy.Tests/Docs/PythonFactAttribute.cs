using System.Diagnostics;

namespace Hierarchy.Tests.Docs;

/// <summary>A test that runs where a python3 with h5py is, and says so where none is.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    private static readonly string? _python = Array.Find(["/usr/bin/python3", "python3"], HasPackages);

    public PythonFactAttribute() => Skip = _python is null ? "there is no python3 with numpy and h5py on this machine" : null;

    /// <summary>Runs a program and returns what it prints.</summary>
    public static (int Code, string Text) Run(params string[] arguments)
    {
        using Process process = Start(_python!, arguments);
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
