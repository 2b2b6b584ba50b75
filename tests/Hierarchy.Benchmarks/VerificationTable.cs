using System.Diagnostics;
using System.Globalization;

namespace Hierarchy.Benchmarks;

/// <summary>Prints measured against required figures and counts those that fail.</summary>
internal sealed class VerificationTable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public int Failures { get; private set; }

    public void Title(string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
    }

    /// <summary>One line: what, measured, required (if anything is), verdict, seconds since the line before.</summary>
    public void Measure(string what, double measured, double? bound)
    {
        bool passed = bound is null || measured <= bound;
        if (!passed)
            Failures++;
        Line(what, measured, bound is null ? "" : string.Create(CultureInfo.InvariantCulture, $"<= {bound:E1}"), bound is null ? "" : passed ? "pass" : "FAIL");
    }

    private void Line(string what, double measured, string bound, string verdict)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-78} {measured,10:E2}  {bound,-10} {verdict,-4} {_clock.Elapsed.TotalSeconds,7:F1} s"));
        _clock.Restart();
    }
}
