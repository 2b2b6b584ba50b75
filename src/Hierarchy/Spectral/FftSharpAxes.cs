using System.Numerics;
using FftSharp;

namespace Hierarchy.Spectral;

/// <summary>
/// Lines transformed one after the other by the FftSharp package: powers of two by its fast transform, other lengths by its convolution after Bluestein.
/// Neither the passes nor the vectors nor the factors of the library's own transforms take part; what is left of them is the order in which lines are visited.
/// </summary>
/// <remarks>A line that is half given is continued by zeros, one that is half wanted is transformed whole. Lengths other than powers of two allocate.</remarks>
internal sealed unsafe class FftSharpAxes : AxisEngine
{
    public override void Across(LinePlan plan, LinePlace source, LinePlace target, int lines, int planes, double scale, double* scratch)
    {
        for (int plane = 0; plane < planes; plane++)
        {
            nint from = plane * source.Plane, to = plane * target.Plane;
            for (int line = 0; line < lines; line++)
                Line(plan, At(source, from + line), source.Stride, At(target, to + line), target.Stride, scale);
        }
    }

    public override void Along(LinePlan plan, LinePlace source, LinePlace target, int lines, double scale, double* scratch)
    {
        for (int line = 0; line < lines; line++)
            Line(plan, At(source, line * source.Stride), 1, At(target, line * target.Stride), 1, scale);
    }

    private static LinePlace At(LinePlace place, nint offset) => new(place.Re + offset, place.Im == null ? null : place.Im + offset, place.Stride);

    private static void Line(LinePlan plan, LinePlace source, nint sourceStep, LinePlace target, nint targetStep, double scale)
    {
        Complex[] line = FftSharpLine.Take(plan.Length);
        for (int j = 0; j < plan.Inputs; j++)
            line[j] = new Complex(source.Re[j * sourceStep], source.Im == null ? 0 : source.Im[j * sourceStep]);
        line.AsSpan(plan.Inputs).Clear();
        FftSharpLine.Forward(line);
        for (int j = 0; j < plan.Outputs; j++)
        {
            target.Re[j * targetStep] = scale * line[j].Real;
            target.Im[j * targetStep] = scale * line[j].Imaginary;
        }
    }
}

/// <summary>The transforms of FftSharp for one line of any length, in place.</summary>
internal static class FftSharpLine
{
    [ThreadStatic]
    private static Complex[]? _line;

    /// <summary>A line of the calling thread, to be filled; its content does not survive the next call for another length.</summary>
    public static Complex[] Take(int length)
    {
        if (_line?.Length != length)
            _line = new Complex[length];
        return _line;
    }

    /// <summary>
    /// Unscaled, exponent -i. The way back is the same with real and imaginary parts exchanged: the inverse transforms of the package are scaled by 1/n for powers
    /// of two alone.
    /// </summary>
    public static void Forward(Complex[] line)
    {
        if (BitOperations.IsPow2(line.Length))
            FFT.Forward(line);
        else
            Bluestein.Forward(line);
    }
}
