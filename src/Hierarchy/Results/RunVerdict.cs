using System.Globalization;

namespace Hierarchy.Results;

/// <summary>What may be said of the values of a run.</summary>
public enum VerdictKind
{
    /// <summary>Every quantity is larger than its error.</summary>
    Resolved,

    /// <summary>Some quantities are smaller than their errors.</summary>
    Partly,

    /// <summary>From some time on the densities are none.</summary>
    Unphysical,

    /// <summary>No value has an error, so nothing can be said.</summary>
    Unknown,
}

/// <summary>
/// What the values of a run can be trusted with, at the last time that it reached. A quantity is resolved if it is larger than its error, of sample,
/// discretisation and noise together; quantities that ought to vanish, and those that rounding alone keeps from zero, are not judged; a component of a tensor
/// and a canonical correlation count as large as the largest of them.
/// </summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Judged">The number of quantities that have an error and are judged.</param>
/// <param name="Unresolved">The names of those that are smaller than their errors, in the order of the results.</param>
/// <param name="From">The first output time that is not physical; NaN if all are.</param>
/// <param name="Reason">What is wrong then; empty otherwise.</param>
public sealed record RunVerdict(VerdictKind Kind, int Judged, IReadOnlyList<string> Unresolved, double From, string Reason)
{
    /// <summary>Rounding.</summary>
    private const double Nothing = 1e-12;

    private const int MostNames = 4;

    /// <summary>Quantities that are zero when all is well.</summary>
    private static readonly string[] Residuals = ["error_modes", "invariant_", "marginal_defect", "exchange_", "particle_modes", "particle_pair_modes", "closure_error"];

    /// <summary>Quantities that are small where a density is a good one, or vanish by symmetry.</summary>
    private static readonly string[] Signs = ["momentum_", "min_f", "negative_mass", "truncation", "rank"];

    /// <summary>Components of a tensor and singular values, which are measured against the largest of them: some vanish by symmetry or for a pair of low rank.</summary>
    private static readonly string[] Tensors = ["covariance_", "pair_covariance_", "canonical_correlation_"];

    /// <summary>Distances to the Landau equation, which vanish where N is infinite.</summary>
    private const string Distances = "error_";

    /// <summary>The verdict in a clause: "resolved", "partly resolved, not relative_fisher", "unphysical from t = 0.4: f has the negative mass 0.27".</summary>
    public override string ToString() => Words(MostNames);

    /// <summary>The verdict of a run.</summary>
    internal static RunVerdict Of(bool isParticles, IEnumerable<ResultRow> rows, double halfWidth)
    {
        ResultRow[] all = [.. rows];
        (ResultRow Row, double Size)[] judged = [.. AtTheEnd(all)];
        string[] unresolved = [.. judged.Where(value => ErrorOf(value.Row) >= value.Size).Select(value => value.Row.Quantity)];
        if (!isParticles && PhysicalVerdict.Of(all, halfWidth) is { } unphysical)
            return new RunVerdict(VerdictKind.Unphysical, judged.Length, unresolved, unphysical.Time, unphysical.Reason);
        VerdictKind kind = judged.Length == 0 ? VerdictKind.Unknown : unresolved.Length > 0 ? VerdictKind.Partly : VerdictKind.Resolved;
        return new RunVerdict(kind, judged.Length, unresolved, double.NaN, "");
    }

    /// <summary>The quantities at the last time of a run that have an error and are judged, with the size that it is measured against.</summary>
    internal static IEnumerable<(ResultRow Row, double Size)> AtTheEnd(IReadOnlyList<ResultRow> rows)
    {
        double last = rows.Select(row => row.Time).DefaultIfEmpty(0).Max();
        ResultRow[] end = [.. rows.Where(row => row.Time == last)];
        return end.Where(row => IsJudged(row) && HasError(row)).Select(row => (row, SizeOf(row, end)));
    }

    /// <summary>All that is known to blur a value.</summary>
    internal static double ErrorOf(in ResultRow row) => Math.Max(row.Error, double.IsNaN(row.NoiseFloor) ? 0 : row.NoiseFloor);

    /// <summary>The verdict with at most so many names of what is not resolved.</summary>
    internal string Words(int mostNames) => Kind switch
    {
        VerdictKind.Resolved => "resolved",
        VerdictKind.Partly => $"partly resolved, not {Names(mostNames)}",
        VerdictKind.Unphysical => string.Create(CultureInfo.InvariantCulture, $"unphysical from t = {From:G6}: {Reason}"),
        _ => "not judged: its values have no errors",
    };

    private string Names(int most) => string.Join(", ", Unresolved.Take(most)) + (Unresolved.Count > most ? $" and {Unresolved.Count - most} more" : "");

    private static double SizeOf(ResultRow row, ResultRow[] end) => Array.Find(Tensors, name => row.Quantity.StartsWith(name, StringComparison.Ordinal)) is { } tensor
        ? end.Where(other => other.Quantity.StartsWith(tensor, StringComparison.Ordinal)).Max(other => Math.Abs(other.Value)) : Math.Abs(row.Value);

    private static bool HasError(ResultRow row) => ErrorOf(row) > 0 || row.DiscretisationError == 0;

    private static bool IsJudged(ResultRow row) =>
        Math.Abs(row.Value) > Nothing && !Residuals.Concat(Signs).Any(name => row.Quantity.StartsWith(name, StringComparison.Ordinal))
        && !(row.Particles.IsInfinite && row.Quantity.StartsWith(Distances, StringComparison.Ordinal));
}
