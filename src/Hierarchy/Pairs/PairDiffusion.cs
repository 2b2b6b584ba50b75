using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;

namespace Hierarchy.Pairs;

/// <summary>
/// What a multiple of I in the kernel and a viscosity add to the fluxes in v1 of a block of columns, before div_1 and before S + S^T is formed.
/// </summary>
/// <remarks>
/// kappa (X_c - f(v1) d_c f(v2)), X = (grad_1 - grad_2) g, leads to kappa (grad_1 - grad_2)^2 g - 2 kappa grad f x grad f: kappa (grad_1 - grad_2)^2 on f x f + g
/// with the marginals of the f x f part removed. nu d_c g leads to nu (Lap_1 + Lap_2) g.
/// </remarks>
internal sealed unsafe class PairDiffusion(PairLayout layout)
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>flux_c += kappa (X_c - f d_c f), of the block (WorkRe, WorkIm) = X_c.</summary>
    /// <param name="scratch">WorkRe and WorkIm hold X_c of the block.</param>
    /// <param name="c">The axis.</param>
    /// <param name="density">f at every row.</param>
    /// <param name="slope">d_c f at the columns of the block.</param>
    /// <param name="kappa">The factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRelative(PairScratch scratch, int c, double* density, double* slope, double kappa)
    {
        double* re = scratch.WorkRe.Pointer, im = scratch.WorkIm.Pointer, toRe = scratch.FluxRe(c).Pointer, toIm = scratch.FluxIm(c).Pointer;
        Vector512<double> factor = Vector512.Create(kappa), first = Vector512.Load(slope), second = Vector512.Load(slope + Lanes);
        for (int i = 0, at = 0; i < layout.Size; i++, at += Lanes)
        {
            Vector512<double> f = Vector512.Create(density[i]);
            (Vector512.Load(toRe + at) + factor * (Vector512.Load(re + at) - f * first)).Store(toRe + at);
            (Vector512.Load(toIm + at) + factor * (Vector512.Load(im + at) - f * second)).Store(toIm + at);
        }
    }

    /// <summary>flux_c += nu d_c g for every axis, of the block (Re, Im) = g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradient(PairScratch scratch, double nu)
    {
        Vector512<double> factor = Vector512.Create(nu);
        for (int c = 0; c < layout.Grid.Dimension; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.WorkRe, c);
            scratch.Differentiate(scratch.Im, scratch.WorkIm, c);
            double* re = scratch.WorkRe.Pointer, im = scratch.WorkIm.Pointer, toRe = scratch.FluxRe(c).Pointer, toIm = scratch.FluxIm(c).Pointer;
            for (int at = 0; at < scratch.Length; at += Lanes)
            {
                (Vector512.Load(toRe + at) + factor * Vector512.Load(re + at)).Store(toRe + at);
                (Vector512.Load(toIm + at) + factor * Vector512.Load(im + at)).Store(toIm + at);
            }
        }
    }
}
