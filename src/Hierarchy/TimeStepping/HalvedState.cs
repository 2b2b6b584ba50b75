using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// A state that is kept aside in little more than half its memory: blocks of a pair function with a symmetry hold every value twice, at (v1, v2) and at (v2, v1)
/// (<see cref="IHalvedBlock"/>), to the last bit; other blocks are kept whole.
/// </summary>
internal sealed unsafe class HalvedState : IDisposable
{
    private readonly (StateBlock Block, NativeBuffer Values)[] _blocks;

    private HalvedState(IReadOnlyList<StateBlock> blocks) => _blocks = [.. blocks.Select(block => (block, new NativeBuffer(Length(block))))];

    /// <summary>Whether it holds a state.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Makes one for a state of more than <paramref name="mostWhole"/> doubles with such a block; null for others, which can be kept whole.</summary>
    public static HalvedState? For(IReadOnlyList<StateBlock> blocks, long mostWhole) =>
        blocks.Sum(block => (long)block.Length) > mostWhole && blocks.Any(block => block.Storage is IHalvedBlock { CanHalve: true }) ? new HalvedState(blocks) : null;

    /// <summary>Keeps a state.</summary>
    public void Keep(double* state)
    {
        foreach ((StateBlock block, NativeBuffer values) in _blocks)
        {
            if (block.Storage is IHalvedBlock { CanHalve: true } halved)
                halved.Halve(state, values.Pointer);
            else
                new ReadOnlySpan<double>(state + block.Start, block.Length).CopyTo(values.Span);
        }
        IsFull = true;
    }

    /// <summary>Writes the state that was kept.</summary>
    public void Write(double* state)
    {
        foreach ((StateBlock block, NativeBuffer values) in _blocks)
        {
            if (block.Storage is IHalvedBlock { CanHalve: true } halved)
                halved.Complete(values.Pointer, state);
            else
                values.Span[..block.Length].CopyTo(new Span<double>(state + block.Start, block.Length));
        }
    }

    /// <summary>Forgets the state.</summary>
    public void Clear() => IsFull = false;

    public void Dispose()
    {
        foreach ((_, NativeBuffer values) in _blocks)
            values.Dispose();
    }

    private static int Length(StateBlock block) => block.Storage is IHalvedBlock { CanHalve: true } halved ? halved.HalfLength : block.Length;
}

/// <summary>A way to store a block half of whose values are others again.</summary>
internal unsafe interface IHalvedBlock
{
    /// <summary>Whether that holds of this block.</summary>
    bool CanHalve { get; }

    /// <summary>The doubles that the values take without the others.</summary>
    int HalfLength { get; }

    /// <summary>Copies what is no repetition from a state.</summary>
    void Halve(double* state, double* half);

    /// <summary>Fills the block of a state again.</summary>
    void Complete(double* half, double* state);
}
