using System.Globalization;

namespace Hierarchy.Benchmarks.Calibration;

/// <summary>
/// calibration: how often the true error of values that are known is at most the printed discretisation error, and how often the printed one is at most ten times the true
/// one, as a table for docs/accuracy.md. "calibration FILE [CASE]" writes every value to a file, of cases whose name contains CASE.
/// </summary>
internal static class CalibrationCommand
{
    private static readonly double[] Tolerances = [1e-4, 1e-6];

    public static int Run(string[] arguments)
    {
        using TextWriter file = arguments.Length > 0 ? new StreamWriter(arguments[0]) : TextWriter.Null;
        file.WriteLine("case,points,half_width,tolerance,model,N,time,quantity,value,exact,discretisation_error");
        var all = new List<CalibratedValue>();
        foreach (ExactCase one in ExactCase.All.Where(one => arguments.Length < 2 || one.Name.Contains(arguments[1], StringComparison.OrdinalIgnoreCase)))
        {
            List<CalibratedValue> values = [.. from n in one.Points from l in one.HalfWidths from tolerance in Tolerances from value in CalibratedValue.Of(
                one, n, l, tolerance) select value];
            all.AddRange(values);
            foreach (CalibratedValue v in values)
            {
                string setting = FormattableString.Invariant($"\"{v.Case}\",{v.Points},{v.HalfWidth},{v.Tolerance},{v.Row.Model},{v.Row.Particles}");
                file.WriteLine(FormattableString.Invariant($"{setting},{v.Row.Time},{v.Row.Quantity},{v.Row.Value:R},{v.Exact:R},{v.Row.DiscretisationError:R}"));
            }
            file.Flush();
            Console.Error.WriteLine(FormattableString.Invariant($"{one.Name}: {values.Count} values"));
        }
        Table("case", all.GroupBy(value => value.Case));
        Table("n", all.GroupBy(value => value.Points.ToString(CultureInfo.InvariantCulture)));
        Table("quantity", all.GroupBy(value => value.Row.Quantity));
        Table("", all.GroupBy(_ => "all"));
        return Share(all, value => value.IsCovered) >= 0.95 && Share(all, value => value.IsTight) >= 0.5 ? 0 : 1;
    }

    private static void Table(string heading, IEnumerable<IGrouping<string, CalibratedValue>> groups)
    {
        Console.WriteLine($"| {heading} | values | true error at most the printed | printed at most 10 times the true | median of printed over true |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (IGrouping<string, CalibratedValue> group in groups)
        {
            double[] ratios = [.. group.Where(value => value.TrueError > 0).Select(value => value.Row.DiscretisationError / value.TrueError).Order()];
            double median = ratios.Length > 0 ? ratios[ratios.Length / 2] : double.NaN;
            Console.WriteLine(FormattableString.Invariant(
                $"| {group.Key} | {group.Count()} | {100 * Share(group, value => value.IsCovered):F1} % | {100 * Share(group, value => value.IsTight):F1} % | {median:G3} |"));
        }
        Console.WriteLine();
    }

    private static double Share(IEnumerable<CalibratedValue> values, Func<CalibratedValue, bool> holds) => values.Average(value => holds(value) ? 1.0 : 0);
}
