using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>
/// Samples a density that can only be evaluated: a cell of a box is drawn from a piecewise constant envelope, a point in it uniformly, and it is kept with
/// probability f/envelope. The envelope is 1.5 times the largest of the values at the corners of the cell and of its neighbours.
/// The box leaves at most 1e-12 of the mass outside, which is left out; negative values count as zero.
/// </summary>
/// <remarks>Exact for densities that are resolved by the cells; where f exceeds the envelope, an exception says so.</remarks>
internal sealed class RejectionSampler
{
    private const double Safety = 1.5, LargestMassOutside = 1e-12, LargestHalfWidth = 1e6;
    private readonly IInitialDensity _density;
    private readonly int _dimension, _cells;
    private readonly double _halfWidth;
    private readonly double[] _envelope, _cumulative;

    /// <summary>Tabulates the envelope: 96^2 or 48^3 cells.</summary>
    /// <exception cref="ArgumentException">The density has no mass in any box.</exception>
    public RejectionSampler(IInitialDensity density)
    {
        _density = density;
        _dimension = density.Dimension;
        _cells = _dimension == 2 ? 96 : 48;
        _halfWidth = FindHalfWidth(density);
        _envelope = Envelope(Corners());
        _cumulative = new double[_envelope.Length];
        double sum = 0;
        for (int i = 0; i < _envelope.Length; i++)
            _cumulative[i] = sum += _envelope[i];
        if (!(sum > 0) || !double.IsFinite(sum))
            throw new ArgumentException("the density has no mass on its box, or is not finite", nameof(density));
    }

    /// <summary>Draws one velocity.</summary>
    /// <exception cref="InvalidOperationException">The density exceeds its envelope: it varies too much within a cell.</exception>
    public void Sample(RandomStream random, Span<double> velocity)
    {
        double width = 2 * _halfWidth / _cells;
        while (true)
        {
            int cell = Array.BinarySearch(_cumulative, random.NextUniform() * _cumulative[^1]);
            cell = Math.Min(cell < 0 ? ~cell : cell + 1, _cumulative.Length - 1);
            int rest = cell;
            for (int a = _dimension - 1; a >= 0; a--, rest /= _cells)
                velocity[a] = -_halfWidth + (rest % _cells + random.NextUniform()) * width;
            double value = _density.Evaluate(velocity);
            if (value > _envelope[cell])
                throw new InvalidOperationException($"the density varies too much within cells of width {width:R} to be sampled by rejection");
            if (random.NextUniform() * _envelope[cell] < value)
                return;
        }
    }

    private static double FindHalfWidth(IInitialDensity density)
    {
        double low = 0, high = 1;
        while (density.MassOutside(high) > LargestMassOutside && high < LargestHalfWidth)
            (low, high) = (high, 2 * high);
        for (int i = 0; i < 20; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = density.MassOutside(middle) > LargestMassOutside ? (middle, high) : (low, middle);
        }
        return high;
    }

    /// <summary>The values at the (cells + 1)^d corners.</summary>
    private double[] Corners()
    {
        int side = _cells + 1;
        double[] axis = [.. Enumerable.Range(0, side).Select(i => -_halfWidth + 2 * _halfWidth * i / _cells)], values = new double[(int)Math.Pow(side, _dimension)];
        InitialDensities.OnProduct(_density, [.. Enumerable.Repeat(axis, _dimension)], values);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Max(0, values[i]);
        return values;
    }

    /// <summary>The maximum over the corners c-1..c+2 of every axis, one axis after the other.</summary>
    private double[] Envelope(double[] corners)
    {
        int side = _cells + 1;
        double[] values = corners;
        for (int axis = 0, stride = values.Length / side; axis < _dimension; axis++, stride /= side)
        {
            double[] maxima = new double[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                int at = i / stride % side;
                for (int offset = Math.Max(-1, -at); offset <= Math.Min(2, side - 1 - at); offset++)
                    maxima[i] = Math.Max(maxima[i], values[i + offset * stride]);
            }
            values = maxima;
        }
        double[] envelope = new double[(int)Math.Pow(_cells, _dimension)];
        for (int cell = 0; cell < envelope.Length; cell++)
        {
            int rest = cell, index = 0, weight = 1;
            for (int a = _dimension - 1; a >= 0; a--, rest /= _cells, weight *= side)
                index += rest % _cells * weight;
            envelope[cell] = Safety * values[index];
        }
        return envelope;
    }
}
