using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

/// <summary>
/// The conditions of order of Butcher's trees (Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I, table II.2.2), and the interval of
/// stability.
/// </summary>
public sealed class ExplicitSchemeTests
{
    private static readonly double[][] A = ExplicitScheme.A;
    private static readonly double[] Nodes = [.. A.Select(row => row.Sum())];
    private static readonly double[] Ones = [.. Nodes.Select(_ => 1.0)];

    [Fact]
    public void The_new_value_is_of_fifth_order()
    {
        double[] b = [.. A[6], 0];
        foreach ((double[] vector, double density) in Trees(5))
            Assert.Equal(1 / density, Dot(b, vector), 1e-13);
        Assert.All(Nodes.Zip((double[])[0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1]), pair => Assert.Equal(pair.Second, pair.First, 1e-13));
    }

    [Fact]
    public void The_error_estimate_is_of_fifth_order_and_not_of_sixth()
    {
        foreach ((double[] vector, _) in Trees(4))
            Assert.Equal(0, Dot(ExplicitScheme.E, vector), 1e-13);
        Assert.Contains(Trees(5), tree => Math.Abs(Dot(ExplicitScheme.E, tree.Vector)) > 1e-4);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_interpolant_is_of_fourth_order(double theta)
    {
        double[] weights = Interpolant(theta);
        foreach ((double[] vector, double density, int nodes) in Trees(4).Select(tree => (tree.Vector, tree.Density, tree.Nodes)))
            Assert.Equal(Math.Pow(theta, nodes) / density, Dot(weights, vector), 1e-13);
        Assert.Contains(Trees(5), tree => Math.Abs(Dot(weights, tree.Vector) - Math.Pow(theta, 5) / tree.Density) > 1e-5);
    }

    [Fact]
    public void The_interval_of_stability()
    {
        for (double z = -0.001; z > -ExplicitScheme.Interval; z -= 0.001)
            Assert.InRange(Math.Abs(Growth(z)), 0, 1);
        Assert.InRange(Math.Abs(Growth(-ExplicitScheme.Interval - 0.001)), 1, 1.01);
    }

    private static double Growth(double z)
    {
        double[] k = new double[6];
        for (int i = 0; i < 6; i++)
            k[i] = z * (1 + Dot(A[i], k));
        return 1 + Dot(A[6], k);
    }

    private static double[] Interpolant(double theta)
    {
        double rest = 1 - theta, value = theta * theta * (3 - 2 * theta);
        double[] weights = [.. Enumerable.Range(0, 7).Select(i => (i < 6 ? value * A[6][i] : 0) + theta * theta * rest * rest * ExplicitScheme.D[i])];
        weights[0] += theta * rest * rest;
        weights[6] -= theta * theta * rest;
        return weights;
    }

    /// <summary>The elementary weights of the stages for the trees with up to so many nodes, with their densities.</summary>
    private static List<Tree> Trees(int nodes)
    {
        double[] c = Nodes, c2 = Times(c, c), c3 = Times(c2, c), ac = Apply(c), ac2 = Apply(c2), aac = Apply(ac);
        List<Tree> trees = [new(Ones, 1, 1), new(c, 2, 2), new(c2, 3, 3), new(ac, 6, 3), new(c3, 4, 4), new(Times(c, ac), 8, 4), new(ac2, 12, 4), new(aac, 24, 4),
            new(Times(c3, c), 5, 5), new(Times(c2, ac), 10, 5), new(Times(c, ac2), 15, 5), new(Times(c, aac), 30, 5), new(Times(ac, ac), 20, 5), new(Apply(c3), 20, 5),
            new(Apply(Times(c, ac)), 40, 5), new(Apply(ac2), 60, 5), new(Apply(aac), 120, 5)];
        return [.. trees.Where(tree => tree.Nodes <= nodes)];
    }

    private static double[] Apply(double[] vector) => [.. A.Select(row => Dot(row, vector))];

    private static double[] Times(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x * y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private sealed record Tree(double[] Vector, double Density, int Nodes)
    {
        public void Deconstruct(out double[] vector, out double density) => (vector, density) = (Vector, Density);
    }
}
