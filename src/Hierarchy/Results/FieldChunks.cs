using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace Hierarchy.Results;

/// <summary>
/// Fields in pieces that are compressed by deflate, which every HDF5 library reads: a piece is all of f at a time, or g at a time for one v1 and all v2, the block that is written
/// at once.
/// </summary>
internal static class FieldChunks
{
    /// <summary>A dataset whose first axis is the time.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="axes">The number of the last axes that a piece runs through.</param>
    /// <param name="compressed">Whether it is cut into pieces at all.</param>
    public static H5Dataset<double[]> Of(ulong[] shape, int axes, bool compressed)
    {
        if (!compressed)
            return new H5Dataset<double[]>(shape);
        uint[] piece = [.. shape.Select((extent, axis) => axis < shape.Length - axes ? 1u : (uint)extent)];
        return new H5Dataset<double[]>(shape, chunks: piece, datasetCreation: new H5DatasetCreation(new OnePiece(), [Deflate]));
    }

    /// <summary>The fastest level: higher ones gain a percent and take twice the time.</summary>
    private static H5Filter Deflate => new(DeflateFilter.Id, new Dictionary<string, object> { [DeflateFilter.COMPRESSION_LEVEL] = 1 });

    /// <summary>
    /// Keeps the piece that is written and no other; the library's own cache keeps all of them to the end. The writer that comes with a piece writes to the place of that piece,
    /// whatever index it is given, so each piece keeps its own.
    /// </summary>
    private sealed class OnePiece : IWritingChunkCache
    {
        private ulong _index;
        private Memory<byte> _piece;
        private Action<ulong, Memory<byte>>? _write;

        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkAllocator, Action<ulong, Memory<byte>> chunkWriter)
        {
            if (_write is not null && chunkIndex == _index)
                return _piece;
            Flush();
            (_index, _piece, _write) = (chunkIndex, chunkAllocator(), chunkWriter);
            return _piece;
        }

        public void Flush(Action<ulong, Memory<byte>>? chunkWriter = null)
        {
            _write?.Invoke(_index, _piece);
            _write = null;
        }
    }
}
