using System.Numerics.Tensors;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The discretisation error of the solver's operators on a pair, P, C[g] and T, against test functions: what the rate of int a f, or of int int a a f_2, by the solver's
/// equation less the rate by the weak form changes when f and g are restricted to the coarser grid. <see cref="OperatorResolution"/>, which has Q(f,f) alone, serves
/// runs without g.
/// </summary>
/// <remarks>
/// Errors that both ways share, as they do at the kink of g, drop out, and so does an operator that is wrong on both grids: it does not widen the floor that has to
/// reveal it. T is that of the cluster closure whatever f_3 the model has. Pairs of more than <see cref="MostInSpace"/> points an axis in d = 3 take too much
/// memory.
/// </remarks>
internal static class PairResolution
{
    private const int MostInSpace = 16;

    /// <summary>Whether the equation can be evaluated for a run.</summary>
    public static bool Serves(AuditInput input, AuditRun run) =>
        run.HasCorrelation && !run.Particles.IsInfinite && (input.Grid.Dimension == 2 || input.Grid.Points <= MostInSpace);

    /// <summary>One value a test function for either rate.</summary>
    /// <param name="input">The grids.</param>
    /// <param name="run">The run.</param>
    /// <param name="time">The index of an output time.</param>
    /// <param name="fine">The terms of the weak forms there, by test function.</param>
    /// <param name="coarse">The same on the coarser grid.</param>
    public static (double[] One, double[] Two) At(AuditInput input, AuditRun run, int time, WeakTerms[] fine, WeakTerms[] coarse)
    {
        (double[] one, double[] two) = Rates(input, run, time, input.Grid);
        (double[] coarseOne, double[] coarseTwo) = Rates(input, run, time, input.CoarseGrid!);
        for (int test = 0; test < one.Length; test++)
        {
            one[test] = Math.Abs(one[test] - fine[test].OneRate.Value - (coarseOne[test] - coarse[test].OneRate.Value));
            two[test] = Math.Abs(two[test] - fine[test].TwoRate.Value - (coarseTwo[test] - coarse[test].TwoRate.Value));
        }
        return (one, two);
    }

    /// <summary>The rates of int a f and of int int a a f_2 on a grid.</summary>
    private static (double[] One, double[] Two) Rates(AuditInput input, AuditRun run, int time, VelocityGrid grid)
    {
        using var equation = new ClusterHierarchy(run.Model, grid, input.Kernel, run.Particles, input.Options with { SinglePairs = false });
        using NativeBuffer state = new(equation.Length), rate = new(equation.Length);
        // The datum fixes the corrections; the state of this time takes its place.
        equation.SetChaotic(SpectralResample.Of(input.Grid, run.Density(0), grid), state.Span);
        double[] density = SpectralResample.Of(input.Grid, run.Density(time), grid);
        density.CopyTo(state.Span);
        if (run.Correlation(time) is { IsZero: false } correlation)
            FillRows(grid.Points == input.Grid.Points ? correlation : SpectralResample.OfPair(correlation, grid)!, state.Span[grid.Size..]);
        equation.Evaluate(state.Span, rate.Span);
        double[] one = new double[input.TestFunctions.Count], two = new double[one.Length];
        for (int test = 0; test < one.Length; test++)
            (one[test], two[test]) = Tested(ValuesOf(input.TestFunctions[test], grid), grid, density, rate.Span);
        return (one, two);
    }

    private static void FillRows(PairCorrelation correlation, Span<double> rows)
    {
        int size = correlation.Grid.Size;
        double[] scratch = new double[Math.Max(size, correlation.ScratchLength)];
        for (int i = 0; i < size; i++)
            correlation.Row(i, scratch).CopyTo(rows.Slice(i * size, size));
    }

    /// <summary>The values of a test function on a grid.</summary>
    internal static double[] ValuesOf(TestFunction function, VelocityGrid grid)
    {
        double[] values = new double[grid.Size];
        SampledTestFunction sampled = new(grid, function);
        for (int k = 0; k < sampled.Points.Length; k++)
            values[sampled.Points[k]] = sampled.Values[k];
        return values;
    }

    /// <summary>int a d_t f, and int int a a d_t f_2 with d_t f_2 = d_t f x f + f x d_t f + d_t g.</summary>
    internal static (double One, double Two) Tested(double[] function, VelocityGrid grid, double[] density, ReadOnlySpan<double> rate)
    {
        int size = grid.Size;
        double value = TensorPrimitives.Dot<double>(function, density), slope = TensorPrimitives.Dot(function, rate[..size]), pair = 0;
        for (int i = 0; i < size; i++)
        {
            if (function[i] != 0)
                pair += function[i] * TensorPrimitives.Dot(function, rate.Slice(size + i * size, size));
        }
        return (grid.CellVolume * slope, grid.CellVolume * grid.CellVolume * (2 * value * slope + pair));
    }
}
