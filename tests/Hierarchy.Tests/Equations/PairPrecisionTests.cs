using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>The pair correlation in single precision against double precision.</summary>
[Collection("WorkCrew")]
public sealed class PairPrecisionTests
{
    /// <summary>f, the moments of the pair and g itself move by less than 1e-7 / N of their size; mass, momentum and energy of f hold to round-off.</summary>
    [Theory]
    [InlineData(2, 16, 5.0)]
    [InlineData(2, 10, 4.0)]
    [InlineData(3, 8, 4.0)]
    public void Differs_by_the_rounding_of_the_correlation(int dimension, int points, double halfWidth)
    {
        const int Particles = 8;
        var grid = new VelocityGrid(dimension, points, halfWidth);
        (double[] density, double[] correlation) = Run(grid, Particles, single: false);
        (double[] mixedDensity, double[] mixedCorrelation) = Run(grid, Particles, single: true);
        double scale = density.Max(), pairScale = scale * scale / Particles;
        Assert.True(Largest(density, mixedDensity) < 1e-7 / Particles * scale, $"f differs by {Largest(density, mixedDensity) / scale:E1} of its maximum");
        Assert.True(Largest(correlation, mixedCorrelation) < 1e-6 * pairScale, $"g differs by {Largest(correlation, mixedCorrelation) / pairScale:E1} of max f^2 / N");
        Assert.NotEqual(0, Largest(correlation, mixedCorrelation));
        GridMoments expected = GridMoments.Of(grid, density), actual = GridMoments.Of(grid, mixedDensity);
        Assert.Equal(expected.Mass, actual.Mass, 1e-13);
        Assert.Equal(expected.Energy, actual.Energy, 1e-12);
    }

    /// <summary>Symmetric to the last bit, whatever the number of threads.</summary>
    [Fact]
    public void Is_symmetric_and_independent_of_the_threads()
    {
        var grid = new VelocityGrid(2, 18, 5);
        int threads = WorkCrew.Threads;
        (_, double[] two) = Run(grid, 4, single: true);
        WorkCrew.Threads = 1;
        (_, double[] one) = Run(grid, 4, single: true);
        WorkCrew.Threads = threads;
        Assert.Equal(one, two);
        for (int i = 0; i < one.Length; i++)
            Assert.Equal(one[i], one[i % grid.Size * grid.Size + i / grid.Size]);
    }

    /// <summary>The datum with correlation passes through single precision.</summary>
    [Fact]
    public void Halves_the_state_and_keeps_a_datum()
    {
        var grid = new VelocityGrid(2, 10, 4);
        using ClusterHierarchy single = Equation(grid, 4, true), full = Equation(grid, 4, false);
        Assert.Equal(grid.Size + grid.Size * grid.Size / 2, single.Length);
        double[] density = Density(grid), correlation = new double[grid.Size * grid.Size], state = new double[single.Length];
        for (int i = 0; i < correlation.Length; i++)
            correlation[i] = Math.Sin(i / grid.Size + i % grid.Size);
        single.SetPair(density, correlation, state);
        double[] stored = single.CorrelationOf(state).ToArray();
        for (int i = 0; i < correlation.Length; i++)
            Assert.Equal((float)correlation[i], stored[i]);
    }

    private static (double[] Density, double[] Correlation) Run(VelocityGrid grid, int particles, bool single)
    {
        using ClusterHierarchy equation = Equation(grid, particles, single);
        double[] state = new double[equation.Length];
        equation.SetChaotic(Density(grid), state);
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = 1e-4, InitialStep = 0.01, MaximumStep = 0.01 });
        stepper.Start(0);
        stepper.AdvanceTo(0.05, state);
        return (equation.DensityOf(state).ToArray(), equation.CorrelationOf(state).ToArray());
    }

    private static ClusterHierarchy Equation(VelocityGrid grid, int particles, bool single) =>
        new("cluster", grid, new CollisionKernel(-3, 1), new ParticleNumber(particles), new CollisionOptions { SinglePairs = single });

    private static double[] Density(VelocityGrid grid)
    {
        double[] density = new double[grid.Size];
        double[] variances = grid.Dimension == 2 ? [1.2, 0.8] : [1.2, 0.8, 0.8];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal(new double[grid.Dimension], variances)], density);
        return density;
    }

    private static double Largest(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
