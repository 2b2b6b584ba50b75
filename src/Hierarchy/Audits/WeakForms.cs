using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The integrals of the weak forms (1.7), (3.3), (1.12) for test functions a(v1) at m = 1 and a(v1) a(v2) at m = 2, all derivatives on the test function:
/// <code>
/// m = 1   (N-1)/N int int W_a(v1, v2) f_2,        W_a(v1, v2) = A(v1-v2):Hess a(v1) + 2 B(v1-v2).grad a(v1)
/// m = 2   (2/N) int int [ A:(Hess a(v1) a(v2) - grad a(v1) x grad a(v2)) + B.(grad a(v1) a(v2) - a(v1) grad a(v2)) ] f_2
///         + 2 (N-2)/N int int int W_a(v1, v3) a(v2) f_3,    f_3 = f1 f2 f3 + b (g12 f3 + g13 f2 + g23 f1) + terms of higher order in g,
/// </code>
/// plus, for a regularised kernel, the Laplacians of its viscosity and of its multiple of I.
/// </summary>
/// <remarks>
/// Nothing here is shared with the solvers but the convolutions A*f and B*f: the product part of m = 1 is a sum over the grid of f ((A*f):Hess a + 2 (B*f).grad a),
/// evaluated on the grid and on its copy shifted by half a cell, whose difference is an error estimate; everything else is a sum over pairs of grid
/// points with the kernel's point values (<see cref="PointKernel"/>), its error estimated by the same sum over differences of twice the spacing.
/// A further floor is a tenth of the truncation noise of f, relative to its maximum, times the size of the summands; where g is among them and not resolved, that of
/// its largest row if it is larger.
/// </remarks>
internal sealed class WeakForms : IDisposable
{
    /// <summary>The part of the truncation noise of f that counts: it oscillates from point to point, and mostly cancels against a smooth test function.</summary>
    private const double Cancellation = 0.1;

    /// <summary>A row of g that lacks this part of its largest value is not resolved; the kink at v1 = v2 lacks less on 24 points, and the sums of differences see it.</summary>
    private const double Unresolved = 0.1;

    private readonly VelocityGrid _grid;
    private readonly CollisionKernel _kernel;
    private readonly PointKernel _point;
    private readonly KernelConvolution _convolution;
    private readonly SampledTestFunction[] _plain;
    private readonly SampledTestFunction[] _shifted;
    private readonly double[] _fields;
    private readonly double[] _shiftedFields;
    private readonly double[] _moreFields;
    private readonly double _guard;
    private double[] _density = [];
    private double[] _shiftedDensity = [];
    private double[] _row = [];
    private PairCorrelation _correlation;
    private double _noise, _pairNoise;

    /// <summary>Plans what repeats; <paramref name="guard"/> is that of the closures that divide by f (<see cref="CollisionOptions.DensityGuard"/>).</summary>
    public WeakForms(VelocityGrid grid, CollisionKernel kernel, IReadOnlyList<TestFunction> functions, double guard)
    {
        _grid = grid;
        _guard = guard;
        _correlation = PairCorrelation.Zero(grid);
        _kernel = kernel;
        _point = new PointKernel(grid, kernel);
        _convolution = new KernelConvolution(grid, kernel, padded: true);
        _plain = [.. functions.Select(function => new SampledTestFunction(grid, function))];
        _shifted = [.. functions.Select(function => new SampledTestFunction(grid, function, grid.Spacing / 2))];
        int fields = (_convolution.Matrices + grid.Dimension) * grid.Size;
        (_fields, _shiftedFields, _moreFields) = (new double[fields], new double[fields], new double[fields]);
    }

