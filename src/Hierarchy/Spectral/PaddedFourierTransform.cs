namespace Hierarchy.Spectral;

/// <summary>
/// The transforms of a zero-padded convolution: a field on n^d points is continued by zeros to (2n)^d points and transformed,
/// and only the first n points of each axis are kept on the way back. Half of every padded axis is zero on input and unwanted on
/// output, and neither half is ever computed: per pass only the lines that matter are transformed.
/// </summary>
public sealed class PaddedFourierTransform
{
    private readonly int _dimension;
    private readonly int _points;
    private readonly FourierTransform _full;
    private readonly double[] _re;
    private readonly double[] _im;

    /// <summary>Plans the transforms.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="points">n; the padded axes have 2n points.</param>
    /// <param name="threads">1: the calling thread alone; 0: as many as <see cref="WorkCrew.Threads"/>.</param>
    public PaddedFourierTransform(int dimension, int points, int threads = 0)
    {
        _dimension = dimension;
        _points = points;
        int[] shape = [.. Enumerable.Repeat(2 * points, dimension)];
        _full = new FourierTransform(shape, 0, dimension, threads);
        FieldSize = (int)Math.Pow(points, dimension);
        PaddedSize = (int)Math.Pow(2 * points, dimension);
        _re = new double[PaddedSize];
        _im = new double[PaddedSize];
    }

    /// <summary>n^d.</summary>
    public int FieldSize { get; }

    /// <summary>(2n)^d.</summary>
    public int PaddedSize { get; }

    /// <summary>Transform of the complex field (fieldRe, fieldIm) continued by zeros; fieldIm may be empty for a real field. Unscaled, exponent -i.</summary>
    public void Forward(ReadOnlySpan<double> fieldRe, ReadOnlySpan<double> fieldIm, Span<double> re, Span<double> im)
    {
        re[..PaddedSize].Clear();
        im[..PaddedSize].Clear();
        for (int i = 0; i < FieldSize; i++)
        {
            re[Padded(i)] = fieldRe[i];
            if (!fieldIm.IsEmpty)
                im[Padded(i)] = fieldIm[i];
        }
        _full.Forward(re[..PaddedSize], im[..PaddedSize]);
    }

    /// <summary>Inverse transform (scaled by (2n)^-d) of (re, im), which are overwritten, restricted to the n^d points of the field.</summary>
    public void Inverse(Span<double> re, Span<double> im, Span<double> fieldRe, Span<double> fieldIm)
    {
        re[..PaddedSize].CopyTo(_re);
        im[..PaddedSize].CopyTo(_im);
        _full.Inverse(_re, _im);
        for (int i = 0; i < FieldSize; i++)
        {
            fieldRe[i] = _re[Padded(i)];
            fieldIm[i] = _im[Padded(i)];
        }
    }

    private int Padded(int flat)
    {
        int index = 0, weight = 1;
        for (int a = 0; a < _dimension; a++)
        {
            index += flat % _points * weight;
            flat /= _points;
            weight *= 2 * _points;
        }
        return index;
    }
}
