using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// The system (1.6), dV_i = (2/N) sum_j B(V_i - V_j) dt + sqrt(2) ((1/N) sum_j A(V_i - V_j))^(1/2) dW_i, by the method of Euler and Maruyama: weak order one
/// for smooth kernels.
/// The square root is the triangular one of Cholesky: the increments have the same law with any C such that C C^T is the mean kernel.
/// </summary>
/// <remarks>
/// Momentum and energy hold in the mean only; energy grows by the square of the drift of a step. Close encounters: a(r)/r^2 is cut at N/(8 (d-1) h), so that
/// the drift of a pair in a step takes away at most half of their difference. The cut reaches r = (8 (d-1) Lambda h/N)^(1/|gamma|), tends to zero with the
/// step h, keeps A positive and the energy balance between A and B exact.
/// For gamma below 0 it matters: the drift outweighs the two independent noises, dr/dt = -(2/N) (d-1) a(r)/r for the distance of two particles alone, so that
/// they meet in finite time, r^|gamma| falling at the rate (2/N) (d-1) |gamma| Lambda. What happens then is the cut's choice and not the system's:
/// use a regularised kernel where this is to have a meaning.
/// </remarks>
internal sealed unsafe class NonConservativeDynamics<TRate>(ParticleOptions options, TRate rate) : IParticleDynamics
    where TRate : struct, IPairRate
{
    /// <summary>xx, xy, xz, yy, yz, zz of sum_j A and x, y, z of sum_j B.</summary>
    private const int Sums = 9, DriftAt = 6;
    private readonly NativeBuffer _sums = new(options.Particles * Sums * LaneMath.Lanes);
    private readonly NativeBuffer _normals = new((options.Particles * 3 + 1) * LaneMath.Lanes);
    private readonly DriftLayout _layout = DriftLayout.Of(options);
    private readonly int _particles = options.Particles, _dimension = options.Dimension;

    public void Dispose()
    {
        _sums.Dispose();
        _normals.Dispose();
    }

    public void Begin(ulong firstReplica)
    {
    }

    public double PairUpdates(int steps) => 0.5 * _particles * (_particles - 1) * steps;

    public void Advance(double* velocity, double h, int steps, LaneRandom random, double* drift, CancellationToken cancellation)
    {
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            _sums.Span.Clear();
            Collect(velocity, _particles / (8.0 * (_dimension - 1) * h));
            random.FillNormals(_normals.Pointer, _particles * _dimension);
            for (int i = 0; i < _particles; i++)
                Move(velocity + i * _dimension * LaneMath.Lanes, _sums.Pointer + i * Sums * LaneMath.Lanes, _normals.Pointer + i * _dimension * LaneMath.Lanes, h, drift);
        }
    }

    /// <summary>The sums of A and B over the pairs; the plane is treated as z = 0 of space, whose rows of A are not used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Collect(double* velocity, double largestRate)
    {
        const int lanes = LaneMath.Lanes;
        int d = _dimension;
        for (int i = 0; i < _particles; i++)
        {
            double* own = velocity + i * d * lanes, mine = _sums.Pointer + i * Sums * lanes;
            for (int j = i + 1; j < _particles; j++)
            {
                double* other = velocity + j * d * lanes, its = _sums.Pointer + j * Sums * lanes;
                Vector512<double> x = Vector512.Load(own) - Vector512.Load(other), y = Vector512.Load(own + lanes) - Vector512.Load(other + lanes);
                Vector512<double> z = d == 3 ? Vector512.Load(own + 2 * lanes) - Vector512.Load(other + 2 * lanes) : Vector512<double>.Zero;
                Vector512<double> square = Vector512.Max(x * x + y * y + z * z, Vector512.Create(PairRates.SmallestSquare));
                Vector512<double> g = Vector512.Min(rate.At(square), Vector512.Create(largestRate)), gx = g * x, gy = g * y, gz = g * z;
                AddBoth(mine, its, 0, g * square - gx * x);
                AddBoth(mine, its, 1, -gx * y);
                AddBoth(mine, its, 3, g * square - gy * y);
                if (d == 3)
                {
                    AddBoth(mine, its, 2, -gx * z);
                    AddBoth(mine, its, 4, -gy * z);
                    AddBoth(mine, its, 5, g * square - gz * z);
                }
                Vector512<double> factor = Vector512.Create(1.0 - d);
                AddOpposite(mine, its, DriftAt, factor * gx);
                AddOpposite(mine, its, DriftAt + 1, factor * gy);
                AddOpposite(mine, its, DriftAt + 2, factor * gz);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBoth(double* mine, double* its, int at, Vector512<double> value)
    {
        Vector512.Store(Vector512.Load(mine + at * LaneMath.Lanes) + value, mine + at * LaneMath.Lanes);
        Vector512.Store(Vector512.Load(its + at * LaneMath.Lanes) + value, its + at * LaneMath.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOpposite(double* mine, double* its, int at, Vector512<double> value)
    {
        Vector512.Store(Vector512.Load(mine + at * LaneMath.Lanes) + value, mine + at * LaneMath.Lanes);
        Vector512.Store(Vector512.Load(its + at * LaneMath.Lanes) - value, its + at * LaneMath.Lanes);
    }

    /// <summary>v + (2h/N) sum B + chol((2h/N) sum A + 2h (nu + eps (N-1)/N) I) xi.</summary>
    private void Move(double* velocity, double* sums, double* normals, double h, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        int d = _dimension;
        double scale = 2 * h / _particles, isotropic = 2 * h * (options.Kernel.Viscosity + options.Kernel.Isotropic * (_particles - 1) / _particles);
        Span<Vector512<double>> covariance = stackalloc Vector512<double>[6], mean = stackalloc Vector512<double>[3];
        for (int ab = 0; ab < 6; ab++)
            covariance[ab] = scale * Vector512.Load(sums + ab * lanes) + Vector512.Create(ab is 0 or 3 or 5 ? isotropic : 0);
        mean.Clear();
        for (int a = 0; a < d; a++)
            mean[a] = Vector512.Load(velocity + a * lanes) + scale * Vector512.Load(sums + (DriftAt + a) * lanes);
        if (drift != null)
            AddDrift(velocity, mean, covariance, drift);
        Vector512<double> first = Vector512.Load(normals), second = Vector512.Load(normals + lanes);
        Vector512<double> third = d == 3 ? Vector512.Load(normals + 2 * lanes) : Vector512<double>.Zero;
        (Vector512<double> xx, Vector512<double> inverse) = Root(covariance[0]);
        Vector512<double> yx = covariance[1] * inverse, zx = covariance[2] * inverse;
        (Vector512<double> yy, inverse) = Root(covariance[3] - yx * yx);
        Vector512<double> zy = (covariance[4] - zx * yx) * inverse;
        Vector512.Store(mean[0] + xx * first, velocity);
        Vector512.Store(mean[1] + yx * first + yy * second, velocity + lanes);
        if (d == 3)
            Vector512.Store(mean[2] + zx * first + zy * second + Root(covariance[5] - zx * zx - zy * zy).Root * third, velocity + 2 * lanes);
    }

    /// <summary>sqrt(x) and its inverse, both zero where x is not positive: a kernel of lower rank leaves only rounding there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Root, Vector512<double> Inverse) Root(Vector512<double> x)
    {
        Vector512<double> root = Vector512.Sqrt(Vector512.Max(x, Vector512<double>.Zero)), positive = Vector512.GreaterThan(root, Vector512<double>.Zero);
        return (root, Vector512.ConditionalSelect(positive, Vector512<double>.One / root, Vector512<double>.Zero));
    }

    /// <summary>With u the mean and C the covariance after the step: u u^T + C - v v^T without its trace, and E|u + x|^4 - |v|^4.</summary>
    private void AddDrift(double* velocity, Span<Vector512<double>> mean, Span<Vector512<double>> covariance, double* drift)
    {
        const int lanes = LaneMath.Lanes;
        int d = _dimension;
        ReadOnlySpan<int> rows = [0, 0, 0, 1, 1, 2], columns = [0, 1, 2, 1, 2, 2];
        Span<Vector512<double>> change = stackalloc Vector512<double>[6];
        Vector512<double> before = Vector512<double>.Zero, after = before, trace = before, quadratic = before, norm = before;
        for (int ab = 0; ab < 6; ab++)
        {
            (int a, int b) = (rows[ab], columns[ab]);
            change[ab] = Vector512<double>.Zero;
            if (b >= d)
                continue;
            Vector512<double> old = Vector512.Load(velocity + a * lanes) * Vector512.Load(velocity + b * lanes);
            change[ab] = mean[a] * mean[b] + covariance[ab] - old;
            double twice = a == b ? 1 : 2;
            quadratic += twice * covariance[ab] * mean[a] * mean[b];
            norm += twice * covariance[ab] * covariance[ab];
            if (a == b)
                (before, after, trace) = (before + old, after + mean[a] * mean[a], trace + covariance[ab]);
        }
        Vector512<double> excess = (after + trace - before) / d;
        Add(drift, change[0] - excess);
        if (d == 2)
            Add(drift + lanes, change[1]);
        else
            AddSpace(drift, change, excess);
        Add(drift + _layout.Fourth * lanes, after * after - before * before + (2 * after + trace) * trace + 4 * quadratic + 2 * norm);
        Add(drift + _layout.Energy * lanes, after + trace - before);
        AddMomentum(drift, mean, covariance, velocity);
    }

    /// <summary>
    /// The mean change of the momentum is zero in sum, hence that of P_a P_b is the covariance of the noise; the drifts of the particles cancel.
    /// </summary>
    private void AddMomentum(double* drift, Span<Vector512<double>> mean, Span<Vector512<double>> covariance, double* velocity)
    {
        const int lanes = LaneMath.Lanes;
        int at = _layout.MomentumSquares;
        for (int a = 0, ab = 0; a < 3; a++)
        {
            if (a < _dimension)
                Add(drift + (_layout.Momentum + a) * lanes, mean[a] - Vector512.Load(velocity + a * lanes));
            for (int b = a; b < 3; b++, ab++)
            {
                if (b < _dimension)
                    Add(drift + at++ * lanes, covariance[ab]);
            }
        }
    }

    private static void AddSpace(double* drift, Span<Vector512<double>> change, Vector512<double> excess)
    {
        Add(drift + LaneMath.Lanes, change[3] - excess);
        Add(drift + 2 * LaneMath.Lanes, change[1]);
        Add(drift + 3 * LaneMath.Lanes, change[2]);
        Add(drift + 4 * LaneMath.Lanes, change[4]);
    }

    private static void Add(double* sum, Vector512<double> value) => Vector512.Store(Vector512.Load(sum) + value, sum);
}
