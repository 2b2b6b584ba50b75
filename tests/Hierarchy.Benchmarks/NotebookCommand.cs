using System.Diagnostics;
using System.Text.RegularExpressions;
using Hierarchy.Benchmarks.Pages;

namespace Hierarchy.Benchmarks;

/// <summary>
/// notebook: runs every cell of the notebooks among the examples, with the library and the program of this build; those in Python need a python3 with numpy,
/// h5py and matplotlib, those in C# the tool dotnet-repl, which it restores.
/// </summary>
internal static partial class NotebookCommand
{
    private const string CSharpKernel = ".net-csharp";

    public static int Run(string[] arguments)
    {
        string python = arguments.Length > 0 ? arguments[0] : "python3", folder = Directory.CreateTempSubdirectory("hierarchy-notebook-").FullName;
        int failed = 0;
        try
        {
            foreach (string notebook in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "examples"), "*.ipynb").Order(StringComparer.Ordinal))
            {
                bool runs = File.ReadAllText(notebook).Contains(CSharpKernel, StringComparison.Ordinal) ? RunCSharp(notebook, folder) : RunPython(python, notebook, folder);
                Console.WriteLine($"{Path.GetFileName(notebook)}: {(runs ? "runs and draws its figure" : "FAILED")}");
                failed += runs ? 0 : 1;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return failed;
    }

    private static bool RunPython(string python, string notebook, string folder)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(Repository.Root, "src", "python", "tests", "run_page.py"), notebook]) { WorkingDirectory = folder };
        start.Environment["HIERARCHY"] = $"dotnet \"{Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll")}\"";
        start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "src", "python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return Ends(start) && Directory.EnumerateFiles(folder, "*.png").Any();
    }

    /// <summary>With the library of this build in place of the one that the notebook names, by the tool of dotnet-tools.json.</summary>
    private static bool RunCSharp(string notebook, string folder)
    {
        string copy = Path.Combine(folder, Path.GetFileName(notebook)), output = Path.Combine(folder, "output.ipynb");
        string library = Path.Combine(AppContext.BaseDirectory, "Hierarchy.dll").Replace("\\", "/", StringComparison.Ordinal);
        File.WriteAllText(copy, LibraryOfClone().Replace(File.ReadAllText(notebook), _ => library));
        bool ended = Ends(new ProcessStartInfo("dotnet", ["tool", "restore", "--verbosity", "quiet"]) { WorkingDirectory = Repository.Root })
            && Ends(new ProcessStartInfo("dotnet", ["dotnet-repl", "--run", copy, "--output-path", output, "--output-format", "ipynb", "--exit-after-run"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
            });
        string found = ended && File.Exists(output) ? File.ReadAllText(output) : "";
        return found.Contains("<polyline", StringComparison.Ordinal) && !found.Contains("\"ename\"", StringComparison.Ordinal);
    }

    private static bool Ends(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        if (start.RedirectStandardOutput)
            process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [GeneratedRegex("[./]+/src/Hierarchy\\.Cli/bin/Release/net[0-9.]+/Hierarchy\\.dll")]
    private static partial Regex LibraryOfClone();
}
