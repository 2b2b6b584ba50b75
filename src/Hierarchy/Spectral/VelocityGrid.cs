namespace Hierarchy.Spectral;

/// <summary>
/// The periodised velocity box [-L, L)^d with n points an axis: v_j = -L + (j + 1/2) h, h = 2L/n, j = 0..n-1, or v_j = -L + j h (<see cref="GridOrigin"/>).
/// </summary>
/// <remarks>
/// One index convention for the whole library: arrays are flat and row-major, the first velocity component is the slowest.
/// A pair density F(v1, v2) has shape (n, ..., n) with 2d axes, v1 slow and v2 fast: index = i1 * Size + i2.
/// Wavenumbers are pi/L * k with k = 0, 1, ..., n/2-1, -n/2, ..., -1; a first derivative leaves out the Nyquist mode k = -n/2,
/// whose derivative is not a real function.
/// </remarks>
public sealed class VelocityGrid
{
    /// <summary>Makes the grid.</summary>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="points">n, even, 8..128, prime factors 2, 3 and 5 only.</param>
    /// <param name="halfWidth">L &gt; 0, in units of velocity.</param>
    /// <param name="origin">Where the points lie.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public VelocityGrid(int dimension, int points, double halfWidth, GridOrigin origin = GridOrigin.HalfCell)
    {
        if (dimension is not (2 or 3))
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "the dimension is 2 or 3");
        if (!IsSupportedLength(points))
            throw new ArgumentOutOfRangeException(nameof(points), points, "points per axis: even, 8..128, prime factors 2, 3, 5");
        if (!(halfWidth > 0) || !double.IsFinite(halfWidth))
            throw new ArgumentOutOfRangeException(nameof(halfWidth), halfWidth, "the half width is positive and finite");
        Dimension = dimension;
        Points = points;
        HalfWidth = halfWidth;
        Origin = origin;
        Spacing = 2 * halfWidth / points;
        Size = dimension == 2 ? points * points : points * points * points;
        CellVolume = Math.Pow(Spacing, dimension);
        Axis = GridOrigins.Axis(origin, points, halfWidth);
        Wavenumbers = [.. Enumerable.Range(0, points).Select(j => Math.PI / halfWidth * (j < points / 2 ? j : j - points))];
        DerivativeWavenumbers = [.. Wavenumbers];
        DerivativeWavenumbers[points / 2] = 0;
        Shape = Enumerable.Repeat(points, dimension).ToArray();
    }

    /// <summary>Whether the transforms support n points an axis: even, 8..128, prime factors 2, 3 and 5 only.</summary>
    public static bool IsSupportedLength(int points)
    {
        if (points < FewestPoints || points > MostPoints || points % 2 != 0)
            return false;
        foreach (int prime in (ReadOnlySpan<int>)[2, 3, 5])
        {
            while (points % prime == 0)
                points /= prime;
        }
        return points == 1;
    }

    /// <summary>The least n.</summary>
    public const int FewestPoints = 8;

    /// <summary>The largest n.</summary>
    internal const int MostPoints = 128;

    /// <summary>d, the dimension of velocity space.</summary>
    public int Dimension { get; }

    /// <summary>n, the points of one axis.</summary>
    public int Points { get; }

    /// <summary>L, half the side of the box.</summary>
    public double HalfWidth { get; }

    /// <summary>Where the points lie.</summary>
    public GridOrigin Origin { get; }

    /// <summary>h = 2L/n.</summary>
    public double Spacing { get; }

    /// <summary>n^d, the number of values of a one-particle density.</summary>
    public int Size { get; }

    /// <summary>h^d, the weight of one point in the trapezoidal rule (spectrally accurate for periodic functions).</summary>
    public double CellVolume { get; }

    /// <summary>The n velocities of one axis.</summary>
    public double[] Axis { get; }

    /// <summary>pi/L * k in transform order.</summary>
    public double[] Wavenumbers { get; }

    /// <summary>The same with the Nyquist mode set to zero, for first derivatives.</summary>
    public double[] DerivativeWavenumbers { get; }

    /// <summary>(n, ..., n), d times.</summary>
    public int[] Shape { get; }

    /// <summary>The grid of the same box and origin with another number of points an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not supported.</exception>
    public VelocityGrid WithPoints(int points) => points == Points ? this : new VelocityGrid(Dimension, points, HalfWidth, Origin);

    /// <summary>The index along axis <paramref name="axis"/> of the flat index <paramref name="flat"/>.</summary>
    public int AxisIndex(int flat, int axis)
    {
        for (int a = Dimension - 1; a > axis; a--)
            flat /= Points;
        return flat % Points;
    }

    /// <summary>Component <paramref name="axis"/> of the velocity at the flat index <paramref name="flat"/>.</summary>
    public double Velocity(int flat, int axis) => Axis[AxisIndex(flat, axis)];

    /// <summary>|v|^2 at the flat index <paramref name="flat"/>.</summary>
    public double SpeedSquared(int flat)
    {
        double sum = 0;
        for (int a = Dimension - 1; a >= 0; a--)
        {
            double v = Axis[flat % Points];
            sum += v * v;
            flat /= Points;
        }
        return sum;
    }
}
