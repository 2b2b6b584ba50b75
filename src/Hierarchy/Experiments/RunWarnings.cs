using Hierarchy.Results;

namespace Hierarchy.Experiments;

/// <summary>What deserves attention in the results.</summary>
internal static class RunWarnings
{
    /// <summary>Quantities that are zero when all is well: a value below the floor is no news.</summary>
    private static readonly string[] Residuals = ["error_", "invariant_", "marginal_defect", "exchange_defect", "particle_modes", "particle_pair_modes", "closure_error"];

    /// <summary>Failures, and the quantities whose values the resolution does not support, with their number.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<RunRecord> records)
    {
        var warnings = new List<string>();
        foreach (RunRecord record in records.Where(record => record.Status == RunStatus.Failed))
            warnings.Add($"{record.Run}: {record.Message}");
        foreach (IGrouping<string, ResultRow> quantity in records.SelectMany(record => record.Rows).GroupBy(row => row.Quantity))
        {
            if (Residuals.Any(name => quantity.Key.StartsWith(name, StringComparison.Ordinal)))
                continue;
            int below = quantity.Count(row => row.BelowNoise);
            if (below > 0)
                warnings.Add($"{quantity.Key}: {below} of {quantity.Count()} values lie below their noise floor at this resolution");
        }
        return warnings;
    }
}
