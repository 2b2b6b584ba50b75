using System.Numerics.Tensors;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// What the conservative corrections of the pair equation do to int int a(v1) a(v2) f_2: the rate of change at the datum and N = 2 with them, less that without.
/// They replace errors of the pair operator in the moments, which are a property of the grid, and scale like 1/N: part of the noise of the weak form at m = 2.
/// </summary>
/// <remarks>Evaluated on a grid of at most 64 (d = 2) or 16 (d = 3) points an axis, on which they are not smaller.</remarks>
internal static class ConservativeEffect
{
    /// <summary>One value a test function; zeros where the operators are not corrected.</summary>
    public static double[] Of(AuditInput input)
    {
        double[] effect = new double[input.TestFunctions.Count];
        if (!input.Options.Conservative || effect.Length == 0)
            return effect;
        VelocityGrid grid = input.Grid.WithPoints(Math.Min(input.Grid.Points, input.Grid.Dimension == 2 ? 64 : 16));
        double[] density = SpectralResample.Of(input.Grid, input.Runs[0].Density(0), grid);
        double[] with = Rates(input, grid, density, true), without = Rates(input, grid, density, false);
        TensorPrimitives.Subtract(with, without, effect);
        TensorPrimitives.Abs(effect, effect);
        return effect;
    }

    /// <summary>int int a a d_t f_2 with d_t f_2 = d_t f x f + f x d_t f + d_t g.</summary>
    private static double[] Rates(AuditInput input, VelocityGrid grid, double[] density, bool conservative)
    {
        using var equation = new ClusterHierarchy(ModelRegistry.Liouville.Name, grid, input.Kernel, new ParticleNumber(2),
            input.Options with { Conservative = conservative, SinglePairs = false });
        using var state = new NativeBuffer(equation.Length);
        using var rate = new NativeBuffer(equation.Length);
        equation.SetChaotic(density, state.Span);
        equation.Evaluate(state.Span, rate.Span);
        return [.. input.TestFunctions.Select(function => PairResolution.Tested(PairResolution.ValuesOf(function, grid), grid, density, rate.Span).Two)];
    }
}
