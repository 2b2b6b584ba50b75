using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Spectral;

/// <summary>
/// One visit of a transform to memory: the array is cut into chunks that touch separate lines and can run in any order, at the same time.
/// </summary>
internal abstract unsafe class TransformStage(AxisEngine engine)
{
    protected readonly AxisEngine Engine = engine;

    /// <summary>The number of chunks.</summary>
    public abstract int Chunks { get; }

    /// <summary>The doubles of scratch that a chunk needs.</summary>
    public abstract int ScratchSize { get; }

    /// <summary>Transforms chunk <paramref name="chunk"/> in place, exponent -i, times <paramref name="scale"/>.</summary>
    public abstract void Run(int chunk, double* re, double* im, double scale, double* scratch);
}

/// <summary>
/// The trailing axes of contiguous blocks that stay in the second-level cache: each block is visited once, its planes of the last two axes first.
/// </summary>
/// <remarks>The carried axes after the group, if any, are the lanes.</remarks>
internal sealed unsafe class BlockStage : TransformStage
{
    private const int ChunkSize = 8192;
    private const int ManyChunks = 64;
    private const int BundleSize = 1024;
    private const int AlongLines = 16;
    private const int AcrossLines = 32;
    private const int PlaneLines = 48;
    private readonly LinePlan[] _plans;
    private readonly int _inner;
    private readonly int _blockSize;
    private readonly int _blocks;
    private readonly int _blocksPerVisit;
    private readonly int _blocksPerChunk;
    private readonly int _plane;
    private readonly int _bundle;

    public BlockStage(AxisEngine engine, LinePlan[] plans, int blocks, int inner)
        : base(engine)
    {
        _plans = plans;
        _inner = inner;
        _blocks = blocks;
        _blockSize = inner;
        foreach (LinePlan plan in plans)
        {
            _blockSize *= plan.Length;
            ScratchSize = Math.Max(ScratchSize, AxisEngine.Scratch(plan));
        }
        _blocksPerVisit = Math.Max(1, ChunkSize / _blockSize);
        _blocksPerChunk = _blocksPerVisit * Math.Clamp(blocks / _blocksPerVisit / ManyChunks, 1, 16);
        int lines = plans.Length > 1 ? plans[^2].Length : 1;
        _plane = inner * plans[^1].Length * lines;
        int planes = 1;
        while ((inner == 1 && planes * lines % 8 != 0) || 2 * planes * _plane <= BundleSize)
            planes *= 2;
        _bundle = plans.Length == 1 ? _blocksPerVisit * _blockSize : planes * _plane;
    }

    public override int Chunks => (_blocks + _blocksPerChunk - 1) / _blocksPerChunk;

    public override int ScratchSize { get; }

    public override void Run(int chunk, double* re, double* im, double scale, double* scratch)
    {
        int first = chunk * _blocksPerChunk, end = Math.Min(_blocks, first + _blocksPerChunk);
        for (int block = first; block < end; block += _blocksPerVisit)
        {
            nint start = (nint)block * _blockSize;
            int count = Math.Min(end - block, _blocksPerVisit);
            Visit(re + start, im + start, count * _blockSize, block + count < _blocks, scale, scratch);
        }
    }

    /// <summary>A few blocks that fit the cache together. While they are at work, the blocks that follow are called into the cache.</summary>
    private void Visit(double* re, double* im, int size, bool more, double scale, double* scratch)
    {
        int last = _plans.Length - 1;
        AheadCall ahead = new(re + size, im + size, more ? size : 0, _plans.Length);
        for (nint start = 0; start < size; start += _bundle)
        {
            int part = (int)Math.Min(_bundle, size - start);
            Axis(last, re + start, im + start, part, _inner, last == 0 ? scale : 1, scratch, ref ahead);
            if (last > 0)
                Axis(last - 1, re + start, im + start, part, _inner * _plans[last].Length, last == 1 ? scale : 1, scratch, ref ahead);
        }
        int stride = _plane;
        for (int axis = last - 2; axis >= 0; axis--)
        {
            Axis(axis, re, im, size, stride, axis == 0 ? scale : 1, scratch, ref ahead);
            stride *= _plans[axis].Length;
        }
    }

    private void Axis(int axis, double* re, double* im, int size, int stride, double scale, double* scratch, ref AheadCall ahead)
    {
        LinePlan plan = _plans[axis];
        if (stride == 1)
        {
            int count = size / plan.Length;
            for (int line = 0; line < count; line += AlongLines)
            {
                int lines = Math.Min(AlongLines, count - line);
                ahead.Call(lines * plan.Length);
                LinePlace place = new(re + line * plan.Length, im + line * plan.Length, plan.Length);
                Engine.Along(plan, place, place, lines, scale, scratch);
            }
            return;
        }
        int plane = plan.Length * stride, planes = Math.Max(1, PlaneLines / stride);
        for (int start = 0; start < size; start += planes * plane)
        {
            int count = Math.Min(planes, (size - start) / plane);
            for (int line = 0; line < stride; line += AcrossLines)
            {
                int lines = Math.Min(AcrossLines, stride - line);
                ahead.Call(count * lines * plan.Length);
                LinePlace place = new(re + start + line, im + start + line, stride, plane);
                Engine.Across(plan, place, place, lines, count, scale, scratch);
            }
        }
    }

