using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Diagnostics;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

/// <summary>Lemmas 2.2 to 2.4 on densities in closed form.</summary>
public class DissipationStatementTests
{
    private static readonly VelocityGrid Fine = new(2, 32, 6.5);

    /// <summary>
    /// Normal laws with inverse covariance K: I_2 = tr K/2, dI_2/dt = -|K|^2 along the heat flow; a pair of unit variances and correlation rho has K with
    /// 1/(1-rho^2) and -rho/(1-rho^2).
    /// </summary>
    [Fact]
    public void The_heat_flow_of_a_normal_pair()
    {
        const double rho = 0.3, k = 1 / (1 - rho * rho);
        AuditRow[] rows = [.. new HeatDissipation().Evaluate(Cases.Input(Fine, Cases.Pairs(Fine, 4, [0, 1], rho, rho)))];
        double[] expected = [-2, -4, -2 * k, -4 * k * k * (1 + rho * rho)];
        Assert.Equal(expected.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal((AuditVerdict.Holds, true), (rows[i].Verdict, rows[i].IsTheorem));
            Assert.Equal(expected[i], rows[i].Left, 5e-3 * Math.Abs(expected[i]));
            Assert.Equal(expected[i], rows[i].Right, 5e-3 * Math.Abs(expected[i]));
        }
    }

    /// <summary>-2 int f |grad grad log f|^2 = -2 |K|^2 in d = 3.</summary>
    [Fact]
    public void The_hessian_of_a_normal_density_in_three_dimensions()
    {
        VelocityGrid grid = new(3, 20, 6.5);
        (double value, double error) = HessianInformation.Of(grid, Gaussian(grid, [0, 0, 0], [1.2, 1, 0.9]));
        double exact = (1 / 1.44) + 1 + (1 / 0.81);
        Assert.True(Math.Abs(value - exact) <= error + (1e-3 * exact), $"{value} for {exact}, error {error}");
    }

    /// <summary>The exact solution for Maxwell molecules: the changes of H_1 and I_1 are the time integrals of the terms of f x f; at another speed they are not.</summary>
    [Fact]
    public void The_landau_equation_of_maxwell_molecules()
    {
        CollisionKernel kernel = new(0, 1.0 / 16);
        double[] times = Cases.Times(1, 6);
        AuditRow[] Rows(double speed) => [.. new LandauDissipation().Evaluate(Cases.Input(Fine, kernel, Cases.Bkw(Fine, times, speed)))];
        AuditRow[] right = Rows(1);
        Assert.Equal(4, right.Length);
        Assert.All(right, row => Assert.Equal((AuditVerdict.Holds, true), (row.Verdict, row.IsTheorem)));
        Assert.InRange(-right[2].Margin, 0, 1e-3 * Math.Abs(right[2].Left));
        Assert.InRange(-right[3].Margin, 0, 1e-2 * Math.Abs(right[3].Left));
        Assert.All(Rows(2)[2..], row => Assert.True(row.Fails, row.ToString()));
    }

    /// <summary>Two particles: dH_2/dt and dI_2/dt of the exact solution on spheres of v1 - v2, gamma = 0, whose harmonic of degree 2 decays as exp(-8 Lambda t).</summary>
    [Fact]
    public void Two_maxwell_molecules()
    {
        CollisionKernel kernel = new(0, 0.1);
        AuditRow[] rows = [.. new LandauDissipation().Evaluate(Cases.Input(Fine, kernel, Cases.TwoParticles(Fine, kernel, Cases.Times(0.5, 5))))];
        Assert.Equal(4, rows.Length);
        // The datum is a rational function of v1 - v2, whose tails the grid resolves to a few per cent.
        Assert.All(rows, row => Assert.True(row is { IsTheorem: true, Verdict: AuditVerdict.Holds or AuditVerdict.BelowNoise }, row.ToString()));
        Assert.All(rows[2..], row => Assert.InRange(-row.Margin, 0, 0.07 * Math.Abs(row.Left)));
    }

    /// <summary>N = 3: the recorded terms of a normal law, the mass and the energy of f_3.</summary>
    [Fact]
    public void Three_particles()
    {
        var law = new GaussianTriple([1.6, 1.4], [0.2, -0.15]);
        VelocityGrid grid = new(2, 12, 6);
        (double[] f, double[] g, double[] h) = law.Cumulants(grid);
        var observation = new Observation
        {
            Grid = grid,
            Model = "test",
            Particles = new ParticleNumber(3),
            Time = 0,
            Density = f,
            Correlation = PairCorrelation.Of(grid, g),
            Triple = new TripleCorrelation(grid, h),
            Kernel = new CollisionKernel(0, 1)
        };
        List<QuantityValue> values = [];
        new TripleMoments().Evaluate(observation, values);
        new FisherDissipationTerms().Evaluate(observation, values);
        double Value(string name) => values.Single(value => value.Name == name).Value;
        Assert.Equal(1, Value("mass_3"), 1e-4);
        Assert.Equal(3 * 3.0, Value("energy_3"), 1e-3 * 9);
        double same = -2 * (Math.Pow(law.Diagonal(0), 2) + Math.Pow(law.Diagonal(1), 2)), mixed = -4 * (Math.Pow(law.Mixed(0), 2) + Math.Pow(law.Mixed(1), 2));
        Assert.Equal(same, Value("dissipation_heat_same_3"), 0.25 * Math.Abs(same));
        Assert.Equal(mixed, Value("dissipation_heat_mixed_3"), 0.3 * Math.Abs(mixed));
        Assert.True(Value("dissipation_inside_3") < 0 && Value("dissipation_outside_3") < 0 && Value("dissipation_entropy_3") < 0);
        Assert.DoesNotContain(new FisherDissipationTerms().Quantities(3), quantity => quantity.Level == 3);
    }
}
