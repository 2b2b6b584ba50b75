namespace Hierarchy.Spectral;

/// <summary>Working memory that each thread keeps, shared by all plans so that it stays in the nearest caches. Contents do not survive a kernel.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static NativeBuffer? _buffer;

    /// <summary>At least <paramref name="length"/> doubles, aligned to 64 bytes, owned by the calling thread.</summary>
    public static double* Take(int length)
    {
        if (_buffer is { } buffer && buffer.Length >= length)
            return buffer.Pointer;
        _buffer?.Dispose();
        _buffer = new NativeBuffer(length);
        return _buffer.Pointer;
    }
}
