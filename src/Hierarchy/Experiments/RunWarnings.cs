using Hierarchy.Results;

namespace Hierarchy.Experiments;

/// <summary>What deserves attention in the results.</summary>
internal static class RunWarnings
{
    /// <summary>Quantities that are zero when all is well: a value below the floor is no news.</summary>
    private static readonly string[] Residuals = ["error_", "invariant_", "marginal_defect", "exchange_defect", "particle_modes", "particle_pair_modes", "closure_error"];

    /// <summary>Quantities that are small where a density is a good one.</summary>
    private static readonly string[] Signs = ["momentum_", "min_f", "negative_mass", "covariance_xy", "covariance_xz", "covariance_yz", "pair_covariance_xy", "pair_covariance_xz", "pair_covariance_yz", "truncation"];

    /// <summary>Rounding.</summary>
    private const double Nothing = 1e-12;

    /// <summary>Failures, and the quantities whose values the resolution does not support, with their number.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<RunRecord> records)
    {
        var warnings = new List<string>();
        foreach (RunRecord record in records.Where(record => record.Status is RunStatus.Failed or RunStatus.Unphysical))
            warnings.Add($"{record.Run}: {record.Message}");
        var flagged = new HashSet<string>();
        foreach (IGrouping<string, ResultRow> quantity in records.SelectMany(record => record.Rows).GroupBy(row => row.Quantity))
        {
            if (Residuals.Any(name => quantity.Key.StartsWith(name, StringComparison.Ordinal)))
                continue;
            int below = quantity.Count(row => row.BelowNoise);
            if (below > 0 && flagged.Add(quantity.Key))
                warnings.Add($"{quantity.Key}: {below} of {quantity.Count()} values lie below their noise floor at this resolution");
        }
        string[] unresolved = [.. Unresolved(records).Except(flagged)];
        if (unresolved.Length > 0)
            warnings.Add($"smaller than their discretisation error at the end, in at least one run: {string.Join(", ", unresolved)}; a finer grid would say more");
        return warnings;
    }

    /// <summary>The quantities of which the last value of a run is smaller than its discretisation error, and is not one that ought to vanish.</summary>
    private static List<string> Unresolved(IReadOnlyList<RunRecord> records) =>
    [
        .. records.SelectMany(record => record.Rows.Where(row => row.Time == record.Time)).Where(row => Math.Abs(row.Value) > Nothing && Math.Abs(row.Value) < row.DiscretisationError)
            .Select(row => row.Quantity).Distinct().Where(quantity => !Residuals.Concat(Signs).Any(name => quantity.StartsWith(name, StringComparison.Ordinal))),
    ];
}
