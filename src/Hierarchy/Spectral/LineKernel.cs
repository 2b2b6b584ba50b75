using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>The strided place of the lines of a tile: element j of line l in plane p is at [p Plane + j Stride + l].</summary>
internal readonly unsafe struct LinePlace(double* re, double* im, nint stride, nint plane = 0)
{
    public readonly double* Re = re;
    public readonly double* Im = im;
    public readonly nint Stride = stride;
    public readonly nint Plane = plane;
}

/// <summary>Transforms a tile of neighbouring lines, Count lines to a vector.</summary>
internal static unsafe class LineKernel<T>
    where T : struct, ILanes<T>
{
    /// <summary>Runs all passes: the first reads the source, the last writes the target, which may be the source; between them the data stay in scratch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(LinePlan plan, LinePlace source, LinePlace target, int vectors, int planes, double scale, double* scratch)
    {
        int[] radices = plan.Radices;
        nint width = vectors * T.Count, plane = plan.Length * width, half = planes * plane;
        int last = radices.Length - 1, done = 1, remaining = plan.Length;
        LinePlace from = source;
        for (int pass = 0; pass <= last; pass++)
        {
            int order = radices[pass], groups = remaining / order;
            double* stage = scratch + (pass & 1) * 2 * half;
            LinePlace to = pass == last ? target : new LinePlace(stage, stage + half, width, plane);
            bool packed = from.Stride == width && to.Stride == width;
            PassFrame frame = new()
            {
                SourceRe = from.Re,
                SourceIm = from.Im,
                SourcePlane = from.Plane,
                SourceGroup = done * from.Stride,
                SourceRow = from.Stride,
                SourceStep = done * groups * from.Stride,
                TargetRe = to.Re,
                TargetIm = to.Im,
                TargetPlane = to.Plane,
                TargetGroup = done * order * to.Stride,
                TargetRow = to.Stride,
                TargetStep = done * to.Stride,
                Twiddles = plan.Twiddles + plan.TwiddleOffsets[pass],
                Scale = scale,
                Planes = planes,
                Groups = groups,
                Rows = packed ? 1 : done,
                Vectors = packed ? done * vectors : vectors,
            };
            if (pass == 0 && plan.Kind == LineKind.ZeroUpper)
                Pass<RadixZeroUpper, TwiddledPass>(in frame);
            else if (pass == last && plan.Kind == LineKind.DropUpper)
                Pass<RadixDropUpper, ScaledPass>(in frame);
            else if (pass < last)
                Dispatch<TwiddledPass>(order, in frame);
            else if (scale == 1)
                Dispatch<PlainPass>(order, in frame);
            else
                Dispatch<ScaledPass>(order, in frame);
            from = to;
            done *= order;
            remaining = groups;
        }
    }

    private static void Dispatch<TMode>(int order, in PassFrame frame)
        where TMode : struct, IPassMode
    {
        switch (order)
        {
            case 2:
                Pass<Radix2, TMode>(in frame);
                break;
            case 3:
                Pass<Radix3, TMode>(in frame);
                break;
            case 4:
                Pass<Radix4, TMode>(in frame);
                break;
            case 5:
                Pass<Radix5, TMode>(in frame);
                break;
            case 6:
                Pass<Radix6, TMode>(in frame);
                break;
            case 8:
                Pass<Radix8, TMode>(in frame);
                break;
            case 9:
                Pass<Radix9, TMode>(in frame);
                break;
            case 10:
                Pass<Radix10, TMode>(in frame);
                break;
            case 12:
                Pass<Radix12, TMode>(in frame);
                break;
            case 20:
                Pass<Radix20, TMode>(in frame);
                break;
            default:
                Pass<Radix16, TMode>(in frame);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Pass<TRadix, TMode>(in PassFrame frame)
        where TRadix : struct, IRadix
        where TMode : struct, IPassMode
    {
        nint sourceStep = frame.SourceStep, targetStep = frame.TargetStep;
        double scale = frame.Scale;
        for (int plane = 0; plane < frame.Planes; plane++)
        {
            double* twiddles = frame.Twiddles;
            nint sourceGroup = plane * frame.SourcePlane, targetGroup = plane * frame.TargetPlane;
            for (int group = 0; group < frame.Groups; group++)
            {
                nint source = sourceGroup, target = targetGroup;
                for (int row = 0; row < frame.Rows; row++)
                {
                    double* re = frame.SourceRe + source, im = frame.SourceIm + source;
                    double* outRe = frame.TargetRe + target, outIm = frame.TargetIm + target;
                    for (int vector = frame.Vectors; vector > 0; vector--)
                    {
                        TRadix.Apply<T, TMode>(re, im, sourceStep, outRe, outIm, targetStep, twiddles, scale);
                        re += T.Count;
                        im += T.Count;
                        outRe += T.Count;
                        outIm += T.Count;
                    }
                    source += frame.SourceRow;
                    target += frame.TargetRow;
                }
                sourceGroup += frame.SourceGroup;
                targetGroup += frame.TargetGroup;
                twiddles += 2 * (TRadix.Order - 1);
            }
        }
    }
}
