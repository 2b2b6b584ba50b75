using System.Diagnostics;
using Hierarchy.Benchmarks.Pages;

namespace Hierarchy.Benchmarks;

/// <summary>
/// notebook: runs every cell of the notebooks among the examples, with the package and the program of this build; needs a python3 with numpy, h5py and
/// matplotlib.
/// </summary>
internal static class NotebookCommand
{
    public static int Run(string[] arguments)
    {
        string python = arguments.Length > 0 ? arguments[0] : "python3", folder = Directory.CreateTempSubdirectory("hierarchy-notebook-").FullName;
        int failed = 0;
        try
        {
            foreach (string notebook in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "examples"), "*.ipynb").Order(StringComparer.Ordinal))
            {
                var start = new ProcessStartInfo(python, [Path.Combine(Repository.Root, "src", "python", "tests", "run_page.py"), notebook]) { WorkingDirectory = folder };
                start.Environment["HIERARCHY"] = $"dotnet \"{Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll")}\"";
                start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "src", "python");
                start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
                using Process process = Process.Start(start)!;
                process.WaitForExit();
                bool drew = Directory.EnumerateFiles(folder, "*.png").Any();
                Console.WriteLine($"{Path.GetFileName(notebook)}: {(process.ExitCode == 0 && drew ? "runs and draws its figure" : $"FAILED with code {process.ExitCode}")}");
                failed += process.ExitCode == 0 && drew ? 0 : 1;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return failed;
    }
}
