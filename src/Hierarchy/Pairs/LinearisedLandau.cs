using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The fields of f that operators at f multiply with: f (n^d values), and where the Landau operator keeps grad f, A*f and B*f,
/// component by component. They lie outside the collected heap, or the caller holds them in place.
/// </summary>
internal readonly unsafe struct LinearisationFields
{
    private readonly double* _gradient;
    private readonly double* _diffusion;
    private readonly double* _friction;
    private readonly int _size;

    /// <summary>The fields of the operator's last call, which was at <paramref name="density"/>.</summary>
    public LinearisationFields(double* density, LandauOperator landau)
    {
        Density = density;
        _size = landau.Grid.Size;
        _gradient = Pointer(landau.Gradient);
        _diffusion = Pointer(landau.Diffusion);
        _friction = Pointer(landau.Friction);
    }

    /// <summary>The fields of another with A*f and B*f replaced, each component by component.</summary>
    public LinearisationFields(in LinearisationFields other, double* diffusion, double* friction)
    {
        this = other;
        _diffusion = diffusion;
        _friction = friction;
    }

    /// <summary>f = 0, for the pair operator alone: <paramref name="zero"/> holds 6 n^d zeros.</summary>
    public LinearisationFields(double* zero, int size)
    {
        Density = _gradient = _diffusion = _friction = zero;
        _size = size;
    }

    /// <summary>f.</summary>
    public double* Density { get; }

    /// <summary>d_a f.</summary>
    public double* Gradient(int a) => _gradient + a * _size;

    /// <summary>(A*f)_ab.</summary>
    public double* Diffusion(int component) => _diffusion + component * _size;

    /// <summary>(B*f)_a.</summary>
    public double* Friction(int a) => _friction + a * _size;

    private static double* Pointer(ReadOnlySpan<double> native) => (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(native));
}

/// <summary>
/// The non-local part (A*h) grad f - (B*h) f of the flux of the linearised Landau operator T h = C[h x f] + C[f x h] in v1, for a block of columns
/// h = g(., v2); <see cref="PairFlux"/> adds the local part (A*f) grad h - (B*f) h.
/// </summary>
internal sealed unsafe class LinearisedLandau(VelocityGrid grid)
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>
    /// Adds the factor times the flux to the flux arrays of <paramref name="scratch"/>, h being the block in (Re, Im), which is kept; the flux of Q(h,h) is added
    /// with its own weights if <paramref name="own"/> is there.
    /// </summary>
    public void AddFlux(PairScratch scratch, ColumnConvolution convolution, in LinearisationFields fields, double factor, OwnCollisions? own = null)
    {
        if (own is null && convolution.Powers is { } powers)
        {
            powers.AddFlux(scratch, fields, factor);
            return;
        }
        int d = grid.Dimension;
        convolution.Transform(scratch.Re, scratch.Im);
        for (int a = 0; a < d; a++)
        {
            convolution.ConvolveDivergence(a, scratch.WorkRe, scratch.WorkIm);
            AddWork(scratch, a, fields.Density, -factor);
            own?.AddFriction(scratch, a);
            for (int c = a; c < d; c++)
            {
                convolution.ConvolveComponent(SymmetricIndex.Of(d, a, c), scratch.WorkRe, scratch.WorkIm);
                if (c == a)
                    AddWork(scratch, a, fields.Gradient(c), factor);
                else
                    AddWork(scratch, a, fields.Gradient(c), c, fields.Gradient(a), factor);
                own?.AddDiffusion(scratch, a, c);
                if (c != a)
                    own?.AddDiffusion(scratch, c, a);
            }
        }
    }

    private static void AddWork(PairScratch scratch, int a, double* field, double factor)
    {
        Add(scratch.WorkRe, field, factor, scratch.FluxRe(a));
        Add(scratch.WorkIm, field, factor, scratch.FluxIm(a));
    }

    private static void AddWork(PairScratch scratch, int a, double* first, int c, double* second, double factor)
    {
        Add(scratch.WorkRe, first, scratch.FluxRe(a), second, scratch.FluxRe(c), factor);
        Add(scratch.WorkIm, first, scratch.FluxIm(a), second, scratch.FluxIm(c), factor);
    }

    /// <summary>to(i, lane) += factor field(i) from(i, lane).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(NativeBuffer from, double* field, double factor, NativeBuffer to)
    {
        double* source = from.Pointer, target = to.Pointer;
        int rows = from.Length / Lanes;
        for (int i = 0; i < rows; i++, source += Lanes, target += Lanes)
            Vector512.MultiplyAddEstimate(Vector512.Create(factor * field[i]), Vector512.Load(source), Vector512.Load(target)).Store(target);
    }

    /// <summary>The same with two fields into two arrays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(NativeBuffer from, double* first, NativeBuffer toFirst, double* second, NativeBuffer toSecond, double factor)
    {
        double* source = from.Pointer, one = toFirst.Pointer, other = toSecond.Pointer;
        int rows = from.Length / Lanes;
        for (int i = 0; i < rows; i++, source += Lanes, one += Lanes, other += Lanes)
        {
            Vector512<double> value = Vector512.Load(source);
            Vector512.MultiplyAddEstimate(Vector512.Create(factor * first[i]), value, Vector512.Load(one)).Store(one);
            Vector512.MultiplyAddEstimate(Vector512.Create(factor * second[i]), value, Vector512.Load(other)).Store(other);
        }
    }
}
