using System.Diagnostics;
using System.Globalization;
using Hierarchy.Cli.Plots;
using Hierarchy.Cli.Report;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>A run of the program in a process of its own, with what it took.</summary>
internal sealed class PageRun
{
    private PageRun(string command, string folder, int code, double seconds, long peak) => (Command, Folder, Code, Seconds, PeakBytes) = (command, folder, code, seconds, peak);

    /// <summary>As a user would type it after "hierarchy".</summary>
    public string Command { get; }

    /// <summary>Where the results are.</summary>
    public string Folder { get; }

    public int Code { get; }

    /// <summary>The processor time of all threads, which other work on the machine hardly changes.</summary>
    public double Seconds { get; }

    /// <summary>The largest resident memory seen, 0 where the system does not tell.</summary>
    public long PeakBytes { get; }

    /// <summary>Processor time and memory in words.</summary>
    public string Cost => string.Create(CultureInfo.InvariantCulture,
        $"{Seconds.ToString(Seconds < 9.5 ? "0.0" : "0", CultureInfo.InvariantCulture)} s of processor time, {Math.Max(1, PeakBytes / 1000000):0} MB");

    /// <summary>Runs a command on a scenario, from the root of the repository, into a folder of its own under runs/pages.</summary>
    public static PageRun Of(string command, string name)
    {
        string folder = Path.Combine(Repository.Root, "runs", "pages", name);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.dll"), .. command.Split(' '), "--out", folder, "--force", "--quiet"])
            start.ArgumentList.Add(argument.Replace("'", "", StringComparison.Ordinal));
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        Task<string> error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        double seconds = 0;
        while (!process.WaitForExit(50))
            (peak, seconds) = (Math.Max(peak, Peak(process.Id)), Math.Max(seconds, ProcessorSeconds(process)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{command}: code {process.ExitCode}, {seconds:0.0} s, {peak / 1e6:0} MB {(process.ExitCode == 0 ? "" : error.Result)}"));
        return new PageRun(command, folder, process.ExitCode, seconds, peak);
    }

    /// <summary>Copies a figure of the run into the documentation and gives the line of Markdown that shows it.</summary>
    /// <param name="figure">Its name, or "headline".</param>
    /// <param name="page">The folder of the page.</param>
    /// <param name="file">The picture without its extension, relative to the page.</param>
    public string Picture(string figure, string page, string file)
    {
        file += Copy(Path.Combine(Folder, ReportWriter.PlotsName, figure), Path.Combine(page, file));
        using StoredExperiment experiment = StoredExperiment.Open(Folder);
        IReadOnlyList<Figure> figures = FigureRegistry.Of(experiment);
        Figure? shown = figure == ReportWriter.HeadlineName ? Headline.Of(experiment.Scenario, figures) : figures.First(known => known.Name == figure);
        string text = string.Join(" ", shown!.Panels.Select(panel => panel.Alt)).ReplaceLineEndings(" ");
        return $"![{text.Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal)}]({file})";
    }

    /// <summary>Copies the smaller of both forms: lines are small as SVG, fields as PNG. Returns its extension.</summary>
    private static string Copy(string figure, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string[] forms = [".svg", ".png"];
        string smaller = forms.MinBy(form => new FileInfo(figure + form).Length)!;
        foreach (string form in forms)
            File.Delete(target + form);
        File.Copy(figure + smaller, target + smaller);
        return smaller;
    }

    private static double ProcessorSeconds(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static long Peak(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
