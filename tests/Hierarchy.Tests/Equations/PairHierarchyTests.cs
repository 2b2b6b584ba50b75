using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Collisions;

namespace Hierarchy.Tests.Equations;

/// <summary>The pair equation of every closure of the family against f_3 written out.</summary>
public class PairHierarchyTests
{
    private static readonly CollisionOptions Plain = new() { Conservative = false, EquilibriumPreserving = false, PaddedPair = true };

    public static TheoryData<string, int> Cases => new()
    {
        { "tensorised2", 4 }, { "pair-tensorised", 0 }, { "pair-tensorised", 5 }, { "cluster", 3 },
        { "conditional", 0 }, { "kirkwood", 6 }, { "kirkwood-normalised", 5 },
    };

    private static TripletClosure Closure(string name) => name switch
    {
        "tensorised2" => TripletClosure.Tensorised,
        "pair-tensorised" => TripletClosure.PairTensorised,
        "cluster" => TripletClosure.Cluster,
        "conditional" => TripletClosure.Conditional,
        "kirkwood" => TripletClosure.Kirkwood,
        "kirkwood-normalised" => TripletClosure.KirkwoodNormalised,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static double[] Density(VelocityGrid grid) =>
        PairMoments.Gaussians(grid, (0.6, [0.25, -0.15], [0.7, 0.5]), (0.4, [-0.375, 0.225], [0.6, 0.75]));

    /// <summary>x f times x f with x of zero mean: exchange symmetric, without marginals, and no symmetry else.</summary>
    private static double[] Correlation(VelocityGrid grid, double[] density)
    {
        int size = grid.Size;
        double X(int i) => grid.Velocity(i, 0) + 0.3 * grid.Velocity(i, 1);
        double centre = PairMoments.Mean(grid, density, X) / PairMoments.Mean(grid, density, _ => 1);
        double[] correlation = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                correlation[i * size + j] = 0.3 * density[i] * density[j] * (X(i) - centre) * (X(j) - centre);
        }
        return correlation;
    }

    /// <summary>
    /// d_t F = d_t g + d_t f x f + f x d_t f is P[F]/N + (N-2)/N (C_1 + C_2)[f_3], at pairs of some points. gamma = 0, so the point values of the reference are exact.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_the_equation_of_its_triple(string name, int particles)
    {
        var grid = new VelocityGrid(2, 24, 4.9);
        var kernel = new CollisionKernel(0, 0.1);
        const double guard = 1e-6;
        ParticleNumber number = particles == 0 ? ParticleNumber.Infinity : new ParticleNumber(particles);
        double[] density = Density(grid), correlation = Correlation(grid, density);
        using var equation = new PairHierarchy(name, Closure(name), grid, kernel, number, Plain with { DensityGuard = guard });
        double[] state = new double[equation.Length], change = new double[equation.Length];
        equation.SetPair(density, correlation, state);
        equation.Evaluate(state, change);
        int size = grid.Size;
        double[] pairs = [.. correlation.Select((g, index) => g + density[index / size] * density[index % size])];
        double[] own = particles == 0 ? new double[pairs.Length] : new DensePairReference(grid, kernel).PairOperator(pairs);
        var reference = new DenseTripletReference(grid, kernel, Closure(name), density, correlation, guard * density.Max());
        int[] points = [24 * 12 + 12, 24 * 14 + 11, 24 * 10 + 13, 24 * 9 + 9, 24 * 13 + 16];
        double[][] columns = [.. points.Select(reference.Column)];
        double worst = 0, scale = 0, mass = reference.Mass();
        for (int p = 0; p < points.Length; p++)
        {
            for (int q = 0; q < points.Length; q++)
            {
                (int i, int j) = (points[p], points[q]);
                double expected = number.Inverse * own[i * size + j] + number.Outside(2) / mass * (columns[q][i] + columns[p][j]);
                double actual = change[size + i * size + j] + change[i] * density[j] + density[i] * change[j];
                worst = Math.Max(worst, Math.Abs(actual - expected));
                scale = Math.Max(scale, Math.Abs(expected));
            }
        }
        Assert.True(worst <= 2e-5 * scale, $"{worst / scale}");
    }
}
