using System.Text;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Calibration;

/// <summary>A printed value with its printed and its true error.</summary>
internal sealed record CalibratedValue(string Case, int Points, double HalfWidth, double Tolerance, ResultRow Row, double Exact)
{
    /// <summary>Where both errors are rounding there is nothing to be tight about.</summary>
    private const double Rounding = 1e-11;

    public double TrueError => Math.Abs(Row.Value - Exact);

    /// <summary>Whether the true error is at most the printed one.</summary>
    public bool IsCovered => TrueError <= Row.DiscretisationError + Rounding * Math.Abs(Exact);

    /// <summary>Whether the printed error is at most ten times the true one.</summary>
    public bool IsTight => Row.DiscretisationError <= 10 * TrueError + Rounding * Math.Abs(Exact);

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
                if (exact.TryGetValue(row.Quantity, out double value))
                    values.Add(new CalibratedValue(one.Name, points, halfWidth, tolerance, row, value));
            }
        }
        return values;
    }
}
