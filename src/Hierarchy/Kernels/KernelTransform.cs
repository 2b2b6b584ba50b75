using Hierarchy.Spectral;

namespace Hierarchy.Kernels;

/// <summary>
/// The exact Fourier transform of the kernel cut at a radius, A^(k) = int_{|z| &lt;= R} A(z) exp(-i k.z) dz, on a grid of wavenumbers.
/// A^(k) = P(|k|) I + Q(|k|) k k^T/|k|^2, and the transform of B = div A is B^(k) = i k.A^(k) = i (P + Q) k:
/// the cut adds no surface term because A(z) z = 0.
/// </summary>
/// <remarks>
/// P and Q are radial integrals of a(r) r^(d-1) times entire functions of k r (the means of Pi over the sphere), taken by Gauss quadrature with the
/// weight r^(gamma+d+1): no singularity is ever sampled, and the error is at round-off once there are more nodes than half of |k| R.
/// Regularised potentials are integrated interval by interval (<see cref="RadialRule"/>); a multiple of I in the kernel is not part of the transform.
/// Multiplying Fourier coefficients by A^ is the convolution of the trigonometric interpolant with the cut kernel, without further error.
/// At the Nyquist mode of an axis the odd functions of that wavenumber (A^_ab with a != b, B^_a) are set to zero, so real fields stay real.
/// </remarks>
internal sealed class KernelTransform
{
    private readonly double[] _isotropic;
    private readonly double[] _axial;

