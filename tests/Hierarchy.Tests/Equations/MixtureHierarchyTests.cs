using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Collisions;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The Landau hierarchy for a mixture of two products.</summary>
public class MixtureHierarchyTests
{
    private static readonly CollisionOptions Options = new();

    private static InitialDatum Datum(VelocityGrid grid)
    {
        double[] right = PairMoments.Gaussians(grid, (1, [0.8, 0], [0.5, 0.8])), left = PairMoments.Gaussians(grid, (1, [-1.2, 0], [0.7, 0.5]));
        double[] density = [.. right.Zip(left, (x, y) => 0.6 * x + 0.4 * y)];
        return new InitialDatum
        {
            Density = density,
            Components = [new MixtureComponent(0.6, right), new MixtureComponent(0.4, left)],
            Correlation = (first, row) =>
            {
                for (int second = 0; second < row.Length; second++)
                    row[second] = 0.24 * (right[first] - left[first]) * (right[second] - left[second]);
            },
        };
    }

    [Fact]
    public void Is_the_mixture_of_separate_runs()
    {
        var grid = new VelocityGrid(2, 16, 4.5);
        var kernel = new CollisionKernel(-3, 1);
        InitialDatum datum = Datum(grid);
        using var mixture = new MixtureHierarchy("mixture", grid, kernel, Options);
        double[] state = new double[mixture.Length];
        mixture.Start(datum, state);
        Evolution.Run(mixture, state, 1e-7, [0.2], _ => { });
        double[][] runs = new double[2][];
        for (int k = 0; k < 2; k++)
        {
            using var landau = new LandauEquation(grid, kernel, Options);
            runs[k] = new double[grid.Size];
            landau.SetChaotic(datum.Components[k].Density, runs[k]);
            Evolution.Run(landau, runs[k], 1e-7, [0.2], _ => { });
        }
        ReadOnlySpan<double> density = mixture.DensityOf(state), correlation = mixture.CorrelationOf(state);
        for (int i = 0; i < grid.Size; i++)
        {
            Assert.True(Math.Abs(density[i] - (0.6 * runs[0][i] + 0.4 * runs[1][i])) <= 1e-7);
            for (int j = 0; j < grid.Size; j++)
            {
                double pair = 0.6 * runs[0][i] * runs[0][j] + 0.4 * runs[1][i] * runs[1][j];
                Assert.True(Math.Abs(correlation[i * grid.Size + j] + density[i] * density[j] - pair) <= 1e-7);
            }
        }
    }

    /// <summary>
    /// d_t f_2 = (C_1 + C_2)[f_3] with f_3 = sum_k w_k f^k x f^k x f^k, by plain sums over v3 at gamma = 0: C_1 is linear, and for one component its f_3 is the
    /// tensorised one.
    /// </summary>
    [Fact]
    public void Solves_the_hierarchy_at_level_two()
    {
        var grid = new VelocityGrid(2, 24, 5.5);
        var kernel = new CollisionKernel(0, 0.1);
        InitialDatum datum = Datum(grid);
        using var mixture = new MixtureHierarchy("mixture", grid, kernel, new CollisionOptions { Conservative = false, EquilibriumPreserving = false });
        double[] state = new double[mixture.Length], change = new double[mixture.Length];
        mixture.Start(datum, state);
        mixture.Evaluate(state, change);
        int size = grid.Size;
        int[] points = [24 * 12 + 12, 24 * 14 + 11, 24 * 9 + 13];
        double[] zero = new double[size * size];
        DenseTripletReference[] references =
            [.. datum.Components.Select(component => new DenseTripletReference(grid, kernel, TripletClosure.Tensorised, component.Density, zero, 1))];
        double worst = 0, scale = 0;
        double[][][] columns = [.. references.Select(reference => points.Select(reference.Column).ToArray())];
        for (int p = 0; p < points.Length; p++)
        {
            for (int q = 0; q < points.Length; q++)
            {
                double expected = 0, actual = 0;
                for (int k = 0; k < 2; k++)
                {
                    double weight = datum.Components[k].Weight;
                    expected += weight * (columns[k][q][points[p]] + columns[k][p][points[q]]);
                    ReadOnlySpan<double> f = state.AsSpan(k * size, size), rate = change.AsSpan(k * size, size);
                    actual += weight * (rate[points[p]] * f[points[q]] + f[points[p]] * rate[points[q]]);
                }
                worst = Math.Max(worst, Math.Abs(actual - expected));
                scale = Math.Max(scale, Math.Abs(expected));
            }
        }
        Assert.True(worst <= 1e-4 * scale, $"{worst / scale}");
    }

    /// <summary>The other closures start from the same f_2 and leave it: a product of the mean, or a missing f_3 - F x f, is not the mixture.</summary>
    [Theory]
    [InlineData("cluster")]
    [InlineData("tensorised2")]
    [InlineData("pair-tensorised")]
    [InlineData("tensorised")]
    public void Other_closures_leave_it(string name)
    {
        var grid = new VelocityGrid(2, 16, 4.5);
        var kernel = new CollisionKernel(-3, 1);
        InitialDatum datum = Datum(grid);
        double[][] results = new double[2][];
        int run = 0;
        foreach (string model in (string[])["mixture", name])
        {
            using IKineticEquation equation = ((IGridModel)ModelRegistry.Find(model)!).Close(grid, kernel, ParticleNumber.Infinity, Options);
            double[] state = new double[equation.Length];
            equation.Start(datum, state);
            Evolution.Run(equation, state, 1e-6, [0.2], _ => { });
            double[] density = equation.DensityOf(state).ToArray(), pairs = new double[grid.Size * grid.Size];
            equation.CorrelationOf(state).CopyTo(pairs);
            for (int i = 0; i < pairs.Length; i++)
                pairs[i] += density[i / grid.Size] * density[i % grid.Size];
            results[run++] = pairs;
        }
        double distance = ExactRates.RelativeL2(results[1], results[0]);
        Assert.InRange(distance, 2e-3, 1);
    }
}
