using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;

namespace Hierarchy.Audits;

/// <summary>
/// The discretisation error of the solver's Q(f,f) against test functions: what int a Q(f,f) changes when the same operator acts on the coarser grid. The
/// results obey the discrete equation, so the weak forms meet this error in the rates, which no quadrature of theirs sees; it decides where the kernel grows
/// with the distance and the grid is coarse.
/// </summary>
/// <remarks>A difference of one operator on two grids: an operator that is wrong on both does not widen the floor that has to reveal it.</remarks>
internal sealed class OperatorResolution : IDisposable
{
    private readonly AuditInput _input;
    private readonly LandauOperator _fine;
    private readonly LandauOperator _coarse;
    private readonly SampledTestFunction[] _fineFunctions;
    private readonly SampledTestFunction[] _coarseFunctions;

    /// <summary>Makes both operators.</summary>
    public OperatorResolution(AuditInput input, VelocityGrid coarse)
    {
        _input = input;
        _fine = new LandauOperator(input.Grid, input.Kernel, input.Options);
        _coarse = new LandauOperator(coarse, input.Kernel, input.Options);
        _fineFunctions = [.. input.TestFunctions.Select(function => new SampledTestFunction(input.Grid, function))];
        _coarseFunctions = [.. input.TestFunctions.Select(function => new SampledTestFunction(coarse, function))];
    }

    /// <summary>One value a test function: the larger of those at two times.</summary>
    public double[] Of(AuditRun run, int first, int last)
    {
        double[] one = At(run, first), other = first == last ? one : At(run, last);
        return [.. one.Zip(other, Math.Max)];
    }

    private double[] At(AuditRun run, int time)
    {
        double[] fine = Rates(_fine, _input.Grid, _fineFunctions, run.Density(time));
        double[] coarse = Rates(_coarse, _input.CoarseGrid!, _coarseFunctions, _input.Coarse(run, time).Density);
        return [.. fine.Zip(coarse, (a, b) => Math.Abs(a - b))];
    }

    private static double[] Rates(LandauOperator landau, VelocityGrid grid, SampledTestFunction[] functions, ReadOnlySpan<double> density)
    {
        double[] collisions = new double[grid.Size];
        landau.Apply(density, collisions);
        return [.. functions.Select(function => grid.CellVolume * function.Points.Select((point, k) => function.Values[k] * collisions[point]).Sum())];
    }

    public void Dispose()
    {
        _fine.Dispose();
        _coarse.Dispose();
    }
}