    /// <summary>Computes the transform; about |k|_max R/2 evaluations per distinct |k|, shared by all threads.</summary>
    /// <param name="kernel">The kernel, of which the Landau part is transformed.</param>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="points">Wavenumbers an axis, even: k = unit * (0, 1, ..., points/2 - 1, -points/2, ..., -1).</param>
    /// <param name="unit">The fundamental wavenumber, pi over the half width of the period.</param>
    /// <param name="radius">R &gt; 0, at most the half width of the period.</param>
    public KernelTransform(CollisionKernel kernel, int dimension, int points, double unit, double radius)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (dimension is not (2 or 3))
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "the dimension is 2 or 3");
        if (points < 2 || points % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(points), points, "an even number of wavenumbers");
        if (!(unit > 0) || !double.IsFinite(unit))
            throw new ArgumentOutOfRangeException(nameof(unit), unit, "the fundamental wavenumber is positive and finite");
        if (!(radius > 0) || !double.IsFinite(radius))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "the radius is positive and finite");
        Dimension = dimension;
        Points = points;
        Unit = unit;
        Radius = radius;
        int largest = dimension * (points / 2) * (points / 2);
        _isotropic = new double[largest + 1];
        _axial = new double[largest + 1];
        Tabulate(kernel);
    }

    /// <summary>For free-space convolutions on a box continued by zeros to 2n points an axis: R = 2L.</summary>
    public static KernelTransform Padded(CollisionKernel kernel, VelocityGrid grid) =>
        new(kernel, grid.Dimension, 2 * grid.Points, 0.5 * Math.PI / grid.HalfWidth, 2 * grid.HalfWidth);

    /// <summary>For periodic convolutions on the box itself: R = L.</summary>
    public static KernelTransform Periodic(CollisionKernel kernel, VelocityGrid grid) =>
        new(kernel, grid.Dimension, grid.Points, Math.PI / grid.HalfWidth, grid.HalfWidth);

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>The number of wavenumbers of an axis.</summary>
    public int Points { get; }

    /// <summary>The fundamental wavenumber.</summary>
    public double Unit { get; }

    /// <summary>R.</summary>
    public double Radius { get; }

    /// <summary>Points^d.</summary>
    public int Size => (int)Math.Pow(Points, Dimension);

    /// <summary>P at |k|^2 = s unit^2, s = 0, 1, ..., d (points/2)^2; zero where no wavevector has that length.</summary>
    public ReadOnlySpan<double> Isotropic => _isotropic;

    /// <summary>Q at the same arguments: A^ = P I + Q k k^T/|k|^2.</summary>
    public ReadOnlySpan<double> Axial => _axial;

    /// <summary>A^_ab on all wavevectors, row-major; real and even.</summary>
    public void FillComponent(int a, int b, Span<double> destination)
    {
        CheckAxis(a);
        CheckAxis(b);
        Span<int> mode = stackalloc int[3];
        for (int flat = 0; flat < Size; flat++)
        {
            int square = Mode(flat, mode);
            double direction = square == 0 || (a != b && (IsNyquist(mode[a]) || IsNyquist(mode[b]))) ? 0 : (double)mode[a] * mode[b] / square;
            destination[flat] = (a == b ? _isotropic[square] : 0) + _axial[square] * direction;
        }
    }

    /// <summary>beta_a on all wavevectors, where B^_a = i beta_a; real and odd.</summary>
    public void FillDivergence(int a, Span<double> destination)
    {
        CheckAxis(a);
        Span<int> mode = stackalloc int[3];
        for (int flat = 0; flat < Size; flat++)
        {
            int square = Mode(flat, mode);
            destination[flat] = IsNyquist(mode[a]) ? 0 : Unit * mode[a] * (_isotropic[square] + _axial[square]);
        }
    }

    private void CheckAxis(int axis)
    {
        if ((uint)axis >= (uint)Dimension)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, "an axis is 0..d-1");
    }

    private bool IsNyquist(int mode) => mode == -Points / 2;

    /// <summary>The integers of the wavevector at a flat index, and the sum of their squares.</summary>
    private int Mode(int flat, Span<int> mode)
    {
        int square = 0;
        for (int axis = Dimension - 1; axis >= 0; axis--)
        {
            int index = flat % Points;
            flat /= Points;
            mode[axis] = index < Points / 2 ? index : index - Points;
            square += mode[axis] * mode[axis];
        }
        return square;
    }

    private void Tabulate(CollisionKernel kernel)
    {
        int[] squares = DistinctSquares();
        double widest = Unit * Radius * Math.Sqrt(squares[^1]);
        RadialRule rule = new(kernel, Dimension, Radius, widest);
        const int perChunk = 64;
        WorkCrew.Run((squares.Length + perChunk - 1) / perChunk, (chunk, _) =>
        {
            int end = Math.Min(squares.Length, (chunk + 1) * perChunk);
            for (int i = chunk * perChunk; i < end; i++)
            {
                (double p, double q) = RadialIntegrals(rule, Unit * Radius * Math.Sqrt(squares[i]));
                _isotropic[squares[i]] = p;
                _axial[squares[i]] = q;
            }
        });
    }

    /// <summary>
    /// The integrand is entire of exponential type x on [0, 1], so m-point errors fall faster than any power once 2m exceeds x;
    /// the margin puts them below round-off.
    /// </summary>
    public static int NodesFor(double widest) => (int)(0.5 * widest + 4 * Math.Cbrt(widest)) + 20;

    private (double P, double Q) RadialIntegrals(RadialRule rule, double x)
    {
        double isotropic = 0, axial = 0;
        for (int i = 0; i < rule.Nodes.Length; i++)
        {
            (double p, double q) = SphericalMeans.Evaluate(Dimension, x * rule.Nodes[i]);
            isotropic += rule.Weights[i] * p;
            axial += rule.Weights[i] * q;
        }
        return (isotropic, axial);
    }

    private int[] DistinctSquares()
    {
        int half = Points / 2;
        bool[] occurs = new bool[_isotropic.Length];
        for (int i = 0; i <= half; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                for (int k = 0; k <= (Dimension == 3 ? j : 0); k++)
                    occurs[i * i + j * j + k * k] = true;
            }
        }
        List<int> squares = [];
        for (int s = 0; s < occurs.Length; s++)
        {
            if (occurs[s])
                squares.Add(s);
        }
        return [.. squares];
    }
}