    /// <summary>Takes f and g, which has to stay valid; none for f_2 = f x f.</summary>
    public void Load(ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        _density = density.ToArray();
        _correlation = correlation ?? PairCorrelation.Zero(_grid);
        _row = new double[Math.Max(_grid.Size, _correlation.ScratchLength)];
        _shiftedDensity = HalfCellShift.Of(_grid, density);
        _convolution.Apply(_density, _fields);
        _convolution.Apply(_shiftedDensity, _shiftedFields);
        _noise = Cancellation * TruncationNoise.Of(_grid, density) / TensorPrimitives.Max(density);
        _pairNoise = Math.Max(_noise, Cancellation * CorrelationNoise());
    }

    /// <summary>
    /// The modes that the grid does not carry, of the row of g with the largest value, relative to it; 0 up to <see cref="Unresolved"/>.
    /// </summary>
    private double CorrelationNoise()
    {
        double[] largest = [];
        double magnitude = 0;
        for (int i = 0; !_correlation.IsZero && i < _grid.Size; i++)
        {
            ReadOnlySpan<double> row = _correlation.Row(i, _row);
            double own = Math.Abs(TensorPrimitives.MaxMagnitude(row));
            if (own > magnitude)
                (magnitude, largest) = (own, row.ToArray());
        }
        double missing = magnitude == 0 ? 0 : TruncationNoise.MissingModes(_grid, largest) / magnitude;
        return missing > Unresolved ? missing : 0;
    }

    /// <summary>All terms for one test function.</summary>
    /// <param name="test">Its number.</param>
    /// <param name="particles">N.</param>
    /// <param name="triplet">f_3 by f and g; null where it is not known.</param>
    /// <param name="next">What else f_3 adds to int int int W_a(v1, v3) a(v2) f_3, and Z by which all of it is divided.</param>
    public WeakTerms Terms(int test, ParticleNumber particles, TripletClosure? triplet, (Measured Addition, double Mass) next)
    {
        SampledTestFunction a = _plain[test];
        double cell = _grid.CellVolume, outside = particles.Outside(1);
        Measured one = Both(test, (function, f, _) => cell * Sum(function, k => function.Values[k] * f[function.Points[k]]));
        Measured laplacian = Both(test, (function, f, _) => cell * Sum(function, k => function.Laplacian(k) * f[function.Points[k]]));
        Measured product = Both(test, (function, f, fields) => cell * Sum(function, k => f[function.Points[k]] * Collide(function, k, fields)))
            + new Measured(0, _noise * cell * Sum(a, k => Math.Abs(_density[a.Points[k]] * Collide(a, k, _fields))));
        Measured correlated = CorrelatedCollisions(a);
        Measured rate = outside * (product + correlated) + (_kernel.Viscosity + outside * _kernel.Isotropic) * laplacian;
        double[] h = Contraction(a);
        double paired = cell * Sum(a, k => a.Values[k] * h[a.Points[k]]);
        Measured two = new(one.Value * one.Value + paired, 2 * Math.Abs(one.Value) * one.Floor + _pairNoise * Math.Abs(paired));
        (Measured pair, Measured viscous) = PairCollisions(a, particles);
        if (particles.Outside(2) == 0 || triplet is null)
            return new(one, rate, two, pair, viscous, triplet is null && particles.Outside(2) != 0 ? new(double.NaN, double.NaN) : default);
        Measured third = OutsideCollisions(a, h, triplet, one, product, correlated, laplacian) + 2 * next.Addition;
        return new(one, rate, two, pair, viscous, particles.Outside(2) / next.Mass * third);
    }

    public void Dispose() => _convolution.Dispose();

    /// <summary>The mean over the grid and its shifted copy, and half their difference.</summary>
    private Measured Both(int test, Func<SampledTestFunction, double[], double[], double> integral)
    {
        double plain = integral(_plain[test], _density, _fields), shifted = integral(_shifted[test], _shiftedDensity, _shiftedFields);
        return new((plain + shifted) / 2, Math.Abs(plain - shifted) / 2 + 1e-15 * Math.Abs(plain));
    }

