using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>
/// The discretisation errors of an experiment from the values of its companion: a factor times the difference, which is the grid convergence index of two grids
/// (Roache, Annu. Rev. Fluid Mech. 29 (1997) 123; ASME V&amp;V 20-2009). The factors, and the two terms that a difference does not see, are calibrated against exact values:
/// the benchmark "calibration", docs/accuracy.md.
/// </summary>
internal sealed class CompanionErrors(VelocityGrid grid)
{
    /// <summary>
    /// The factor for models without a pair correlation, whose errors fall faster than any power of h: the companion's own error is most of the difference.
    /// </summary>
    public const double SpectralFactor = 1.5;

    /// <summary>The same for values that have no noise floor, moments and distances, of which the difference is all that is known.</summary>
    public const double MomentFactor = 2;

    /// <summary>The factor with a pair correlation, whose kink at v1 = v2 makes its errors fall like h^{d+1}: Roache's factor where the order is assumed.</summary>
    public const double PairFactor = 3;

    /// <summary>What rounding leaves of a value, relative to it, however well both agree.</summary>
    private const double RoundOff = 1e-14;

    /// <summary>int |g|, the kind of quantity that is a sum over a kink where g changes its sign.</summary>
    private const string AbsoluteIntegral = "_l1";

    private readonly Dictionary<(string Model, ParticleNumber Particles, double Time, string Quantity), double> _values = [];
    private readonly Dictionary<(string Model, ParticleNumber Particles, string Quantity), double> _largest = [];

    /// <summary>Takes in what the companion of a run gave.</summary>
    public void Take(IReadOnlyList<ResultRow> rows)
    {
        foreach (ResultRow row in rows)
            _values[(row.Model, row.Particles, row.Time, row.Quantity)] = row.Value;
    }

    /// <summary>
    /// Gives the rows of an output time their errors; those that the companion does not have stay as they are. Values without a noise floor have the largest error
    /// of the output times so far at least: both grids may agree by accident at one of them, and sums of f and g do not forget what they lost.
    /// </summary>
    public void Attach(PlannedRun run, Span<ResultRow> rows)
    {
        double kinks = KinkShare(rows);
        foreach (ref ResultRow row in rows)
        {
            if (!_values.TryGetValue((row.Model, row.Particles, row.Time, row.Quantity), out double other) || !double.IsFinite(other) || !double.IsFinite(row.Value))
                continue;
            double factor = run.HasCorrelation ? PairFactor : double.IsNaN(row.NoiseFloor) ? MomentFactor : SpectralFactor;
            double own = Bound(row, other, factor, row.Quantity.EndsWith(AbsoluteIntegral, StringComparison.Ordinal) ? kinks : 0);
            row = row with { DiscretisationError = double.IsNaN(row.NoiseFloor) ? Math.Max(own, _largest.GetValueOrDefault(KeyOf(row))) : own };
            Remember(row);
        }
    }

    /// <summary>Takes in the rows of an output time that have their errors already, of a run that goes on.</summary>
    public void Follow(ReadOnlySpan<ResultRow> rows)
    {
        foreach (ref readonly ResultRow row in rows)
            Remember(row);
    }

    private void Remember(in ResultRow row)
    {
        if (double.IsNaN(row.NoiseFloor) && !double.IsNaN(row.DiscretisationError))
            _largest[KeyOf(row)] = row.DiscretisationError;
    }

    private static (string Model, ParticleNumber Particles, string Quantity) KeyOf(in ResultRow row) => (row.Model, row.Particles, row.Quantity);

    /// <summary>The noise floor belongs to the error: what lies below the noise is left out on both grids alike.</summary>
    private static double Bound(in ResultRow row, double companion, double factor, double kinks)
    {
        double size = Math.Abs(row.Value), floor = double.IsNaN(row.NoiseFloor) ? 0 : row.NoiseFloor;
        return Math.Max(Math.Max(factor * Math.Abs(row.Value - companion), kinks * size), floor) + RoundOff * size;
    }

    /// <summary>
    /// The error of h^d sum |g| relative to int |g|: h^2/12 int_{g = 0} |grad g| at most, about h^2/(12 T) int |g| for a g that varies on the scale of the coldest direction of f,
    /// of variance T. It depends on where the grid meets the zeros of g, so that the difference of two grids may miss it.
    /// </summary>
    private double KinkShare(ReadOnlySpan<ResultRow> rows)
    {
        double coldest = double.PositiveInfinity;
        foreach (ResultRow row in rows)
        {
            if (row.Quantity is "covariance_xx" or "covariance_yy" or "covariance_zz" && row.Value > 0)
                coldest = Math.Min(coldest, row.Value);
        }
        return grid.Spacing * grid.Spacing / (12 * coldest);
    }
}
