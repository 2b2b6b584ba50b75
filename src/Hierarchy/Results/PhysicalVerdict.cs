using System.Globalization;

namespace Hierarchy.Results;

/// <summary>When and why a run has left the densities: what it gives from then on says nothing of particles, whatever its discretisation error is.</summary>
/// <param name="Time">The first output time that is not physical.</param>
/// <param name="Reason">What is wrong then.</param>
internal sealed record PhysicalVerdict(double Time, string Reason)
{
    /// <summary>The most negative mass that f may have.</summary>
    public const double NegativeMass = 1e-2;

    /// <summary>The most negative mass that f_2 may have. Closures are not positive at level 2 and lose more there than in f.</summary>
    public const double NegativePairMass = 0.1;

    private const string Variance = "covariance_";

    /// <summary>
    /// The first output time at which a run of densities on the box [-L, L)^d is not physical; null if there is none, or the quantities that would say so are
    /// not asked for.
    /// </summary>
    public static PhysicalVerdict? Of(RunRecord record, double halfWidth) => record.Run.IsParticles ? null : Of(record.Rows, halfWidth);

    /// <summary>The same for the rows of a run of densities.</summary>
    public static PhysicalVerdict? Of(IEnumerable<ResultRow> rows, double halfWidth)
    {
        foreach (ResultRow row in rows.OrderBy(row => row.Time))
        {
            if (Fault(row, halfWidth) is { } reason)
                return new PhysicalVerdict(row.Time, reason);
        }
        return null;
    }

    /// <summary>The verdict in a clause.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"unphysical from t = {Time:G6}: {Reason}");

    private static string? Fault(in ResultRow row, double halfWidth) => row.Quantity switch
    {
        "negative_mass_f1" when row.Value > NegativeMass => Text($"f has the negative mass {row.Value:G3}"),
        "negative_mass_f2" when row.Value > NegativePairMass => Text($"f_2 has the negative mass {row.Value:G3}"),
        _ when IsVariance(row.Quantity) && row.Value <= 0 => Text($"{row.Quantity} is {row.Value:G3}"),
        // A density that fills the box has the variance L^2/3.
        _ when IsVariance(row.Quantity) && row.Value > halfWidth * halfWidth / 3 =>
            Text($"{row.Quantity} is {row.Value:G3}, more than a density in the box can have unless it leaves it"),
        _ => null,
    };

    private static bool IsVariance(string quantity) => quantity.StartsWith(Variance, StringComparison.Ordinal) && quantity.Length == Variance.Length + 2
        && quantity[^1] == quantity[^2];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