    private static double Sum(SampledTestFunction function, Func<int, double> term)
    {
        double sum = 0;
        for (int k = 0; k < function.Points.Length; k++)
            sum += term(k);
        return sum;
    }

    /// <summary>(A*q):Hess a + 2 (B*q).grad a at one point, for the fields of q.</summary>
    private double Collide(SampledTestFunction function, int k, double[] fields)
    {
        int d = _grid.Dimension, size = _grid.Size, i = function.Points[k];
        double sum = 0;
        for (int a = 0; a < d; a++)
        {
            sum += 2 * fields[(_convolution.Matrices + a) * size + i] * function.Gradients[k * d + a];
            for (int b = 0; b < d; b++)
                sum += fields[SymmetricIndex.Of(d, a, b) * size + i] * function.Hessians[(k * d + a) * d + b];
        }
        return sum;
    }

    /// <summary>h(v) = int a(v2) g(v, v2) dv2.</summary>
    private double[] Contraction(SampledTestFunction function)
    {
        double[] result = new double[_grid.Size];
        for (int k = 0; !_correlation.IsZero && k < function.Points.Length; k++)
            TensorPrimitives.MultiplyAdd(_correlation.Row(function.Points[k], _row), function.Values[k] * _grid.CellVolume, result, result);
        return result;
    }

    /// <summary>int int W_a(v1, v2) g.</summary>
    private Measured CorrelatedCollisions(SampledTestFunction function)
    {
        if (_correlation.IsZero)
            return default;
        PairSum sum = new PairIntegrals(_point, function).Outward(_correlation);
        return new(sum.Fine, sum.Error + _pairNoise * sum.Size);
    }

    /// <summary>The collisions within the pair, with their factor 1/N, and apart from them the viscosity of both particles.</summary>
    private (Measured Pair, Measured Viscous) PairCollisions(SampledTestFunction function, ParticleNumber particles)
    {
        PairIntegrals integrals = new(_point, function);
        PairSum within = integrals.Within(_density, _correlation);
        double total = particles.Inverse * (within.Fine + _kernel.Isotropic * integrals.Isotropic), viscous = _kernel.Viscosity * integrals.Viscous;
        return (new(total, particles.Inverse * (within.Error + _pairNoise * within.Size) + _noise * Math.Abs(total)), new(viscous, _noise * Math.Abs(viscous)));
    }

    /// <summary>2 int int int W_a(v1, v3) a(v2) f_3, term by term of f_3, and the heating by a multiple of I.</summary>
    private Measured OutsideCollisions(
        SampledTestFunction function, double[] h, TripletClosure triplet, Measured one, Measured product, Measured correlated, Measured laplacian)
    {
        double cell = _grid.CellVolume, bond = triplet.Bond, bonds = 0, spread = 0;
        if (!_correlation.IsZero && bond != 0)
        {
            _convolution.Apply(h, _moreFields);
            double mixed = cell * Sum(function, k => h[function.Points[k]] * Collide(function, k, _fields));
            mixed += cell * Sum(function, k => _density[function.Points[k]] * Collide(function, k, _moreFields));
            bonds = bond * (mixed + correlated.Value * one.Value);
            spread = bond * (_pairNoise * Math.Abs(mixed) + correlated.Floor * one.Value);
        }
        if (!_correlation.IsZero && triplet is { Chain: not 0 } or { Triangle: not 0 })
        {
            PairSum higher = HigherCollisions.Of(_point, function, _density, _correlation, h, triplet, _guard);
            (bonds, spread) = (bonds + higher.Fine, spread + higher.Error + _pairNoise * higher.Size);
        }
        double heat = _kernel.Isotropic * (laplacian.Value * one.Value + cell * Sum(function, k => function.Laplacian(k) * h[function.Points[k]]));
        double floor = product.Floor * Math.Abs(one.Value) + Math.Abs(product.Value) * one.Floor + spread;
        return 2 * new Measured(product.Value * one.Value + bonds + heat, floor);
    }
}
