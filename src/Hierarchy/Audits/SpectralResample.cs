using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>Fields on a coarser grid of the same box: the Fourier modes that both carry, the Nyquist mode of the coarse one left out.</summary>
internal sealed class SpectralResample
{
    private readonly VelocityGrid _fine;
    private readonly VelocityGrid _coarse;
    private readonly FourierTransform _forward;
    private readonly FourierTransform _inverse;
    private readonly int[] _source;
    private readonly double[] _cosine;
    private readonly double[] _sine;
    private readonly double[] _re;
    private readonly double[] _im;

    private SpectralResample(VelocityGrid fine, VelocityGrid coarse)
    {
        (_fine, _coarse) = (fine, coarse);
        _forward = new FourierTransform(fine.Shape, 0, fine.Dimension, threads: 1);
        _inverse = new FourierTransform(coarse.Shape, 0, coarse.Dimension, threads: 1);
        _source = [.. Enumerable.Range(0, coarse.Size).Select(Source)];
        (_cosine, _sine) = Phases(coarse, coarse.Axis[0] - fine.Axis[0]);
        (_re, _im) = (new double[fine.Size], new double[fine.Size]);
    }

    /// <summary>A field on the coarse grid.</summary>
    public static double[] Of(VelocityGrid fine, ReadOnlySpan<double> field, VelocityGrid coarse)
    {
        if (fine.Points == coarse.Points)
            return field.ToArray();
        double[] result = new double[coarse.Size];
        new SpectralResample(fine, coarse).Apply(field, result);
        return result;
    }

    /// <summary>A pair correlation: first along v2, then along v1.</summary>
    public static PairCorrelation? OfPair(PairCorrelation? pair, VelocityGrid coarse)
    {
        if (pair is null || pair.IsZero)
            return pair is null ? null : PairCorrelation.Zero(coarse);
        VelocityGrid fine = pair.Grid;
        SpectralResample resample = new(fine, coarse);
        double[] half = new double[coarse.Size * fine.Size], result = new double[coarse.Size * coarse.Size], row = new double[coarse.Size], scratch = new double[fine.Size];
        for (int i = 0; i < fine.Size; i++)
        {
            resample.Apply(pair.Row(i, scratch), row);
            for (int j = 0; j < coarse.Size; j++)
                half[j * fine.Size + i] = row[j];
        }
        for (int j = 0; j < coarse.Size; j++)
        {
            resample.Apply(half.AsSpan(j * fine.Size, fine.Size), row);
            for (int i = 0; i < coarse.Size; i++)
                result[i * coarse.Size + j] = row[i];
        }
        return PairCorrelation.Of(coarse, result);
    }

    private void Apply(ReadOnlySpan<double> field, double[] result)
    {
        field.CopyTo(_re);
        Array.Clear(_im);
        _forward.Forward(_re, _im);
        double[] imaginary = new double[result.Length];
        double scale = (double)_coarse.Size / _fine.Size;
        for (int i = 0; i < result.Length; i++)
        {
            (double re, double im) = _source[i] < 0 ? (0, 0) : (scale * _re[_source[i]], scale * _im[_source[i]]);
            (result[i], imaginary[i]) = (_cosine[i] * re - _sine[i] * im, _sine[i] * re + _cosine[i] * im);
        }
        _inverse.Inverse(result, imaginary);
    }

    /// <summary>exp(i k.s) for the modes of the coarse grid, s the step along every axis from the first point of the fine one to its own.</summary>
    private static (double[] Cosine, double[] Sine) Phases(VelocityGrid coarse, double step)
    {
        double[] cosine = new double[coarse.Size], sine = new double[coarse.Size];
        for (int i = 0; i < coarse.Size; i++)
        {
            double phase = 0;
            for (int a = 0; a < coarse.Dimension; a++)
                phase += coarse.DerivativeWavenumbers[coarse.AxisIndex(i, a)] * step;
            (sine[i], cosine[i]) = Math.SinCos(phase);
        }
        return (cosine, sine);
    }

    /// <summary>The index on the fine grid of a mode of the coarse one; -1 for its Nyquist modes.</summary>
    private int Source(int index)
    {
        int from = 0, half = _coarse.Points / 2;
        for (int a = 0; a < _coarse.Dimension; a++)
        {
            int mode = _coarse.AxisIndex(index, a);
            if (mode == half)
                return -1;
            from = from * _fine.Points + (mode < half ? mode : mode + _fine.Points - _coarse.Points);
        }
        return from;
    }
}
