using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The left factors K_c(v1 - v3) g(v1, v3) w(v3) of integrals over v3, with kernels K_c by tables of differences (see <see cref="PairLayout"/>), or h^d alone if there
/// are no tables. g is exchange symmetric, so it is read along the rows of v3, where eight neighbouring v1 are eight neighbouring values.
/// </summary>
internal sealed unsafe class TripletFactor(PairLayout layout, double*[] tables) : ILeftFactor
{
    private const int Lanes = PairLayout.Lanes;
    private double* _pairs;
    private double* _weights;

    /// <summary>The number of kernels, at least 1.</summary>
    public int Components => Math.Max(1, tables.Length);

    /// <summary>Takes g and w.</summary>
    public void Take(double* pairs, double* weights)
    {
        _pairs = pairs;
        _weights = weights;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int row, int first, int count, double* packed)
    {
        int size = layout.Size, valid = layout.ValidLanes(row);
        var lookup = new DifferenceLookup(layout, row);
        Vector512<double> cell = Vector512.Create(tables.Length == 0 ? layout.Grid.CellVolume : 1);
        double* last = packed + (Components - 1) * count * Lanes, pairs = _pairs + (long)first * size + row;
        for (int k = 0; k < count; k++, pairs += size)
            (cell * Vector512.Create(_weights[first + k]) * PairScratch.ReadLanes<DoubleValues>(pairs, 0, valid)).Store(last + k * Lanes);
        for (int c = 0; c < tables.Length; c++)
        {
            // The last component stands where the common factor is, so it comes last.
            double* table = tables[c], to = packed + c * count * Lanes;
            for (int k = 0; k < count; k++)
                (Vector512.Load(last + k * Lanes) * lookup.Load(table, lookup.Row(first + k))).Store(to + k * Lanes);
        }
    }

    /// <summary>sums(c, i) = sum over v3 of K_c(v_i - v3) g(v_i, v3), c-th row of <paramref name="stride"/> values, for eight neighbouring i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(int row, double* sums, int stride)
    {
        int size = layout.Size, valid = layout.ValidLanes(row);
        var lookup = new DifferenceLookup(layout, row);
        for (int c = 0; c < tables.Length; c++)
        {
            Vector512<double> sum = default;
            double* pairs = _pairs + row;
            for (int k = 0; k < size; k++, pairs += size)
                sum += PairScratch.ReadLanes<DoubleValues>(pairs, 0, valid) * lookup.Load(tables[c], lookup.Row(k));
            sum.Store(sums + c * stride + row);
        }
    }
}
