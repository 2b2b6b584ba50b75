using System.Globalization;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>
/// The largest relative error at the end of the runs on the grid, which a scenario with an accuracy aims at: of the quantities that it names, or, where it asks
/// for all of them, that
/// of f and f_2, by the second and fourth moments over their values and int |f_2 - f x f| over int f_2 = 1.
/// </summary>
/// <param name="Error">The discretisation error over the value.</param>
/// <param name="Place">The quantity, the model and N.</param>
/// <param name="Others">What is known less well of the quantities that are not aimed at; empty if nothing is.</param>
internal sealed record ReachedAccuracy(double Error, string Place, string Others = "")
{
    private const double LargestRatio = 1.5, Margin = 1.05, Widening = 0.05, WidestBox = 1.3;

    /// <summary>The integrals of |f - f'| or |f_2 - f x f|, which are measured against the mass.</summary>
    private static readonly string[] Distances = ["chaos_l1", "error_l1"];

    /// <summary>The error reached; null where no value has one.</summary>
    public static ReachedAccuracy? Of(Scenario scenario, IReadOnlyList<RunRecord> records)
    {
        (double Error, string Place, bool IsAimedAt)[] all =
        [
            .. records.Where(record => record.Run.OnGrid is not null && record.Status != RunStatus.Failed)
                .SelectMany(record => RunVerdict.AtTheEnd(record.Rows).Where(value => !double.IsNaN(value.Row.DiscretisationError) && value.Size > 0)
                    .Select(value => (value.Row.DiscretisationError / (Distances.Contains(value.Row.Quantity) ? 1 : value.Size), $"{value.Row.Quantity} of {record.Run}",
                        IsAimedAt(scenario, value.Row.Quantity)))),
        ];
        (double Error, string Place, bool)[] aims = [.. all.Where(value => value.IsAimedAt)];
        if (aims.Length == 0)
            return null;
        (double error, string place, _) = aims.MaxBy(value => value.Error);
        (double Error, string Place, bool)[] others = [.. all.Where(value => !value.IsAimedAt && value.Error > Math.Max(error, scenario.Accuracy ?? 0))
            .OrderByDescending(value => value.Error)];
        string told = others.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; {others.Length} of the {all.Length} values of other quantities are less accurate, up to {others[0].Error:G2} ({others[0].Place}), and a scenario "
                + $"that names quantities aims at these");
        return new ReachedAccuracy(error, place, told);
    }

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
        string.Create(CultureInfo.InvariantCulture, $"accuracy: {Error:G2} reached where {wanted:G2} was asked for ({Place}){Others}");

    private static bool IsAimedAt(Scenario scenario, string quantity) =>
        scenario.Wants("all") && !scenario.Names(quantity) ? quantity is "chaos_l1" or "covariance_xx" or "covariance_yy" or "covariance_zz" or "fourth_moment"
            : scenario.Names(quantity);
}
