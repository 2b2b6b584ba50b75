using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// The values of a pair function that is exchange symmetric, of which a rank has the rows of some points, and with them the columns: the rows are consecutive in
/// the whole block, and norms have the bits of one rank.
/// </summary>
/// <param name="spread">How the values lie on the ranks.</param>
/// <param name="start">The first double of the block.</param>
/// <param name="size">n^d.</param>
/// <param name="orbits">The symmetry of the rough field; null if it has none.</param>
internal sealed unsafe class SpreadStorage(BlockSpread spread, int start, int size, OrbitStorage<DoubleValues>? orbits) : BlockStorage<DoubleValues>
{
    /// <summary>
    /// Whether the rough field, the one thing that is not exchange symmetric, is given by columns, as an evaluation reads it, or by rows, as a norm does.
    /// </summary>
    public bool IsTransposed { get; set; }

    internal override BlockSpread Spread => spread;

    internal override long CountValues(int length) => spread.Total;

    internal override long CountKept(int length) => orbits?.CountKept(length) ?? spread.Total;

    internal override void AddNoise(BlockTerms t, double* result, double scale, int start1, int length)
    {
        double noise = t.A * scale * Math.ScaleB(1, -31);
        for (int i = start1; i < start1 + length; i++)
        {
            long place = spread.First + (i - start);
            if (IsTransposed)
                place = place % size * size + place / size;
            uint number = orbits is null ? (uint)(start + place) : orbits.Place(place);
            result[i] = t.X[i] + noise * Rough(number);
        }
    }
}
