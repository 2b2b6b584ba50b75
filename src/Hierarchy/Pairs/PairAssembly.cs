using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The last pass of an evaluation: F = S + S^T + D + D^T + sum_r (left_r x right_r + right_r x left_r), S in blocks (<see cref="PairLayout.BlockStart"/>),
/// D and F row-major, tile by tile; F is symmetric to the last bit.
/// </summary>
internal sealed unsafe class PairAssembly(PairLayout layout) : IDisposable
{
    private readonly ImageColumns _columns = new();

    /// <summary>Fills F.</summary>
    /// <typeparam name="T">How S and F are stored.</typeparam>
    /// <param name="blocks">S, n^{2d} values.</param>
    /// <param name="addition">D in double precision, or null.</param>
    /// <param name="result">F; may not overlap the others.</param>
    /// <param name="left">Rows of <see cref="PairLayout.PaddedSize"/> values.</param>
    /// <param name="right">The same.</param>
    /// <param name="updates">The number of r.</param>
    public void Assemble<T>(double* blocks, double* addition, double* result, double* left, double* right, int updates)
        where T : struct, IStoredValues
    {
        var tiles = new PairTiles<T>(layout)
        {
            Blocks = blocks,
            Addition = addition,
            Result = result,
            Left = left,
            Right = right,
            Updates = updates,
        };
        if (layout.Orbits is { } orbits)
            tiles.RightColumns = _columns.Take(orbits, right, layout.PaddedSize, layout.PaddedColumns, updates);
        WorkCrew.Run(tiles.Chunks * (layout.Orbits?.Order ?? 1), tiles);
    }

    public void Dispose() => _columns.Dispose();
}
