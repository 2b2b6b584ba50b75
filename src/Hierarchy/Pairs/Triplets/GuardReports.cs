using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>How much of the state lies where the guard of divisions by f changes 1/f by more than one per cent, f &lt; 10 delta, delta = guard max f.</summary>
internal sealed class GuardReports(VelocityGrid grid, double guard)
{
    private double _mass;
    private double _correlation;

    /// <summary>The largest shares met so far.</summary>
    public IReadOnlyList<Report> Reports =>
    [
        new Report("density_guard", guard * GuardedReciprocal.OnePercent, "the density over its maximum below which the guard changes 1/f by more than one per cent"),
        new Report("guarded_mass", _mass, "largest share, at the output times, of the mass int |f| below that density"),
        new Report("guarded_correlation", _correlation, "largest share, at the output times, of int int |g| with f(v1) below that density"),
    ];

    /// <summary>Writes the largest shares met.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_mass);
        writer.Write(_correlation);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        _mass = reader.ReadDouble();
        _correlation = reader.ReadDouble();
    }

    /// <summary>Takes a state of the run.</summary>
    public void Assess(ReadOnlySpan<double> density, ReadOnlySpan<double> correlation)
    {
        double limit = GuardedReciprocal.OnePercent * guard * TensorPrimitives.Max(density);
        double mass = 0, guardedMass = 0, pairs = 0, guardedPairs = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            double row = TensorPrimitives.SumOfMagnitudes(correlation.Slice(i * grid.Size, grid.Size));
            mass += Math.Abs(density[i]);
            pairs += row;
            if (density[i] >= limit)
                continue;
            guardedMass += Math.Abs(density[i]);
            guardedPairs += row;
        }
        _mass = Math.Max(_mass, guardedMass / mass);
        _correlation = Math.Max(_correlation, pairs > 0 ? guardedPairs / pairs : 0);
    }
}
