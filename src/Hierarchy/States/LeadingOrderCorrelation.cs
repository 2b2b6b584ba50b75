using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>g = G/N - phi x phi/N^2, what the expansion f_{N,1} = f + phi/N, f_{N,2} = f x f + (phi x f + f x phi + G)/N leaves.</summary>
/// <param name="limit">G, where it lies.</param>
/// <param name="shift">phi, n^d values, where they lie.</param>
/// <param name="inverse">1/N.</param>
internal sealed class LeadingOrderCorrelation(PairCorrelation limit, ReadOnlyMemory<double> shift, double inverse) : PairCorrelation(limit.Grid)
{
    /// <summary>G.</summary>
    public PairCorrelation Limit => limit;

    /// <summary>phi.</summary>
    public ReadOnlyMemory<double> Shift => shift;

    /// <summary>1/N.</summary>
    public double Inverse => inverse;

    internal override LeadingOrderCorrelation Expansion => this;

    internal override VelocityOrbits? Symmetry => limit.Symmetry;

    public override PairCorrelation Copy() => new LeadingOrderCorrelation(limit.Copy(), shift.ToArray(), inverse);

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        int size = Grid.Size;
        ReadOnlySpan<double> own = limit.Rows(first, count, scratch), phi = shift.Span;
        for (int i = 0; i < count; i++)
        {
            Span<double> row = scratch.Slice(i * size, size);
            TensorPrimitives.Multiply(own.Slice(i * size, size), inverse, row);
            TensorPrimitives.MultiplyAdd(phi, -phi[first + i] * inverse * inverse, row, row);
        }
        return scratch[..(count * size)];
    }

    internal override int RowsHeld => limit.RowsHeld;

    /// <summary>G is exchange symmetric to the last bit, phi x phi but for the rounding of its factors.</summary>
    internal override double ExchangeDefect(int first, int end)
    {
        double[] scratch = new double[Math.Max(Grid.Size, limit.ScratchLength)];
        double largest = 0;
        for (int i = first; i < end; i++)
            largest = Math.Max(largest, Defect(i, i + 1, scratch));
        return largest;
    }

    internal override double RepresentativeExchangeDefect(int visit)
    {
        if (Symmetry is null)
            return base.RepresentativeExchangeDefect(visit);
        double[] scratch = new double[Math.Max(Grid.Size, limit.ScratchLength)];
        double largest = 0;
        for (int k = 0; k < Math.Min(RowsPerVisit, RepresentativeCount - visit * RowsPerVisit); k++)
            largest = Math.Max(largest, Defect(PointOf(visit, k), 0, scratch));
        return largest;
    }

    internal override void CopyColumns(VelocityOrbits orbits, int point, Span<double> columns)
    {
        limit.CopyColumns(orbits, point, columns);
        ReadOnlySpan<double> phi = shift.Span;
        for (int k = 0; k < orbits.Count; k++)
            columns[k] = phi[point] * (-phi[orbits.Points[k]] * inverse * inverse) + columns[k] * inverse;
    }

    private double Defect(int i, int from, double[] scratch)
    {
        ReadOnlySpan<double> row = limit.Row(i, scratch), phi = shift.Span;
        double largest = 0;
        for (int j = from; j < row.Length; j++)
        {
            double own = row[j] * inverse;
            largest = Math.Max(largest, Math.Abs(phi[i] * (-phi[j] * inverse * inverse) + own - (phi[j] * (-phi[i] * inverse * inverse) + own)));
        }
        return largest;
    }

    private protected override double Value(int i, int j)
    {
        ReadOnlySpan<double> phi = shift.Span;
        return phi[j] * (-phi[i] * inverse * inverse) + limit.ValueAt(i, j) * inverse;
    }
}
