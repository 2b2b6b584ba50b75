using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// A block of columns r, representatives of orbits, of S + sum_u left_u x right_u at the images s r' of other points, a square at a time.
/// </summary>
/// <remarks>
/// Where further elements u leave r in place, S(u q, r) and S(q, r) differ by rounding, and what they differ by is no part of a function of a pair: nothing damps
/// it. So the value at the least of the points u q is taken for all of them, and F = S + S^T has its symmetries to the last bit.
/// </remarks>
/// <typeparam name="T">How S is stored.</typeparam>
/// <param name="orbits">The symmetry.</param>
/// <param name="blocks">S in blocks.</param>
/// <param name="start">Where the block begins.</param>
/// <param name="first">The number of its first representative.</param>
/// <param name="width">The number of its columns.</param>
/// <param name="updates">The products.</param>
/// <param name="places">Where the rows of points stand in the block; null if it has all in their order.</param>
internal readonly unsafe struct ImageSource<T>(VelocityOrbits orbits, double* blocks, long start, int first, int width, ImageUpdates updates, int[]? places = null)
    where T : struct, IStoredValues
{
    private const int Side = PairLayout.BlockColumns, Lanes = PairLayout.Lanes;

    /// <summary>The rows of the images of some points.</summary>
    /// <param name="map">The points s r'.</param>
    /// <param name="points">r', at most 16.</param>
    /// <param name="tile">Receives 16 values a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(int[] map, ReadOnlySpan<int> points, double* tile)
    {
        int near = Math.Min(width, Lanes), far = Math.Max(0, width - Lanes);
        for (int k = 0; k < points.Length; k++)
        {
            int image = map[points[k]];
            double* to = tile + k * Side;
            long row = start + (long)(places is null ? image : places[image]) * width;
            updates.Add(image, first, PairScratch.ReadLanes<T>(blocks, row, near)).Store(to);
            updates.Add(image, first + Lanes, PairScratch.ReadLanes<T>(blocks, row + Lanes, far)).Store(to + Lanes);
        }
        OrbitStabilisers stabilisers = orbits.Stabilisers;
        for (int column = stabilisers.NextFixed(first); column < first + width; column = stabilisers.NextFixed(column + 1))
            TakeLeast(map, points, stabilisers.Least(column)!, column - first, tile);
    }

    private void TakeLeast(int[] map, ReadOnlySpan<int> points, int[] least, int lane, double* tile)
    {
        for (int k = 0; k < points.Length; k++)
        {
            int image = map[points[k]], chosen = least[image];
            if (chosen != image)
                tile[k * Side + lane] = updates.Add(chosen, first + lane, T.Get(blocks, start + (long)(places is null ? chosen : places[chosen]) * width + lane));
        }
    }
}

/// <summary>Where squares of F(s r, r') of representatives r and r' are written.</summary>
/// <typeparam name="T">How F is stored.</typeparam>
/// <param name="orbits">The symmetry.</param>
/// <param name="result">F, v1 slow.</param>
/// <param name="stride">The number of its columns.</param>
internal readonly unsafe struct ImageTarget<T>(VelocityOrbits orbits, double* result, int stride)
    where T : struct, IStoredValues
{
    private const int Side = PairLayout.BlockColumns, Lanes = PairLayout.Lanes;

    /// <summary>Writes the rows of a square to the images of some points, where the element is the one that the image is known by.</summary>
    /// <param name="element">s.</param>
    /// <param name="points">r.</param>
    /// <param name="column">The first of the columns in the array.</param>
    /// <param name="width">Their number.</param>
    /// <param name="tile">16 values a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scatter(int element, ReadOnlySpan<int> points, int column, int width, double* tile)
    {
        int[] map = orbits.Map(element);
        int near = Math.Min(width, Lanes), far = Math.Max(0, width - Lanes);
        for (int k = 0; k < points.Length; k++, tile += Side)
        {
            int image = map[points[k]];
            if (orbits.Element[image] != element)
                continue;
            long row = (long)image * stride + column;
            PairScratch.WriteLanes<T>(tile, result, row, near);
            PairScratch.WriteLanes<T>(tile + Lanes, result, row + Lanes, far);
        }
    }
}

/// <summary>sum_u left_u(v1) right_u(r) at the points v1 and the representatives r.</summary>
/// <param name="left">Rows of <paramref name="stride"/> values at the points.</param>
/// <param name="stride">At least n^d.</param>
/// <param name="columns">The right factors at the representatives (<see cref="ImageColumns"/>).</param>
/// <param name="columnStride">Values from one of them to the next.</param>
/// <param name="count">The number of products.</param>
internal readonly unsafe struct ImageUpdates(double* left, int stride, double* columns, int columnStride, int count)
{
    /// <summary>Adds the products at a point and eight neighbouring representatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Add(int point, int column, Vector512<double> sum)
    {
        for (int u = 0; u < count; u++)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(left[u * stride + point]), Vector512.Load(columns + u * columnStride + column), sum);
        return sum;
    }

    /// <summary>The same at one representative, with the same bits.</summary>
    public double Add(int point, int column, double sum)
    {
        for (int u = 0; u < count; u++)
            sum = Math.FusedMultiplyAdd(left[u * stride + point], columns[u * columnStride + column], sum);
        return sum;
    }
}

/// <summary>Fields at the representatives.</summary>
internal sealed unsafe class ImageColumns : IDisposable
{
    private NativeBuffer? _values;

    /// <summary>Takes them from the points.</summary>
    /// <param name="orbits">The symmetry.</param>
    /// <param name="fields">Rows at the points.</param>
    /// <param name="stride">Values from one of them to the next.</param>
    /// <param name="columnStride">The number of representatives, rounded up to whole blocks.</param>
    /// <param name="count">The number of fields.</param>
    public double* Take(VelocityOrbits orbits, double* fields, int stride, int columnStride, int count)
    {
        if (_values is null || _values.Length < count * columnStride)
        {
            _values?.Dispose();
            _values = new NativeBuffer(Math.Max(1, count * columnStride));
        }
        for (int u = 0; u < count; u++)
        {
            for (int j = 0; j < columnStride; j++)
                _values.Pointer[u * columnStride + j] = fields[(long)u * stride + orbits.Points[Math.Min(j, orbits.Count - 1)]];
        }
        return _values.Pointer;
    }

    public void Dispose() => _values?.Dispose();
}
