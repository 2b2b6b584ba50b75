using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// Eight streams of <see cref="RandomStream"/> side by side, one a replica: lane l delivers the words of the stream of replica first + l.
/// </summary>
internal sealed unsafe class LaneRandom : IDisposable
{
    private readonly NativeBuffer _keys = new(2 * RandomStream.Rounds * LaneMath.Lanes);

    /// <summary>Where the numbers that are drawn one by one begin once they are kept apart, and those of a replay that asks for more than were recorded.</summary>
    private const ulong SinglesStart = 1UL << 62, SpareStart = 1UL << 63;
    private Vector512<ulong> _low, _high;
    private ulong _draw, _single, _singleEnd, _spare;
    private bool _isApart;

    /// <summary>Goes to the beginning of the streams of the replicas first..first+7.</summary>
    public void Restart(ulong seed, ulong first)
    {
        Vector512<ulong> streams = Vector512.Create(first) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        _low = streams & Vector512.Create(0xFFFFFFFFUL);
        _high = Vector512.ShiftRightLogical(streams, 32);
        _draw = 0;
        _isApart = false;
        (uint k0, uint k1) = ((uint)seed, (uint)(seed >> 32));
        for (int round = 0; round < RandomStream.Rounds; round++)
        {
            Vector512.Store(Vector512.Create((ulong)k0), (ulong*)_keys.Pointer + 2 * round * LaneMath.Lanes);
            Vector512.Store(Vector512.Create((ulong)k1), (ulong*)_keys.Pointer + (2 * round + 1) * LaneMath.Lanes);
            k0 += RandomStream.FirstWeyl;
            k1 += RandomStream.SecondWeyl;
        }
    }

    /// <summary>
    /// From now on the numbers drawn one by one, whose count depends on the data, come from a part of the streams of their own, so that those filled in bulk
    /// have positions that are known beforehand and can be drawn again for another path.
    /// </summary>
    public void KeepSinglesApart() => (_isApart, _single, _singleEnd, _spare) = (true, SinglesStart, ulong.MaxValue, SpareStart);

    /// <summary>Whether they are: whether paths are driven together.</summary>
    public bool IsApart => _isApart;

    /// <summary>Where the streams are.</summary>
    public LanePosition Position => new(_draw, _single);

    /// <summary>Draws again what was drawn between two positions; numbers beyond are new ones, so that none is used twice on one path.</summary>
    public void Replay(in LaneRange range) => (_draw, _single, _singleEnd) = (range.Start.Draw, range.Start.Single, range.End.Single);

    /// <summary>Goes on from a position after a replay.</summary>
    public void GoOn(LanePosition position) => (_draw, _single, _singleEnd) = (position.Draw, position.Single, ulong.MaxValue);

    /// <summary>Two uniform numbers in (0, 1) a lane.</summary>
    public (Vector512<double> First, Vector512<double> Second) NextUniforms()
    {
        ulong draw = !_isApart ? _draw++ : _single < _singleEnd ? _single++ : _spare++;
        (Vector512<ulong> first, Vector512<ulong> second) = Words((ulong*)_keys.Pointer, draw, _low, _high);
        return (ToUniform(first), ToUniform(second));
    }

    /// <summary>Two standard normal numbers a lane.</summary>
    public (Vector512<double> First, Vector512<double> Second) NextNormals()
    {
        (Vector512<double> first, Vector512<double> second) = NextUniforms();
        return BoxMuller(first, second);
    }

    /// <summary>Fills with standard normal numbers; an even number of vectors is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillNormals(double* destination, int vectors)
    {
        ulong* keys = (ulong*)_keys.Pointer;
        (Vector512<ulong> low, Vector512<ulong> high) = (_low, _high);
        for (int i = 0; i < vectors; i += 2, destination += 2 * LaneMath.Lanes)
        {
            (Vector512<ulong> first, Vector512<ulong> second) = Words(keys, _draw++, low, high);
            (Vector512<double> cosine, Vector512<double> sine) = BoxMuller(ToUniform(first), ToUniform(second));
            Vector512.Store(cosine, destination);
            Vector512.Store(sine, destination + LaneMath.Lanes);
        }
    }

    /// <summary>Fills in turn with a standard exponential and a uniform number: the same number of vectors of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillExponentialsAndTurns(double* destination, int pairs)
    {
        ulong* keys = (ulong*)_keys.Pointer;
        (Vector512<ulong> low, Vector512<ulong> high) = (_low, _high);
        for (int i = 0; i < pairs; i++, destination += 2 * LaneMath.Lanes)
        {
            (Vector512<ulong> first, Vector512<ulong> second) = Words(keys, _draw++, low, high);
            Vector512.Store(-Vector512.Log(ToUniform(first)), destination);
            Vector512.Store(ToUniform(second), destination + LaneMath.Lanes);
        }
    }

    public void Dispose() => _keys.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> First, Vector512<double> Second) BoxMuller(Vector512<double> first, Vector512<double> second)
    {
        Vector512<double> radius = Vector512.Sqrt(-2 * Vector512.Log(first));
        (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCosTurns(second);
        return (radius * cosine, radius * sine);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToUniform(Vector512<ulong> bits) =>
        (Vector512.ShiftRightLogical(bits, 12) | Vector512.Create(0x3FF0000000000000UL)).AsDouble() - Vector512.Create(1 - 1.0 / 9007199254740992);

    /// <summary>Ten rounds. The upper halves of the words hold rubbish between rounds: products take the lower halves only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> First, Vector512<ulong> Second) Words(ulong* keys, ulong draw, Vector512<ulong> low, Vector512<ulong> high)
    {
        Vector512<ulong> c0 = Vector512.Create(draw & 0xFFFFFFFF), c1 = Vector512.Create(draw >> 32), c2 = low, c3 = high;
        Vector512<ulong> first = Vector512.Create((ulong)RandomStream.FirstMultiplier), second = Vector512.Create((ulong)RandomStream.SecondMultiplier);
        for (int round = 0; round < RandomStream.Rounds; round++, keys += 2 * LaneMath.Lanes)
        {
            Vector512<ulong> p0 = LowerProduct(first, c0), p1 = LowerProduct(second, c2);
            c0 = Vector512.ShiftRightLogical(p1, 32) ^ c1 ^ Vector512.Load(keys);
            c1 = p1;
            c2 = Vector512.ShiftRightLogical(p0, 32) ^ c3 ^ Vector512.Load(keys + LaneMath.Lanes);
            c3 = p0;
        }
        Vector512<ulong> mask = Vector512.Create(0xFFFFFFFFUL);
        return ((c0 & mask) | Vector512.ShiftLeft(c1, 32), (c2 & mask) | Vector512.ShiftLeft(c3, 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LowerProduct(Vector512<ulong> constant, Vector512<ulong> word) =>
        Avx512F.IsSupported ? Avx512F.Multiply(constant.AsUInt32(), word.AsUInt32()) : constant * (word & Vector512.Create(0xFFFFFFFFUL));
}

/// <summary>A position of the streams of <see cref="LaneRandom"/>: in the numbers filled in bulk and in those drawn one by one.</summary>
internal readonly record struct LanePosition(ulong Draw, ulong Single);

/// <summary>What was drawn between two positions.</summary>
internal readonly record struct LaneRange(LanePosition Start, LanePosition End);
