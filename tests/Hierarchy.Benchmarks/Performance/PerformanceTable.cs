using System.Globalization;
using System.Text;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>One figure of the performance page.</summary>
/// <param name="Section">The heading it stands under.</param>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Against">What it is compared with, in the same unit, or NaN.</param>
/// <param name="Ratio">The figure that the bound is about, or NaN.</param>
/// <param name="Bound">The bound, or NaN.</param>
/// <param name="AtLeast">Whether the ratio should be at least the bound; at most otherwise.</param>
internal sealed record PerformanceRow(string Section, string What, double Measured, string Unit, double Against, double Ratio, double Bound, bool AtLeast)
{
    public string Verdict => double.IsNaN(Bound) ? "" : (AtLeast ? Ratio >= Bound : Ratio <= Bound) ? "met" : "not met";

    public string BoundText => double.IsNaN(Bound) ? "" : $"{(AtLeast ? "≥" : "≤")} {Text(Bound)}";

    public static string Text(double value) => double.IsNaN(value) ? "" : value.ToString(Math.Abs(value) is >= 1e-3 and < 1e5 ? "G4" : "0.##E+0", CultureInfo.InvariantCulture);
}

/// <summary>Collects the figures, prints them as they come and writes them as Markdown and CSV.</summary>
internal sealed class PerformanceTable
{
    private readonly List<PerformanceRow> _rows = [];
    private readonly List<(string Section, string Text)> _notes = [];
    private readonly List<ScalingPoint> _points = [];
    private string _section = "";

    public IReadOnlyList<PerformanceRow> Rows => _rows;

    public IReadOnlyList<ScalingPoint> Points => _points;

    public void Section(string title)
    {
        _section = title;
        Console.WriteLine($"\n{title}");
    }

    /// <summary>A figure with no bound.</summary>
    public void Add(string what, double measured, string unit, double against = double.NaN) =>
        Add(new PerformanceRow(_section, what, measured, unit, against, measured / against, double.NaN, false));

    /// <summary>A time that may be at most <paramref name="bound"/> times another.</summary>
    public void AtMost(string what, double measured, string unit, double against, double bound) =>
        Add(new PerformanceRow(_section, what, measured, unit, against, measured / against, bound, false));

    /// <summary>A gain, <paramref name="against"/> over <paramref name="measured"/>, that should be at least <paramref name="bound"/>.</summary>
    public void Gain(string what, double measured, string unit, double against, double bound) =>
        Add(new PerformanceRow(_section, what, measured, unit, against, against / measured, bound, true));

    /// <summary>A figure that itself may be at most the bound.</summary>
    public void Limit(string what, double measured, string unit, double bound) =>
        Add(new PerformanceRow(_section, what, measured, unit, double.NaN, measured, bound, false));

    /// <summary>A point of a scaling plot.</summary>
    public void Point(ScalingPanel panel, string curve, double x, double y) => _points.Add(new ScalingPoint(panel, curve, x, y));

    public void Note(string text)
    {
        _notes.Add((_section, text));
        Console.WriteLine($"  {text}");
    }

    /// <summary>The tables and notes section by section.</summary>
    public string Markdown()
    {
        var page = new StringBuilder();
        foreach (string section in _rows.Select(row => row.Section).Concat(_notes.Select(note => note.Section)).Distinct())
        {
            page.Append(CultureInfo.InvariantCulture, $"### {section}\n\n");
            if (_rows.Any(row => row.Section == section))
                page.Append("| what | measured | against | ratio | bound | |\n|---|---:|---:|---:|---:|---|\n");
            foreach (PerformanceRow row in _rows.Where(row => row.Section == section))
            {
                string against = PerformanceRow.Text(row.Against), ratio = PerformanceRow.Text(row.Ratio);
                page.Append(CultureInfo.InvariantCulture, $"| {row.What} | {PerformanceRow.Text(row.Measured)} {row.Unit} | {against} | {ratio} | {row.BoundText} | "
                    + $"{row.Verdict} |\n");
            }
            page.Append('\n');
            foreach ((string _, string text) in _notes.Where(note => note.Section == section))
                page.Append(CultureInfo.InvariantCulture, $"{text}\n\n");
        }
        return page.ToString();
    }

    public string Csv()
    {
        var text = new StringBuilder("section,what,measured,unit,against,ratio,bound,verdict\n");
        foreach (PerformanceRow row in _rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"{row.Section}\",\"{row.What}\",{row.Measured:R},{row.Unit},{row.Against:R},{row.Ratio:R},{row.Bound:R},{row.Verdict}\n");
        }
        return text.ToString();
    }

    private void Add(PerformanceRow row)
    {
        _rows.Add(row);
        string comparison = double.IsNaN(row.Against) ? "" : $"against {PerformanceRow.Text(row.Against),9}";
        string ratio = double.IsNaN(row.Bound) && double.IsNaN(row.Against) ? "" : $"ratio {PerformanceRow.Text(row.Ratio),8}";
        Console.WriteLine($"  {row.What,-62} {PerformanceRow.Text(row.Measured),10} {row.Unit,-6} {comparison,-18} {ratio,-15} {row.BoundText,-9} {row.Verdict}");
    }
}
