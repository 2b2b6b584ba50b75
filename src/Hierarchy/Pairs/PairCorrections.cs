using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The low-rank terms sum_r (left_r x right_r + right_r x left_r) that give the discrete pair equation the exact properties of the continuous one.
/// </summary>
/// <remarks>
/// 1. The bracket (1/N)(P[F] - m x f - f x m), m = int P[F] dv2, has zero marginals.
/// 2. T produces no momentum and energy: the moments of each column of T_1 g with v_a and |v|^2 are taken out along dual fields.
/// 3. E[phi(v1)psi(v1)] + (N-1) E[phi(v1)psi(v2)] is constant for phi, psi in {v_a, |v|^2}: the bracket receives sum K_kl psi_k x psi_l with K = -S - R,
///    S the second moments of Q(f,f) + C[g] (spectrally accurate) and R those of the bracket (of order h^(gamma+d+4) off, from the point values of P).
/// 2 and 3 are the pair-level part of <see cref="CollisionOptions.Conservative"/>.
/// </remarks>
internal sealed class PairCorrections : IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly PairCollisions _pairs;
    private readonly SpectralDerivative _derivative;
    private readonly CollisionInvariants _invariants;
    private readonly bool _conservative;
    private readonly NativeBuffer _left;
    private readonly NativeBuffer _right;
    private readonly NativeBuffer _fluxes;
    private readonly NativeBuffer _marginal;
    private double _largestCorrection;
    private double _largestMoment;

    public PairCorrections(VelocityGrid grid, PairCollisions pairs, SpectralDerivative derivative, ReadOnlySpan<double> maxwellian, bool conservative)
    {
        _grid = grid;
        _pairs = pairs;
        _derivative = derivative;
        _invariants = new CollisionInvariants(grid, maxwellian);
        _conservative = conservative;
        _left = new NativeBuffer((_invariants.Count + 1) * pairs.SumStride);
        _right = new NativeBuffer((_invariants.Count + 1) * pairs.SumStride);
        _fluxes = new NativeBuffer(grid.Dimension * grid.Size);
        _marginal = new NativeBuffer(grid.Size);
    }

    /// <summary>m = int P[f x f + g] dv2 of the last <see cref="Complete"/>, n^d values.</summary>
    public ReadOnlySpan<double> Marginal => _marginal.Span;

    /// <summary>The largest correction of a second moment over the largest second moment of Q(f,f) + C[g].</summary>
    public double RelativeSize => _largestMoment > 0 ? _largestCorrection / _largestMoment : 0;

    /// <summary>Completes the pair equation: result = S + S^T + corrections.</summary>
    /// <param name="density">f.</param>
    /// <param name="collisions">Q(f,f) + C[g], without the factor (N-1)/N.</param>
    /// <param name="pairFactor">1/N; at zero there is no bracket.</param>
    /// <param name="outsideFactor">(N-2)/N.</param>
    /// <param name="result">n^{2d} values.</param>
    /// <param name="surplus">s, n^d values, or empty: s x f + f x s is added.</param>
    /// <param name="addition">D, n^{2d} values, or null: D + D^T is added.</param>
    public unsafe void Complete(
        ReadOnlySpan<double> density, ReadOnlySpan<double> collisions, double pairFactor, double outsideFactor, double* result, ReadOnlySpan<double> surplus = default,
        double* addition = null)
    {
        FillMarginal(density, pairFactor);
        if (!surplus.IsEmpty)
            TensorPrimitives.Add(Row(_right, 0), surplus, Row(_right, 0));
        if (_conservative)
        {
            FillColumnMoments(outsideFactor != 0);
            if (pairFactor != 0)
                AddSecondMoments(density, collisions, pairFactor);
        }
        _pairs.Symmetrise(result, addition, _left, _right, _conservative ? _invariants.Count + 1 : 1);
    }

    /// <summary>Writes the largest corrections met.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_largestCorrection);
        writer.Write(_largestMoment);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        _largestCorrection = reader.ReadDouble();
        _largestMoment = reader.ReadDouble();
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _fluxes.Dispose();
        _marginal.Dispose();
    }

    /// <summary>Row 0: f and -(1/N) m / rho, with rho the mass of f.</summary>
    private void FillMarginal(ReadOnlySpan<double> density, double pairFactor)
    {
        int size = _grid.Size;
        Span<double> marginal = _marginal.Span, right = Row(_right, 0);
        for (int a = 0; a < _grid.Dimension; a++)
            _pairs.MarginalFlux(a).CopyTo(_fluxes.Span[(a * size)..]);
        _derivative.Divergence(_fluxes.Span, marginal);
        double mass = 0, total = 0;
        for (int i = 0; i < size; i++)
        {
            marginal[i] *= _grid.CellVolume;
            mass += density[i] * _grid.CellVolume;
            total += marginal[i] * _grid.CellVolume;
        }
        density.CopyTo(Row(_left, 0));
        for (int i = 0; i < size; i++)
            right[i] = -pairFactor / mass * (marginal[i] - 0.5 * total / mass * density[i]);
    }

    /// <summary>Row k+1: psi_k and minus the moment of each column of (N-2)/N T_1 g with phi_k.</summary>
    private void FillColumnMoments(bool outside)
    {
        for (int k = 0; k < _invariants.Count; k++)
        {
            _invariants.Dual(k).CopyTo(Row(_left, k + 1));
            Span<double> right = Row(_right, k + 1);
            right.Clear();
            if (!outside)
                continue;
            ReadOnlySpan<double> moments = _pairs.OutsideMoment(k);
            for (int j = 0; j < right.Length; j++)
                right[j] = -_grid.CellVolume * moments[j];
        }
    }

    private void AddSecondMoments(ReadOnlySpan<double> density, ReadOnlySpan<double> collisions, double pairFactor)
    {
        for (int k = 0; k < _invariants.Count; k++)
        {
            for (int l = k; l < _invariants.Count; l++)
            {
                (double single, double bracket) = SecondMoments(k, l, density, collisions);
                double correction = -(single + bracket);
                _largestCorrection = Math.Max(_largestCorrection, Math.Abs(correction));
                _largestMoment = Math.Max(_largestMoment, Math.Abs(single));
                AddDual(k, l, 0.5 * pairFactor * correction);
                if (l != k)
                    AddDual(l, k, 0.5 * pairFactor * correction);
            }
        }
    }

    /// <summary>S_kl and R_kl.</summary>
    private (double Single, double Bracket) SecondMoments(int k, int l, ReadOnlySpan<double> density, ReadOnlySpan<double> collisions)
    {
        ReadOnlySpan<double> first = _invariants.Function(k), second = _invariants.Function(l), marginal = _marginal.Span;
        ReadOnlySpan<double> columnsFirst = _pairs.PairMoment(k), columnsSecond = _pairs.PairMoment(l);
        double single = 0, pair = 0, mass = 0, meanFirst = 0, meanSecond = 0, lostFirst = 0, lostSecond = 0;
        for (int i = 0; i < density.Length; i++)
        {
            single += first[i] * second[i] * collisions[i];
            pair += columnsFirst[i] * second[i] + columnsSecond[i] * first[i];
            mass += density[i];
            meanFirst += first[i] * density[i];
            meanSecond += second[i] * density[i];
            lostFirst += first[i] * marginal[i];
            lostSecond += second[i] * marginal[i];
        }
        double cell = _grid.CellVolume;
        return (cell * single, cell * cell * pair - cell * (lostFirst * meanSecond + lostSecond * meanFirst) / mass);
    }

    private void AddDual(int row, int dual, double factor)
    {
        Span<double> right = Row(_right, row + 1);
        ReadOnlySpan<double> field = _invariants.Dual(dual);
        for (int i = 0; i < field.Length; i++)
            right[i] += factor * field[i];
    }

    private Span<double> Row(NativeBuffer buffer, int row) => buffer.Span.Slice(row * _pairs.SumStride, _grid.Size);
}
