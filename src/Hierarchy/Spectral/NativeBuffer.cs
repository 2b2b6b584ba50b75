using System.Runtime.InteropServices;

namespace Hierarchy.Spectral;

/// <summary>
/// A zero-filled array of doubles outside the collected heap, aligned to 64 bytes so that every vector load of a
/// whole register stays within one cache line.
/// </summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint LargePage = 2 << 20;
    private const int AdviceHugePage = 14;
    private double* _pointer;

    /// <summary>Takes memory for <paramref name="length"/> doubles.</summary>
    /// <exception cref="OutOfMemoryException">The system has no room.</exception>
    public NativeBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = Math.Max(1, (nuint)length) * sizeof(double);
        bool large = bytes >= LargePage;
        _pointer = (double*)NativeMemory.AlignedAlloc(bytes, large ? LargePage : 64);
        if (large && OperatingSystem.IsLinux())
            _ = Advise(_pointer, bytes, AdviceHugePage);
        NativeMemory.Clear(_pointer, bytes);
    }

    ~NativeBuffer() => Free();

    /// <summary>The number of doubles.</summary>
    public int Length { get; }

    /// <summary>The first value, aligned to 64 bytes.</summary>
    public double* Pointer => _pointer != null ? _pointer : throw new ObjectDisposedException(nameof(NativeBuffer));

    /// <summary>All values.</summary>
    public Span<double> Span => new(Pointer, Length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks Linux for large pages, without which strided passes spend their time in address translation. A refusal does no harm.</summary>
    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(void* address, nuint bytes, int advice);

    private void Free()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }
}
