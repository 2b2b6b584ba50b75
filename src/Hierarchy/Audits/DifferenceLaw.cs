using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The law p of z = v1 - v2 under f_2 = f x f + g at the differences of grid points, on a grid of 2n points an axis and twice the half width; p(z) = int f_2(v2
/// + z, v2) dv2. With w = z/sqrt 2, the law u of w of (2.29) has u(w) = 2^(d/2) p(sqrt 2 w).
/// </summary>
internal sealed class DifferenceLaw
{
    private readonly VelocityGrid _grid;
    private readonly double[] _values;
    private readonly double[] _radius;

    private DifferenceLaw(VelocityGrid grid, double[] values, double[] radius) => (_grid, _values, _radius) = (grid, values, radius);

    /// <summary>Whether the grid of the differences is one that transforms serve.</summary>
    public static bool Supports(VelocityGrid grid) => VelocityGrid.IsSupportedLength(2 * grid.Points);

    public static DifferenceLaw Of(VelocityGrid grid, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        int d = grid.Dimension, n = grid.Points, size = grid.Size;
        VelocityGrid wide = new(d, 2 * n, 2 * grid.HalfWidth);
        double[] values = new double[wide.Size], radius = new double[wide.Size], scratch = new double[correlation is null ? size : Math.Max(size, correlation.ScratchLength)];
        int[] place = new int[size];
        for (int i = 0; i < size; i++)
        {
            for (int a = 0; a < d; a++)
                place[i] = place[i] * 2 * n + grid.AxisIndex(i, a);
        }
        int shift = 0;
        for (int a = 0; a < d; a++)
            shift = shift * 2 * n + n;
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = correlation is null || correlation.IsZero ? [] : correlation.Row(i, scratch);
            for (int j = 0; j < size; j++)
                values[shift + place[i] - place[j]] += grid.CellVolume * (density[i] * density[j] + (row.IsEmpty ? 0 : row[j]));
        }
        for (int k = 0; k < radius.Length; k++)
        {
            double square = 0;
            for (int a = 0; a < d; a++)
                square += Math.Pow(grid.Spacing * (wide.AxisIndex(k, a) - n), 2);
            radius[k] = Math.Sqrt(square);
        }
        return new(wide, values, radius);
    }

    /// <summary>int |grad p|^2/p.</summary>
    public double Fisher => InformationFunctionals.Of(_grid, _values).Fisher;

    /// <summary>
    /// int p/|z| over |z| &lt; R by the trapezoidal rule with the value at 0 that removes its error of order h: minus the regularised sum of 1/|m| over the
    /// lattice, 3.900265 for d = 2 and 2.837297 for d = 3, over h.
    /// </summary>
    public double Inverse(double radius)
    {
        double h = _grid.Spacing, sum = 0, centre = (_grid.Dimension == 2 ? 3.900265 : 2.837297) / h;
        for (int k = 0; k < _values.Length; k++)
            sum += _radius[k] >= radius ? 0 : _values[k] * (_radius[k] == 0 ? centre : 1 / _radius[k]);
        return _grid.CellVolume * sum;
    }

    /// <summary>The L^3 norm of p over |z| &lt; R.</summary>
    public double Cubic(double radius)
    {
        double sum = 0;
        for (int k = 0; k < _values.Length; k++)
            sum += _radius[k] >= radius ? 0 : Math.Pow(Math.Abs(_values[k]), 3);
        return Math.Cbrt(_grid.CellVolume * sum);
    }

}
