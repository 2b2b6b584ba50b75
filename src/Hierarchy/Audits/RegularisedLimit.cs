using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Audits;

/// <summary>
/// (2.19) as eps tends to 0, (2.23), (2.24), (2.32), (2.33): the solution of the Liouville equation with the cut-off and the viscosity eps tends to that
/// without, in L1 and L^(d N/(d N - 2)) on bounded sets and against test functions. Computed here at N = 2, from the datum of the runs, for eps = 0.4, 0.2 and
/// 0.1 thermal speeds; the row compares the distances at the largest and the smallest eps, the note has the slopes.
/// </summary>
/// <remarks>
/// On a grid of at most 20 (d = 2) or 8 (d = 3) points an axis, over at most half the time in which the temperature changes: all solutions share the grid, so
/// its error drops out of their differences but for what it changes in the slopes, and the paper has no rate: reports. The viscosity alone gives the slope 1.
/// </remarks>
internal sealed class RegularisedLimit : IAuditStatement
{
    private const double Longest = 0.5, Falls = 0.5;

    private static readonly double[] Shares = [0.4, 0.2, 0.1];

    public string Equation => "(2.19)";

    public string Covers => "(2.19), (2.23), (2.24), (2.32), (2.33)";

    public string Statement => "the regularised equation tends to the Liouville equation";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        if (input.Runs.Count == 0)
            yield break;
        if (input.Kernel.Regularisation is not NoRegularisation)
        {
            yield return this.NotApplicable("", null, "the kernel of the runs is regularised itself");
            yield break;
        }
        AuditRun first = input.Runs[0];
        VelocityGrid grid = new(input.Grid.Dimension, Math.Min(input.Grid.Dimension == 2 ? 20 : 8, input.Grid.Points), input.Grid.HalfWidth);
        double[] density = SpectralResample.Of(input.Grid, first.Density(0), grid);
        double speed = Math.Sqrt(GridMoments.Of(grid, density).Temperature), time = Math.Min(Longest, first.Times[^1] - first.Times[0]);
        double[] exact = Evolve(input, grid, input.Kernel, density, time);
        double[][] distances = [.. Shares.Select(share =>
            Distances(input, grid, speed, Evolve(input, grid,
            new CollisionKernel(input.Kernel.Gamma, input.Kernel.Strength, new CutoffRegularisation(), share * speed), density, time), exact))];
        string[] names = ["(2.33), L1 on a ball", $"(2.24), L^{Power(grid.Dimension).ToString("G3", System.Globalization.CultureInfo.InvariantCulture)} on a ball",
            "(2.32), against a test function"];
        AuditRun run = new StoredRun(ModelRegistry.Liouville.Name, new ParticleNumber(2), [first.Times[0], first.Times[0] + time], [], []);
        for (int k = 0; k < names.Length; k++)
        {
            double large = distances[0][k], middle = distances[1][k], small = distances[2][k];
            string note = string.Create(CultureInfo.InvariantCulture, $"eps = 0.1 against 0.4 thermal speeds, half of the distance at the larger to the right; "
                + $"slopes in eps {Math.Log2(large / middle):F2} and {Math.Log2(middle / small):F2}; n = {grid.Points}");
            yield return this.Inequality(names[k], run, run.Span(), small, Falls * large, input.Tolerance * large, false, note);
        }
    }

    private static double Power(int dimension) => 2 * dimension / (2.0 * dimension - 2);

    private static double[] Evolve(AuditInput input, VelocityGrid grid, CollisionKernel kernel, double[] density, double time)
    {
        using ClusterHierarchy equation = new(ModelRegistry.Liouville.Name, grid, kernel, new ParticleNumber(2), input.Options with { SinglePairs = false });
        double[] state = new double[equation.Length];
        equation.SetChaotic(density, state);
        using StabilisedStepper stepper = new(equation, new StepperOptions { Tolerance = Math.Max(input.Tolerance, 1e-5) });
        stepper.Start(0);
        stepper.AdvanceTo(time, state);
        return state;
    }

    /// <summary>L1 and L^p over the ball of two and a half thermal speeds in both velocities, and a(v1) a(v2).</summary>
    private static double[] Distances(AuditInput input, VelocityGrid grid, double speed, double[] state, double[] exact)
    {
        int size = grid.Size;
        double cell = grid.CellVolume * grid.CellVolume, power = Power(grid.Dimension), one = 0, high = 0, weak = 0, radius = 2.5 * speed;
        double[] weights = new double[size];
        SampledTestFunction function = new(grid, input.TestFunctions[TermSeries.Function]);
        for (int k = 0; k < function.Points.Length; k++)
            weights[function.Points[k]] = function.Values[k];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double difference = state[i] * state[j] + state[size + i * size + j] - exact[i] * exact[j] - exact[size + i * size + j];
                weak += cell * weights[i] * weights[j] * difference;
                if (grid.SpeedSquared(i) < radius * radius && grid.SpeedSquared(j) < radius * radius)
                    (one, high) = (one + cell * Math.Abs(difference), high + cell * Math.Pow(Math.Abs(difference), power));
            }
        }
        return [one, Math.Pow(high, 1 / power), Math.Abs(weak)];
    }
}
