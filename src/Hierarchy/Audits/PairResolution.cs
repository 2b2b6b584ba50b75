using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The discretisation error of the solver's operators on a pair, P, C[g] and T, against test functions: what the rates of int a f and of int int a a f_2 change when the
/// same equation acts on the same f and g, restricted to a coarser grid; with <see cref="OperatorResolution"/>, which has Q(f,f) alone, for runs without g.
/// </summary>
/// <remarks>
/// A difference of one equation on two grids, as there. T is that of the cluster closure whatever f_3 the model has. Pairs of more than <see cref="MostInSpace"/> points
/// an axis in d = 3 are restricted to so many first, where the operators are not better.
/// </remarks>
internal static class PairResolution
{
    private const int MostInPlane = 64, MostInSpace = 16;

    /// <summary>One value a test function for either rate: the larger of those at two times.</summary>
    public static (double[] One, double[] Two) Of(AuditInput input, AuditRun run, int first, int last)
    {
        (double[] One, double[] Two) at = At(input, run, first);
        if (last == first)
            return at;
        (double[] One, double[] Two) end = At(input, run, last);
        return ([.. at.One.Zip(end.One, Math.Max)], [.. at.Two.Zip(end.Two, Math.Max)]);
    }

    private static (double[] One, double[] Two) At(AuditInput input, AuditRun run, int time)
    {
        VelocityGrid fine = input.Grid.WithPoints(Math.Min(input.Grid.Points, input.Grid.Dimension == 2 ? MostInPlane : MostInSpace));
        VelocityGrid coarse = AuditInput.CoarserThan(fine)!;
        (double[] one, double[] two) = Rates(input, run, time, fine);
        (double[] otherOne, double[] otherTwo) = Rates(input, run, time, coarse);
        return (Differences(one, otherOne), Differences(two, otherTwo));
    }

    private static double[] Differences(double[] one, double[] other) => [.. one.Zip(other, (a, b) => Math.Abs(a - b))];

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
            (one[test], two[test]) = Tested(new SampledTestFunction(grid, input.TestFunctions[test]), grid, density, rate.Span);
        return (one, two);
    }

    private static void FillRows(PairCorrelation correlation, Span<double> rows)
    {
        int size = correlation.Grid.Size;
        double[] scratch = new double[Math.Max(size, correlation.ScratchLength)];
        for (int i = 0; i < size; i++)
            correlation.Row(i, scratch).CopyTo(rows.Slice(i * size, size));
    }

    /// <summary>int a d_t f, and int int a a d_t f_2 with d_t f_2 = d_t f x f + f x d_t f + d_t g.</summary>
    internal static (double One, double Two) Tested(SampledTestFunction function, VelocityGrid grid, double[] density, ReadOnlySpan<double> rate)
    {
        double value = 0, slope = 0, pair = 0;
        for (int k = 0; k < function.Points.Length; k++)
        {
            int i = function.Points[k];
            ReadOnlySpan<double> row = rate.Slice(grid.Size + i * grid.Size, grid.Size);
            value += function.Values[k] * density[i];
            slope += function.Values[k] * rate[i];
            for (int m = 0; m < function.Points.Length; m++)
                pair += function.Values[k] * function.Values[m] * row[function.Points[m]];
        }
        return (grid.CellVolume * slope, grid.CellVolume * grid.CellVolume * (2 * value * slope + pair));
    }
}
