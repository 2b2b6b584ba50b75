using System.Diagnostics;
using System.Text.RegularExpressions;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Reports;

/// <summary>A test that needs a Chromium, named by CHROMIUM or found in PATH.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Browser is null)
            Skip = "no Chromium in PATH, and CHROMIUM names none";
    }

    public static string? Browser { get; } = Environment.GetEnvironmentVariable("CHROMIUM") ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

/// <summary>The report in a real browser; tests/check-report does the same for any report.</summary>
[Collection(DrawnExperiment.Shared)]
public sealed class BrowserTests(DrawnExperiment drawn)
{
    private const int Patience = 60_000;

    [BrowserTheory]
    [InlineData("dark", 0)]
    [InlineData("light", 1)]
    public void The_report_shows_without_faults_at_every_width(string name, int scheme)
    {
        using var folder = new TemporaryFolder();
        string template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browser", "check.html"));
        string page = folder.Write("check.html", template.Replace(
            "REPORT", Convert.ToBase64String(File.ReadAllBytes(Path.Combine(drawn.Folder, "report.html"))), StringComparison.Ordinal));
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder.Of("profile")}", $"--blink-settings=preferredColorScheme={scheme}",
                "--virtual-time-budget=20000", "--dump-dom",
            new Uri(page).AbsoluteUri,
        ];
        using Process browser = Process.Start(new ProcessStartInfo(BrowserTheoryAttribute.Browser!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = browser.StandardOutput.ReadToEndAsync(), log = browser.StandardError.ReadToEndAsync();
        bool ended = browser.WaitForExit(Patience);
        if (!ended)
            browser.Kill(entireProcessTree: true);
        Assert.True(ended, "the browser did not end: " + log.Result);
        Assert.Equal((name, "none"), (name, Regex.Match(output.Result, "<pre id=\"faults\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value));
    }
}
