using System.Buffers;
using System.Runtime.InteropServices;

namespace Hierarchy.Spectral;

/// <summary>
/// A zero-filled array of doubles outside the collected heap, aligned to 64 bytes so that every vector load of a
/// whole register stays within one cache line. Large buffers do not all begin at the same place of a page: the processor takes a read
/// for a successor of any write in flight whose address agrees in the last twelve bits.
/// </summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint LargePage = 2 << 20;
    private const int AdviceHugePage = 14;
    private const int MapThreshold = -3;

    /// <summary>Doubles between the beginnings, within a page, of large buffers taken one after the other; half a page and a cache line.</summary>
    private const int Stagger = 264;
    private const int Staggered = 4;
    private static int _taken;
    private double* _block;
    private double* _pointer;
    private Manager? _manager;

    /// <summary>
    /// Large buffers go back to the system when they are disposed of. The allocator of Linux would keep those below 32 MB in its heap, where they leave gaps: a run
    /// of low rank on 24^3 points takes 512 MB in place of 406 then.
    /// </summary>
    static NativeBuffer()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetAllocator(MapThreshold, (int)LargePage);
        }
        catch (EntryPointNotFoundException)
        {
            // Other C libraries do so anyway, or have no say.
        }
    }

    /// <summary>Takes memory for <paramref name="length"/> doubles.</summary>
    /// <exception cref="OutOfMemoryException">The system has no room.</exception>
    public NativeBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = Math.Max(1, (nuint)length) * sizeof(double);
        bool large = bytes >= LargePage;
        nuint shift = large ? (nuint)Interlocked.Increment(ref _taken) % Staggered * Stagger : 0;
        _block = (double*)NativeMemory.AlignedAlloc(bytes + shift * sizeof(double), large ? LargePage : 64);
        _pointer = _block + shift;
        if (large && OperatingSystem.IsLinux())
            _ = Advise(_block, bytes + shift * sizeof(double), AdviceHugePage);
        NativeMemory.Clear(_pointer, bytes);
    }

    ~NativeBuffer() => Free();

    /// <summary>The number of doubles.</summary>
    public int Length { get; }

    /// <summary>The first value, aligned to 64 bytes.</summary>
    public double* Pointer => _pointer != null ? _pointer : throw new ObjectDisposedException(nameof(NativeBuffer));

    /// <summary>All values.</summary>
    public Span<double> Span => new(Pointer, Length);

    /// <summary>The same for those who keep it; it is of use as long as the buffer is not disposed of.</summary>
    public Memory<double> Memory => (_manager ??= new Manager(this)).Memory;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks Linux for large pages, without which strided passes spend their time in address translation. A refusal does no harm.</summary>
    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(void* address, nuint bytes, int advice);

    /// <summary>Sets a parameter of the allocator.</summary>
    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int SetAllocator(int parameter, int value);

    private void Free()
    {
        NativeMemory.AlignedFree(_block);
        _block = null;
        _pointer = null;
    }

    /// <summary>Lends the values to a <see cref="Memory{T}"/>.</summary>
    private sealed class Manager(NativeBuffer buffer) : MemoryManager<double>
    {
        public override Span<double> GetSpan() => buffer.Span;

        public override MemoryHandle Pin(int elementIndex = 0) => new(buffer.Pointer + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}

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
