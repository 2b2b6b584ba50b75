using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Spectral;

/// <summary>
/// Transforms many lines of one length in one place after the other, as wide as the lanes allow: what is left of the widest
/// vectors goes to half the width, down to single lines, so that nothing beyond the lines is ever read or written.
/// </summary>
internal abstract unsafe class AxisEngine
{
    /// <summary>
    /// Neighbouring lines across the axis: line l of plane p has its elements at [p Plane + j Stride + l], l = 0..lines-1. The target may be the source.
    /// </summary>
    public abstract void Across(LinePlan plan, LinePlace source, LinePlace target, int lines, int planes, double scale, double* scratch);

    /// <summary>
    /// Contiguous lines: line l has its elements at [l Stride + j]. The target may be the source. With no imaginary part (null) the source is real.
    /// </summary>
    public abstract void Along(LinePlan plan, LinePlace source, LinePlace target, int lines, double scale, double* scratch);

    /// <summary>The doubles of scratch that the two need.</summary>
    public static int Scratch(LinePlan plan) => 6 * plan.Length * Math.Max(8, 8 * plan.TileVectors(8));

    /// <summary>The engine that is chosen where a transform is planned, see <see cref="TransformEngines"/>; the library's own as wide as the processor.</summary>
    public static AxisEngine Chosen => TransformEngines.Current == TransformEngine.FftSharp ? FftSharp : Create(VectorWidths.Best);

    /// <summary>The library's own engine for one width.</summary>
    public static AxisEngine Create(VectorWidth width) => width switch
    {
        VectorWidth.Eight => Eight,
        VectorWidth.Four => Four,
        VectorWidth.Two => Two,
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "two, four or eight lanes"),
    };

    private static readonly AxisEngine One = new AxisEngine<Lanes1>(null);
    private static readonly AxisEngine Two = new AxisEngine<Lanes2>(One);
    private static readonly AxisEngine Four = new AxisEngine<Lanes4>(Two);
    private static readonly AxisEngine Eight = new AxisEngine<Lanes8>(Four);
    private static readonly AxisEngine FftSharp = new FftSharpAxes();
}

/// <inheritdoc/>
internal sealed unsafe class AxisEngine<T>(AxisEngine? narrower) : AxisEngine
    where T : struct, ILanes<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Across(LinePlan plan, LinePlace source, LinePlace target, int lines, int planes, double scale, double* scratch)
    {
        int most = plan.TileVectors(T.Count), line = 0;
        while (lines - line >= T.Count)
        {
            int vectors = Math.Min(most, (lines - line) / T.Count), together = plan.Radices.Length == 1 ? planes : Math.Max(1, most / vectors);
            LinePlace from = Shift(source, line), to = Shift(target, line);
            for (int plane = 0; plane < planes; plane += together)
            {
                int count = Math.Min(together, planes - plane);
                LineKernel<T>.Run(plan, Shift(from, plane * from.Plane), Shift(to, plane * to.Plane), vectors, count, scale, scratch);
            }
            line += vectors * T.Count;
        }
        if (line < lines)
            narrower!.Across(plan, Shift(source, line), Shift(target, line), lines - line, planes, scale, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Along(LinePlan plan, LinePlace source, LinePlace target, int lines, double scale, double* scratch)
    {
        int most = Math.Max(1, plan.TileVectors(T.Count) / 2), line = 0;
        while (lines - line >= T.Count)
        {
            int vectors = Math.Min(most, (lines - line) / T.Count);
            nint width = vectors * T.Count;
            double* panel = scratch + plan.Scratch((int)width);
            LinePlace turned = new(panel, panel + plan.Length * width, width);
            LinePlace from = Shift(source, line * source.Stride), to = Shift(target, line * target.Stride);
            Gather(from, turned, plan.Inputs, vectors);
            LineKernel<T>.Run(plan, turned, turned, vectors, 1, scale, scratch);
            Scatter(turned, to, plan.Outputs, vectors);
            line += (int)width;
        }
        if (line < lines)
            narrower!.Along(plan, Shift(source, line * source.Stride), Shift(target, line * target.Stride), lines - line, scale, scratch);
    }

    private static LinePlace Shift(LinePlace place, nint offset) =>
        new(place.Re + offset, place.Im == null ? null : place.Im + offset, place.Stride, place.Plane);

    /// <summary>Contiguous lines into a panel whose rows hold one element of each line. The last block may overlap the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(LinePlace lines, LinePlace panel, int length, int vectors)
    {
        if (lines.Im == null)
            new Span<double>(panel.Im, length * (int)panel.Stride).Clear();
        nint ahead = vectors * T.Count * lines.Stride;
        for (int v = 0; v < vectors; v++)
        {
            nint first = v * T.Count * lines.Stride, lane = v * T.Count;
            for (int j = 0; j < length; j += T.Step)
            {
                int column = Math.Min(j, length - T.Step);
                T.Gather(lines.Re + first + column, lines.Stride, panel.Re + column * panel.Stride + lane, panel.Stride);
                if (lines.Im != null)
                    T.Gather(lines.Im + first + column, lines.Stride, panel.Im + column * panel.Stride + lane, panel.Stride);
                if (column % 8 == 0)
                    Ahead(lines, first + column + ahead);
            }
        }
    }

    /// <summary>Calls what the next tile will read: the reads jump from line to line, which hides their order from the processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ahead(LinePlace lines, nint offset)
    {
        if (!Sse.IsSupported)
            return;
        for (int line = 0; line < T.Count; line++, offset += lines.Stride)
        {
            Sse.Prefetch0(lines.Re + offset);
            Sse.Prefetch0(lines.Im + offset);
        }
    }

    /// <summary>The way back: squares of Count elements first, written in whole vectors, then what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(LinePlace panel, LinePlace lines, int length, int vectors)
    {
        for (int v = 0; v < vectors; v++)
        {
            nint first = v * T.Count * lines.Stride, lane = v * T.Count;
            int column = 0;
            for (; column <= length - T.Count; column += T.Count)
            {
                for (int line = 0; line < T.Count; line += T.Step)
                {
                    nint from = column * panel.Stride + lane + line, to = first + line * lines.Stride + column;
                    T.Gather(panel.Re + from, panel.Stride, lines.Re + to, lines.Stride);
                    T.Gather(panel.Im + from, panel.Stride, lines.Im + to, lines.Stride);
                }
            }
            for (; column < length; column += T.Step)
            {
                int last = Math.Min(column, length - T.Step);
                T.Scatter(panel.Re + last * panel.Stride + lane, panel.Stride, lines.Re + first + last, lines.Stride);
                T.Scatter(panel.Im + last * panel.Stride + lane, panel.Stride, lines.Im + first + last, lines.Stride);
            }
        }
    }
}
