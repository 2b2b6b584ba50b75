using System.Globalization;
using System.Text;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Calibration;

/// <summary>A printed value with its printed and its true error.</summary>
/// <param name="Case">Of <see cref="ExactCase"/>.</param>
/// <param name="Dimension">d.</param>
/// <param name="Points">n.</param>
/// <param name="Run">Box, tolerance, model, N and time, as the file has them.</param>
/// <param name="Quantity">Its name.</param>
/// <param name="Value">As printed.</param>
/// <param name="Exact">As known.</param>
/// <param name="Printed">The error that is printed beside it.</param>
internal sealed record CalibratedValue(string Case, int Dimension, int Points, string Run, string Quantity, double Value, double Exact, double Printed)
{
    /// <summary>Where both errors are rounding there is nothing to be tight about.</summary>
    private const double Rounding = 1e-11;

    public double TrueError => Math.Abs(Value - Exact);

    /// <summary>Whether the true error is at most the printed one.</summary>
    public bool IsCovered => TrueError <= Printed + Rounding * Math.Abs(Exact);

    /// <summary>Whether the printed error is at most ten times the true one.</summary>
    public bool IsTight => Printed <= 10 * TrueError + Rounding * Math.Abs(Exact);

    /// <summary>A line of the file.</summary>
    public string Line => FormattableString.Invariant($"\"{Case}\",{Dimension},{Points},{Run},{Quantity},{Value:R},{Exact:R},{Printed:R}");

    /// <summary>The value of a line.</summary>
    public static CalibratedValue Parse(string line)
    {
        int end = line.IndexOf('"', 1);
        string[] cells = line[(end + 2)..].Split(',');
        double Number(int cell) => double.Parse(cells[cell], CultureInfo.InvariantCulture);
        return new(line[1..end], (int)Number(0), (int)Number(1), string.Join(',', cells[2..^4]), cells[^4], Number(cells.Length - 3), Number(cells.Length - 2),
            Number(cells.Length - 1));
    }

    /// <summary>The values that are known of a case on one grid.</summary>
    public static IReadOnlyList<CalibratedValue> Of(ExactCase one, int points, double halfWidth, double tolerance)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(one.On(points, halfWidth, tolerance)), []);
        if (!reading.IsValid)
            throw new ArgumentException(string.Join("; ", reading.Faults));
        var plan = new ExperimentPlan(reading.Scenario);
        var values = new List<CalibratedValue>();
        foreach (RunRecord record in new ExperimentRunner(plan, EquationFactory.Create, []).Run(CancellationToken.None))
        {
            foreach (ResultRow row in record.Rows)
            {
                IReadOnlyDictionary<string, double> exact = one.Exact(row.Model, row.Particles.IsInfinite ? double.PositiveInfinity : row.Particles.Value, row.Time);
                string run = FormattableString.Invariant($"{halfWidth},{tolerance},{row.Model},{row.Particles},{row.Time}");
                if (exact.TryGetValue(row.Quantity, out double value))
                    values.Add(new(one.Name, plan.Grid.Dimension, points, run, row.Quantity, row.Value, value, row.DiscretisationError));
            }
        }
        return values;
    }
}
