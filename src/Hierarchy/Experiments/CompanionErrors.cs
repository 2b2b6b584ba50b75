using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>
/// The discretisation errors of an experiment from the values of its companion: a factor times the difference, which is the grid convergence index of two grids
/// (Roache, Annu. Rev. Fluid Mech. 29 (1997) 123; ASME V&amp;V 20-2009), with the factor of 3 that it has where the order is assumed.
/// </summary>
internal sealed class CompanionErrors
{
    /// <summary>The factor of two grids.</summary>
    public const double Factor = 3;

    /// <summary>What rounding leaves of a value, relative to it, however well both agree.</summary>
    private const double RoundOff = 1e-14;

    private readonly Dictionary<(string Model, ParticleNumber Particles, double Time, string Quantity), double> _values = [];

    /// <summary>Takes in what the companion of a run gave.</summary>
    public void Take(IReadOnlyList<ResultRow> rows)
    {
        foreach (ResultRow row in rows)
            _values[(row.Model, row.Particles, row.Time, row.Quantity)] = row.Value;
    }

    /// <summary>Gives rows of the experiment their errors; those that the companion does not have stay as they are.</summary>
    public void Attach(Span<ResultRow> rows)
    {
        foreach (ref ResultRow row in rows)
        {
            if (_values.TryGetValue((row.Model, row.Particles, row.Time, row.Quantity), out double other) && double.IsFinite(other) && double.IsFinite(row.Value))
                row = row with { DiscretisationError = Bound(row.Value, other) };
        }
    }

    /// <summary>The error of a value from that of the companion.</summary>
    public static double Bound(double value, double companion) => Factor * Math.Abs(value - companion) + RoundOff * Math.Abs(value);
}
