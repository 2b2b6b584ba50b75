using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Kernels;

/// <summary>Reads a table of differences v_{j..j+7} - v_i of eight columns j..j+7 and all rows i.</summary>
internal unsafe interface IDifferenceLookup<TSelf>
    where TSelf : struct, IDifferenceLookup<TSelf>
{
    /// <summary>The lookup of the columns from j on.</summary>
    static abstract TSelf Of(PairLayout layout, int j);

    /// <summary>What <see cref="Load"/> wants of row i.</summary>
    int Row(int i);

    /// <summary>The eight values of a table.</summary>
    Vector512<double> Load(double* table, int row);
}

/// <summary>One load where the eight columns lie on one grid line, two where they straddle two lines.</summary>
internal readonly unsafe struct DifferenceLookup : IDifferenceLookup<DifferenceLookup>
{
    private readonly int[] _offset;
    private readonly int _first;
    private readonly int _second;
    private readonly Vector512<double> _onFirst;
    private readonly bool _straddles;

    public DifferenceLookup(PairLayout layout, int j)
    {
        _offset = layout.Offset;
        int onLine = layout.LanesOnLine(j, j + PairLayout.Lanes);
        _straddles = onLine < PairLayout.Lanes;
        _first = layout.Origin + layout.ColumnOffset[j];
        _second = _straddles ? layout.Origin + layout.ColumnOffset[Math.Min(j + onLine, layout.PaddedColumns - 1)] - onLine : _first;
        _onFirst = Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)onLine));
    }

    public static DifferenceLookup Of(PairLayout layout, int j) => new(layout, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Row(int i) => _offset[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Load(double* table, int row)
    {
        Vector512<double> values = Vector512.Load(table + (_first - row));
        return _straddles ? Vector512.ConditionalSelect(_onFirst, values, Vector512.Load(table + (_second - row))) : values;
    }
}

/// <summary>Each column for itself: representatives of orbits that lie on more than two grid lines.</summary>
internal readonly unsafe struct ScatteredLookup : IDifferenceLookup<ScatteredLookup>
{
    private readonly int[] _offset;
    private readonly int _first;
    private readonly Vector256<int> _steps;

    private ScatteredLookup(PairLayout layout, int j)
    {
        _offset = layout.Offset;
        _first = layout.Origin + layout.ColumnOffset[j];
        _steps = Vector256.Create<int>(layout.ColumnOffset.AsSpan(j, PairLayout.Lanes)) - Vector256.Create(layout.ColumnOffset[j]);
    }

    /// <summary>Whether the columns from j on need it.</summary>
    public static bool Serves(PairLayout layout, int j)
    {
        if (layout.Orbits is null)
            return false;
        int end = j + PairLayout.Lanes, onLine = layout.LanesOnLine(j, end);
        return onLine < PairLayout.Lanes && onLine + layout.LanesOnLine(j + onLine, end) < PairLayout.Lanes;
    }

    public static ScatteredLookup Of(PairLayout layout, int j) => new(layout, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Row(int i) => _offset[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Load(double* table, int row)
    {
        double* at = table + (_first - row);
        return Avx2.IsSupported
            ? Vector512.Create(Avx2.GatherVector256(at, _steps.GetLower(), 8), Avx2.GatherVector256(at, _steps.GetUpper(), 8))
            : Vector512.Create(at[_steps[0]], at[_steps[1]], at[_steps[2]], at[_steps[3]], at[_steps[4]], at[_steps[5]], at[_steps[6]], at[_steps[7]]);
    }
}
