using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>The second moments of a pair F = f x f + g that its two-particle invariants are made of, not divided by the mass.</summary>
/// <param name="OneParticle">The moments of f.</param>
/// <param name="Covariance">E[v_1a v_2b] - E[v_a] E[v_b] = int int g v_1a v_2b, d x d values, row-major.</param>
/// <param name="EnergyCovariance">E[|v_1|^2 |v_2|^2] - (E|v|^2)^2 = int int g |v_1|^2 |v_2|^2.</param>
public sealed record PairMoments(VelocityMoments OneParticle, double[] Covariance, double EnergyCovariance)
{
    /// <summary>Computes the moments: over v2 row by row, then over v1 by compensated sums.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g.</param>
    public static PairMoments Of(VelocityGrid grid, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        ArgumentNullException.ThrowIfNull(correlation);
        if (correlation.IsZero)
            return new(VelocityMoments.Of(grid, density), new double[grid.Dimension * grid.Dimension], 0);
        PairRowMoments rows = new(grid);
        rows.Fill(correlation);
        return Of(grid, density, rows);
    }

    /// <summary>Ends the integration that <paramref name="rows"/> began.</summary>
    internal static PairMoments Of(VelocityGrid grid, ReadOnlySpan<double> density, PairRowMoments rows)
    {
        int d = grid.Dimension;
        double weight = grid.CellVolume * grid.CellVolume;
        double[] covariance = new double[d * d];
        CompensatedSum energy = default;
        for (int i = 0; i < grid.Size; i++)
            energy.Add(grid.SpeedSquared(i) * rows.Energy[i]);
        for (int ab = 0; ab < d * d; ab++)
        {
            CompensatedSum sum = default;
            for (int i = 0; i < grid.Size; i++)
                sum.Add(grid.Velocity(i, ab / d) * rows.Momentum[ab % d][i]);
            covariance[ab] = weight * sum.Value;
        }
        return new(VelocityMoments.Of(grid, density), covariance, weight * energy.Value);
    }

    /// <summary>
    /// The invariants E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)], for N infinite E[phi(v1) psi(v2)], of phi = v_a, psi = v_b (d x d values),
    /// followed by phi = psi = |v|^2.
    /// </summary>
    /// <param name="others">N - 1, or infinity.</param>
    internal double[] Invariants(double others)
    {
        int d = OneParticle.Mean.Length;
        double[] values = new double[d * d + 1];
        for (int ab = 0; ab < d * d; ab++)
            values[ab] = Invariant(OneParticle.Second[ab], OneParticle.Mean[ab / d] * OneParticle.Mean[ab % d] + Covariance[ab], others);
        values[d * d] = Invariant(OneParticle.Fourth, OneParticle.Energy * OneParticle.Energy + EnergyCovariance, others);
        return values;
    }

    private static double Invariant(double own, double pair, double others) => double.IsInfinity(others) ? pair : own + others * pair;
}

/// <summary>For every v1 the sums of g over v2 against 1, v_2b and |v_2|^2 (without the cell volume).</summary>
internal sealed class PairRowMoments
{
    private readonly VelocityGrid _grid;
    private readonly double[][] _velocity;
    private readonly double[] _square;

    public PairRowMoments(VelocityGrid grid)
    {
        _grid = grid;
        Mass = new double[grid.Size];
        Energy = new double[grid.Size];
        Momentum = [.. grid.Shape.Select(_ => new double[grid.Size])];
        _velocity = [.. grid.Shape.Select((_, axis) => Enumerable.Range(0, grid.Size).Select(i => grid.Velocity(i, axis)).ToArray())];
        _square = [.. Enumerable.Range(0, grid.Size).Select(grid.SpeedSquared)];
    }

    /// <summary>sum_{v2} g.</summary>
    public double[] Mass { get; }

    /// <summary>sum_{v2} g v_2b, for each b.</summary>
    public double[][] Momentum { get; }

    /// <summary>sum_{v2} g |v_2|^2.</summary>
    public double[] Energy { get; }

    /// <summary>All rows; a sum of products gives their sums without them.</summary>
    public void Fill(PairCorrelation correlation)
    {
        if (correlation is FactoredCorrelation products)
        {
            double[] ones = new double[_grid.Size];
            Array.Fill(ones, 1);
            products.SumOverSecond([ones, _square, .. _velocity], [Mass, Energy, .. Momentum]);
            return;
        }
        double[]?[] scratch = new double[]?[WorkCrew.MaximumWorkers];
        WorkCrew.Run(correlation.RepresentativeVisits, (visit, worker) =>
        {
            ReadOnlySpan<double> rows = correlation.RepresentativeRows(visit, scratch[worker] ??= new double[correlation.ScratchLength]);
            for (int k = 0; k < rows.Length / _grid.Size; k++)
                FillRow(correlation.PointOf(visit, k), rows.Slice(k * _grid.Size, _grid.Size));
        });
        Unfold(correlation.Symmetry);
    }

    /// <summary>Carries the sums of the representatives' rows to all points.</summary>
    public void Unfold(VelocityOrbits? orbits)
    {
        orbits?.Unfold(Mass);
        orbits?.Unfold(Energy);
        orbits?.Unfold(Momentum);
    }

    /// <summary>One row.</summary>
    public void FillRow(int i, ReadOnlySpan<double> row)
    {
        Mass[i] = TensorPrimitives.Sum(row);
        Energy[i] = TensorPrimitives.Dot(row, _square);
        for (int b = 0; b < _velocity.Length; b++)
            Momentum[b][i] = TensorPrimitives.Dot(row, _velocity[b]);
    }
}
