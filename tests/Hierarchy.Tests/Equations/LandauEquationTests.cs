using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Verification;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

public sealed class LandauEquationTests
{
    public static TheoryData<int, double> Kernels()
    {
        TheoryData<int, double> kernels = [];
        foreach (double gamma in new[] { -3, -2, -1, 0, 0.5, 1 })
        {
            kernels.Add(2, gamma);
            kernels.Add(3, gamma);
        }
        return kernels;
    }

    /// <summary>One evaluation on a coarse grid, a datum without symmetry: the plain operator produces mass and energy, the corrected one does not.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_rate_produces_no_mass_momentum_or_energy(int dimension, double gamma)
    {
        VelocityGrid grid = new(dimension, 16, 4);
        double[] rate = Rate(grid, gamma, TwoBeams(grid), new CollisionOptions());
        GridMoments moments = GridMoments.Of(grid, rate);
        double size = grid.CellVolume * rate.Sum(Math.Abs);
        Assert.Equal(0, moments.Mass / size, 1e-14);
        Assert.Equal(0, moments.Energy / size, 1e-13);
        Assert.All(moments.Momentum, momentum => Assert.Equal(0, momentum / size, 1e-13));
    }

    /// <summary>Q(M,M) is not small on this grid; the equilibrium-preserving form takes it out to round-off, in units of the diffusive half.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_shifted_maxwellian_is_stationary(int dimension, double gamma)
    {
        VelocityGrid grid = new(dimension, 16, 4);
        double[] mean = [0.5, -0.3, 0.2];
        double[] density = ExactRates.Sample(grid, GaussianDensity.Isotropic(mean.AsSpan(0, dimension), 0.7)), state = new double[grid.Size];
        using LandauOperator landau = new(grid, new CollisionKernel(gamma, 1), new CollisionOptions());
        double[] diffusion = new double[grid.Size];
        landau.ApplyDiffusion(density, diffusion);
        double size = diffusion.Max(Math.Abs);
        Assert.InRange(Rate(grid, gamma, density, new CollisionOptions()).Max(Math.Abs) / size, 0, 2e-13);
        Assert.InRange(Rate(grid, gamma, density, new CollisionOptions { EquilibriumPreserving = false }).Max(Math.Abs) / size, 1e-9, 1);

        using LandauEquation equation = new(grid, new CollisionKernel(gamma, 1), new CollisionOptions());
        equation.SetChaotic(density, state);
        Assert.InRange(equation.Reports.Single(report => report.Name == "equilibrium_residual").Value, 1e-9, 0.1);
    }

    /// <summary>A datum and its copy shifted by three cells have the same rate, shifted: to the tails at the edge of the box, and with the corrections to their size.</summary>
    [Theory]
    [InlineData(-3, false, 1e-9)]
    [InlineData(1, false, 1e-7)]
    [InlineData(-3, true, 1e-6)]
    [InlineData(1, true, 1e-6)]
    public void The_operator_is_galilean_invariant(double gamma, bool corrected, double bound)
    {
        VelocityGrid grid = new(2, 48, 9);
        CollisionOptions options = new() { Conservative = corrected, EquilibriumPreserving = corrected };
        double shift = 3 * grid.Spacing;
        double[] rest = Rate(grid, gamma, ExactRates.Sample(grid, GaussianDensity.Diagonal([0, 0], [0.5, 1])), options);
        double[] moved = Rate(grid, gamma, ExactRates.Sample(grid, GaussianDensity.Diagonal([shift, -shift], [0.5, 1])), options);
        double size = rest.Max(Math.Abs);
        for (int i = 3; i < 48; i++)
        {
            for (int j = 3; j < 48; j++)
                Assert.Equal(rest[(i - 3) * 48 + j] / size, moved[i * 48 + j - 3] / size, bound);
        }
    }

