using System.Globalization;
using Hierarchy.Benchmarks.Audits;

namespace Hierarchy.Benchmarks.Calibration;

/// <summary>
/// calibration [FILE [CASE]] [--minutes M]: how often the true error of values that are known is at most the printed discretisation error, and how often the printed one is at
/// most ten times the true one, as tables for docs/accuracy.md. FILE keeps every value, of cases whose name contains CASE; a call does what is not there yet, until M minutes
/// are over.
/// </summary>
internal static class CalibrationCommand
{
    private const string Heading = "case,dimension,points,half_width,tolerance,model,N,time,quantity,value,exact,discretisation_error";
    private static readonly double[] Tolerances = [1e-4, 1e-6];

    public static int Run(string[] arguments)
    {
        int option = Array.IndexOf(arguments, "--minutes");
        var pace = new Pace(option < 0 ? 1e6 : double.Parse(arguments[option + 1], CultureInfo.InvariantCulture));
        string[] names = option < 0 ? arguments : arguments[..option];
        string file = names.Length > 0 ? names[0] : Path.GetTempFileName();
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
            File.WriteAllText(file, Heading + Environment.NewLine);
        HashSet<string> done = [.. File.ReadLines(file).Where(line => line.StartsWith("# ", StringComparison.Ordinal))];
        foreach (ExactCase one in ExactCase.All.Where(one => names.Length < 2 || one.Name.Contains(names[1], StringComparison.OrdinalIgnoreCase)))
        {
            foreach ((int n, double l, double tolerance) in from n in one.Points from l in one.HalfWidths from tolerance in Tolerances select (n, l, tolerance))
            {
                string key = FormattableString.Invariant($"# {one.Name}; {n}; {l}; {tolerance}");
                if (done.Contains(key) || pace.IsOver)
                    continue;
                File.AppendAllLines(file, [.. CalibratedValue.Of(one, n, l, tolerance).Select(value => value.Line), key]);
            }
        }
        return Print([.. File.ReadLines(file).Skip(1).Where(line => line.StartsWith('"')).Select(CalibratedValue.Parse)]);
    }

    private static int Print(CalibratedValue[] all)
    {
        Table("case", all.GroupBy(value => value.Case));
        Table("d, n", all.GroupBy(value => FormattableString.Invariant($"{value.Dimension}, {value.Points}")).OrderBy(group => group.Key, StringComparer.Ordinal));
        Table("quantity", all.GroupBy(value => value.Quantity));
        Table("", all.GroupBy(_ => "all"));
        return Share(all, value => value.IsCovered) >= 0.95 && Share(all, value => value.IsTight) >= 0.5 ? 0 : 1;
    }

    private static void Table(string heading, IEnumerable<IGrouping<string, CalibratedValue>> groups)
    {
        Console.WriteLine($"| {heading} | values | true error at most the printed | printed at most 10 times the true | median of printed over true |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (IGrouping<string, CalibratedValue> group in groups)
        {
            double[] ratios = [.. group.Where(value => value.TrueError > 0).Select(value => value.Printed / value.TrueError).Order()];
            double median = ratios.Length > 0 ? ratios[ratios.Length / 2] : double.NaN;
            Console.WriteLine(FormattableString.Invariant(
                $"| {group.Key} | {group.Count()} | {100 * Share(group, value => value.IsCovered):F1} % | {100 * Share(group, value => value.IsTight):F1} % | {median:G3} |"));
        }
        Console.WriteLine();
    }

    private static double Share(IEnumerable<CalibratedValue> values, Func<CalibratedValue, bool> holds) => values.Average(value => holds(value) ? 1.0 : 0);
}
