using System.Globalization;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>
/// The largest relative error of f and f_2 at the end of the runs on the grid, which a scenario with an accuracy aims at: that of the second and fourth moments
/// over their values, and that of int |f_2 - f x f| over int f_2 = 1.
/// </summary>
/// <param name="Error">The discretisation error over the value.</param>
/// <param name="Place">The quantity, the model and N.</param>
internal sealed record ReachedAccuracy(double Error, string Place)
{
    private const string Distance = "chaos_l1";
    private const double LargestRatio = 1.5, Margin = 1.05, Widening = 0.05, WidestBox = 1.3;

    /// <summary>The error reached; null where no value has one.</summary>
    public static ReachedAccuracy? Of(IReadOnlyList<RunRecord> records) =>
        records.Where(record => record.Run.OnGrid is not null && record.Status != RunStatus.Failed)
            .SelectMany(record => RunVerdict.AtTheEnd(record.Rows).Select(value => value.Row).Where(IsAimedAt)
                .Select(row => new ReachedAccuracy(row.DiscretisationError / SizeOf(row), $"{row.Quantity} of {record.Run}")))
            .Where(reached => !double.IsNaN(reached.Error)).MaxBy(reached => reached.Error);

    /// <summary>
    /// The scenario on a finer grid whose errors of pairs, which fall like n^-(d+1), would be those aimed at; null if the accuracy is reached or no finer grid
    /// is offered.
    /// </summary>
    public Scenario? Refined(Scenario scenario)
    {
        if (scenario.Accuracy is not { } wanted || Error <= wanted)
            return null;
        double ratio = Math.Min(LargestRatio, Margin * Math.Pow(Error / wanted, 1.0 / (scenario.Dimension + 1)));
        // What lies outside of the box falls like exp(-L^2/2T), so that its logarithm asks for a wider one; the distance of the points shrinks all the same.
        double wider = Math.Min(WidestBox, 1 + Widening * Math.Log(Error / wanted));
        int points = GridChoice.Supported(Math.Max(scenario.Grid.Points + 1, wider * ratio * scenario.Grid.Points));
        return points == 0 ? null : scenario with { Grid = scenario.Grid with { Points = points, HalfWidth = GridChoice.RoundUp(wider * scenario.Grid.HalfWidth) } };
    }

    /// <summary>One line.</summary>
    public string Against(double wanted) =>
        string.Create(CultureInfo.InvariantCulture, $"accuracy: {Error:G2} reached where {wanted:G2} was asked for ({Place})");

    private static bool IsAimedAt(ResultRow row) => row.Quantity is Distance or "covariance_xx" or "covariance_yy" or "covariance_zz" or "fourth_moment" && row.Value != 0;

    private static double SizeOf(ResultRow row) => row.Quantity == Distance ? 1 : Math.Abs(row.Value);
}