    [Fact]
    public void The_tensorised_closure_is_slower_by_its_factor()
    {
        VelocityGrid grid = new(2, 16, 4);
        double[] density = TwoBeams(grid), slow = new double[grid.Size], state = new double[grid.Size];
        double[] landau = Rate(grid, -3, density, new CollisionOptions());
        IGridModel closure = (IGridModel)ModelRegistry.Find("tensorised")!;
        Assert.Equal(1, closure.Level);
        using IKineticEquation equation = closure.Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(4), new CollisionOptions());
        Assert.Equal("tensorised", equation.Model);
        Assert.False(equation.HasCorrelation);
        equation.SetChaotic(density, state);
        equation.Evaluate(state, slow);
        double size = landau.Max(Math.Abs);
        for (int i = 0; i < grid.Size; i++)
            Assert.Equal(0.75 * landau[i] / size, slow[i] / size, 1e-14);
    }

    [Fact]
    public void The_scale_of_the_block_is_the_root_mean_square_of_the_datum()
    {
        VelocityGrid grid = new(2, 12, 4);
        double[] density = TwoBeams(grid), state = new double[grid.Size];
        using LandauEquation equation = new(grid, new CollisionKernel(-3, 1), new CollisionOptions());
        Assert.Throws<InvalidOperationException>(() => equation.Evaluate(state, new double[grid.Size]));
        Assert.Throws<InvalidOperationException>(() => equation.Blocks);
        equation.SetChaotic(density, state);
        StateBlock block = Assert.Single(equation.Blocks);
        Assert.Equal(Math.Sqrt(density.Sum(f => f * f) / grid.Size), block.Scale, 15);
        Assert.Equal(grid.Size, block.Length);
        Assert.Equal(density, state);
        Assert.Throws<ArgumentException>(() => equation.SetChaotic(new double[grid.Size], state));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void An_evaluation_allocates_nothing(int dimension, bool padded)
    {
        VelocityGrid grid = new(dimension, 16, 4);
        double[] state = new double[grid.Size], rate = new double[grid.Size];
        using LandauEquation equation = new(grid, new CollisionKernel(-3, 1), new CollisionOptions { PaddedLandau = padded });
        equation.SetChaotic(TwoBeams(grid), state);
        equation.Evaluate(state, rate);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            equation.Evaluate(state, rate);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Corrections_that_are_switched_off_are_not_reported()
    {
        VelocityGrid grid = new(2, 12, 4);
        using LandauEquation plain = new(grid, new CollisionKernel(-3, 1), new CollisionOptions { Conservative = false, EquilibriumPreserving = false });
        Assert.Empty(plain.Reports);
        double[] state = new double[grid.Size], rate = new double[grid.Size], raw = new double[grid.Size];
        plain.SetChaotic(TwoBeams(grid), state);
        plain.Evaluate(state, rate);
        using LandauOperator landau = new(grid, new CollisionKernel(-3, 1), new CollisionOptions());
        landau.Apply(state, raw);
        Assert.Equal(raw, rate);
    }

    /// <summary>The corrections are of the size of the discretisation error: they fall with the number of points as it does.</summary>
    [Fact]
    public void The_reported_corrections_are_spectrally_small()
    {
        double previous = 1;
        foreach ((int points, double bound) in new[] { (16, 1e-2), (24, 1e-3), (32, 2e-5), (48, 1e-8) })
        {
            VelocityGrid grid = new(2, points, 8);
            double[] state = new double[grid.Size];
            using LandauEquation equation = new(grid, new CollisionKernel(-3, 1), new CollisionOptions());
            equation.SetChaotic(TwoBeams(grid), state);
            double size = equation.Reports.Single(report => report.Name == "conservative_correction").Value;
            Assert.InRange(size, 0, Math.Min(bound, 0.2 * previous));
            previous = size;
        }
    }

    internal static double[] TwoBeams(VelocityGrid grid)
    {
        double[] one = [0.7, 0.3, -0.1], other = [-0.8, 0, 0.2], variances = [0.5, 0.6, 0.7];
        return ExactRates.Sample(
            grid,
            GaussianDensity.Diagonal(one.AsSpan(0, grid.Dimension), variances.AsSpan(0, grid.Dimension), 0.4),
            GaussianDensity.Isotropic(other.AsSpan(0, grid.Dimension), 0.6, 0.6));
    }

    private static double[] Rate(VelocityGrid grid, double gamma, double[] density, CollisionOptions options)
    {
        double[] state = new double[grid.Size], rate = new double[grid.Size];
        using LandauEquation equation = new(grid, new CollisionKernel(gamma, 1), options);
        equation.SetChaotic(density, state);
        equation.Evaluate(state, rate);
        return rate;
    }
}
