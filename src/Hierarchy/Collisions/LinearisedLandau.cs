using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

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

    /// <summary>f = 0, for the pair operator alone: <paramref name="zero"/> holds (d + 1) n^d zeros.</summary>
    public LinearisationFields(double* zero, int size)
    {
        Density = zero;
        _gradient = zero + size;
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
/// The flux of the linearised Landau operator T h = C[h x f] + C[f x h] in v1, for a block of columns h = g(., v2):
/// (A*f) grad h - (B*f) h + (A*h) grad f - (B*h) f.
/// </summary>
internal sealed unsafe class LinearisedLandau(VelocityGrid grid)
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>
    /// Fills the flux arrays of <paramref name="scratch"/> from the block in (Re, Im), which is kept; the flux of Q(h,h) is added if <paramref name="own"/> is there.
    /// </summary>
    public void Flux(PairScratch scratch, ColumnConvolution convolution, in LinearisationFields fields, OwnCollisions? own = null)
    {
        int d = grid.Dimension;
        for (int a = 0; a < d; a++)
        {
            Scale(scratch.Re, fields.Friction(a), -1, scratch.FluxRe(a));
            Scale(scratch.Im, fields.Friction(a), -1, scratch.FluxIm(a));
        }
        for (int c = 0; c < d; c++)
        {
            scratch.Re.Span.CopyTo(scratch.WorkRe.Span);
            scratch.Im.Span.CopyTo(scratch.WorkIm.Span);
            scratch.Differentiate(scratch.WorkRe, scratch.WorkIm, c);
            own?.Keep(scratch, c);
            for (int a = 0; a < d; a++)
                AddWork(scratch, a, fields.Diffusion(SymmetricIndex.Of(d, a, c)), 1);
        }
        convolution.Transform(scratch.Re, scratch.Im);
        for (int a = 0; a < d; a++)
        {
            convolution.ConvolveDivergence(a, scratch.WorkRe, scratch.WorkIm);
            AddWork(scratch, a, fields.Density, -1);
            own?.AddFriction(scratch, a);
            for (int c = a; c < d; c++)
            {
                convolution.ConvolveComponent(SymmetricIndex.Of(d, a, c), scratch.WorkRe, scratch.WorkIm);
                AddWork(scratch, a, fields.Gradient(c), 1);
                own?.AddDiffusion(scratch, a, c);
                if (c == a)
                    continue;
                AddWork(scratch, c, fields.Gradient(a), 1);
                own?.AddDiffusion(scratch, c, a);
            }
        }
    }

    private static void AddWork(PairScratch scratch, int a, double* field, double sign)
    {
        Add(scratch.WorkRe, field, sign, scratch.FluxRe(a));
        Add(scratch.WorkIm, field, sign, scratch.FluxIm(a));
    }

    /// <summary>to(i, lane) = sign field(i) from(i, lane).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(NativeBuffer from, double* field, double sign, NativeBuffer to)
    {
        double* source = from.Pointer, target = to.Pointer;
        for (int i = 0; i < from.Length / Lanes; i++)
            (Vector512.Create(sign * field[i]) * Vector512.Load(source + i * Lanes)).Store(target + i * Lanes);
    }

    /// <summary>to(i, lane) += sign field(i) from(i, lane).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(NativeBuffer from, double* field, double sign, NativeBuffer to)
    {
        double* source = from.Pointer, target = to.Pointer;
        for (int i = 0; i < from.Length / Lanes; i++)
        {
            Vector512<double> product = Vector512.Create(sign * field[i]) * Vector512.Load(source + i * Lanes);
            (Vector512.Load(target + i * Lanes) + product).Store(target + i * Lanes);
        }
    }
}
