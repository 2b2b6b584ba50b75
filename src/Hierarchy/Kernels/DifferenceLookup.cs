using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Kernels;

/// <summary>Reads a table of differences v_{j..j+7} - v_i: one load where the eight columns lie on one grid line, two where they straddle lines.</summary>
internal readonly unsafe struct DifferenceLookup
{
    private readonly int[] _offset;
    private readonly int _first;
    private readonly int _second;
    private readonly Vector512<double> _onFirst;
    private readonly bool _straddles;

    public DifferenceLookup(PairLayout layout, int j)
    {
        _offset = layout.Offset;
        int onLine = layout.LanesOnLine(j);
        _straddles = onLine < PairLayout.Lanes;
        _first = layout.Origin + layout.Offset[j];
        _second = _straddles ? layout.Origin + layout.Offset[Math.Min(j + onLine, layout.PaddedSize - 1)] - onLine : _first;
        _onFirst = Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)onLine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Row(int i) => _offset[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Load(double* table, int row)
    {
        Vector512<double> values = Vector512.Load(table + (_first - row));
        return _straddles ? Vector512.ConditionalSelect(_onFirst, values, Vector512.Load(table + (_second - row))) : values;
    }
}