    /// <summary>Calls memory into the second-level cache little by little, as the work goes on: a burst would have to wait for free line buffers.</summary>
    private ref struct AheadCall(double* re, double* im, int size, int passes)
    {
        private const int CacheLine = 8;
        private int _due;
        private int _called;

        /// <summary>The share that belongs to <paramref name="work"/> values in one of the passes.</summary>
        public void Call(int work)
        {
            _due += work;
            int end = Math.Min(size, _due / passes);
            for (; _called < end && Sse.IsSupported; _called += CacheLine)
            {
                Sse.Prefetch1(re + _called);
                Sse.Prefetch1(im + _called);
            }
        }
    }
}

/// <summary>One axis of large stride: slices of neighbouring lines.</summary>
internal sealed unsafe class SweepStage : TransformStage
{
    private const int ChunkSize = 4096;
    private readonly LinePlan _plan;
    private readonly int _inner;
    private readonly int _outer;
    private readonly int _slice;
    private readonly int _slices;

    public SweepStage(AxisEngine engine, LinePlan plan, int outer, int inner)
        : base(engine)
    {
        _plan = plan;
        _outer = outer;
        _inner = inner;
        _slice = Math.Min(inner, Math.Max(32, ChunkSize / plan.Length / 32 * 32));
        _slices = (inner + _slice - 1) / _slice;
    }

    public override int Chunks => _outer * _slices;

    public override int ScratchSize => AxisEngine.Scratch(_plan);

    public override void Run(int chunk, double* re, double* im, double scale, double* scratch)
    {
        int outer = chunk / _slices, first = chunk % _slices * _slice;
        nint start = (nint)outer * _plan.Length * _inner + first;
        LinePlace lines = new(re + start, im + start, _inner);
        Engine.Across(_plan, lines, lines, Math.Min(_slice, _inner - first), 1, scale, scratch);
    }
}

/// <summary>
/// Two neighbouring axes of large stride in one visit to memory: a slice of neighbouring lines is transformed along the first axis into a packed
/// copy, which stays in the second-level cache and has no strides that fall on the same cache sets, and from there along the second axis.
/// </summary>
internal sealed unsafe class PairStage : TransformStage
{
    private const int CopySize = 16384;
    private readonly LinePlan _slow;
    private readonly LinePlan _fast;
    private readonly int _inner;
    private readonly int _outer;
    private readonly int _slice;
    private readonly int _slices;

    public PairStage(AxisEngine engine, LinePlan slow, LinePlan fast, int outer, int inner)
        : base(engine)
    {
        _slow = slow;
        _fast = fast;
        _outer = outer;
        _inner = inner;
        _slice = Math.Min(inner, Math.Max(16, CopySize / (slow.Length * fast.Length) / 16 * 16));
        _slices = (inner + _slice - 1) / _slice;
    }

    public override int Chunks => _outer * _slices;

    public override int ScratchSize => 2 * Copy + Math.Max(AxisEngine.Scratch(_slow), AxisEngine.Scratch(_fast));

    private int Copy => _slow.Length * _fast.Length * _slice;

    public override void Run(int chunk, double* re, double* im, double scale, double* scratch)
    {
        int outer = chunk / _slices, first = chunk % _slices * _slice, lines = Math.Min(_slice, _inner - first);
        nint start = (nint)outer * _slow.Length * _fast.Length * _inner + first, row = (nint)_fast.Length * _inner;
        double* copyRe = scratch, copyIm = scratch + Copy, rest = scratch + 2 * Copy;
        for (int j = 0; j < _fast.Length; j++)
        {
            LinePlace source = new(re + start + (nint)j * _inner, im + start + (nint)j * _inner, row);
            if (j + 1 < _fast.Length)
                CallAhead(re + start + (nint)(j + 1) * _inner, im + start + (nint)(j + 1) * _inner, row, lines);
            LinePlace target = new(copyRe + j * _slice, copyIm + j * _slice, _fast.Length * _slice);
            Engine.Across(_slow, source, target, lines, 1, 1, rest);
        }
        for (int i = 0; i < _slow.Length; i++)
        {
            LinePlace source = new(copyRe + i * _fast.Length * _slice, copyIm + i * _fast.Length * _slice, _slice);
            LinePlace target = new(re + start + i * row, im + start + i * row, _inner);
            Engine.Across(_fast, source, target, lines, 1, scale, rest);
        }
    }

    /// <summary>Calls the lines of the next place into the second-level cache: they lie pages apart, where the hardware does not look ahead.</summary>
    private void CallAhead(double* re, double* im, nint row, int lines)
    {
        if (!Sse.IsSupported)
            return;
        for (int i = 0; i < _slow.Length; i++)
        {
            for (int line = 0; line < lines; line += 8)
            {
                Sse.Prefetch1(re + i * row + line);
                Sse.Prefetch1(im + i * row + line);
            }
        }
    }
}
