using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Kernels;

/// <summary>
/// Reads a table of differences v_{j..j+7} - v_i: one load where the eight columns lie on one grid line, two where they straddle two lines, each column for
/// itself where they lie on more.
/// </summary>
internal readonly unsafe struct DifferenceLookup
{
    private readonly int[] _offset;
    private readonly int _first;
    private readonly int _second;
    private readonly Vector512<double> _onFirst;
    private readonly bool _straddles;
    private readonly bool _scattered;
    private readonly Vector256<int> _steps;

    public DifferenceLookup(PairLayout layout, int j)
    {
        _offset = layout.Offset;
        int end = j + PairLayout.Lanes, onLine = layout.LanesOnLine(j, end);
        _straddles = onLine < PairLayout.Lanes;
        _scattered = _straddles && layout.Orbits is not null && onLine + layout.LanesOnLine(j + onLine, end) < PairLayout.Lanes;
        _first = layout.Origin + layout.ColumnOffset[j];
        _second = _straddles ? layout.Origin + layout.ColumnOffset[Math.Min(j + onLine, layout.PaddedColumns - 1)] - onLine : _first;
        _steps = Vector256.Create<int>(layout.ColumnOffset.AsSpan(j, PairLayout.Lanes)) - Vector256.Create(layout.ColumnOffset[j]);
        _onFirst = Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)onLine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Row(int i) => _offset[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Load(double* table, int row)
    {
        if (_scattered)
            return Gather(table + (_first - row));
        Vector512<double> values = Vector512.Load(table + (_first - row));
        return _straddles ? Vector512.ConditionalSelect(_onFirst, values, Vector512.Load(table + (_second - row))) : values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Gather(double* at) => Avx2.IsSupported
        ? Vector512.Create(Avx2.GatherVector256(at, _steps.GetLower(), 8), Avx2.GatherVector256(at, _steps.GetUpper(), 8))
        : Vector512.Create(at[_steps[0]], at[_steps[1]], at[_steps[2]], at[_steps[3]], at[_steps[4]], at[_steps[5]], at[_steps[6]], at[_steps[7]]);
}
