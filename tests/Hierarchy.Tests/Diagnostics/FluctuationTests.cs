using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Analysis;
using Hierarchy.Tests.Particles;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>N Var((1/N) sum test(V_i)) in closed form, from f and g, and from samples.</summary>
public class FluctuationTests
{
    /// <summary>Gaussian pairs, N = 8: test = v_x v_x has 2 s^2 + 4 m^2 s + 7 (2 rho^2 s^2 + 4 m^2 rho s), exp(-i v) 1 - exp(-s) + 7 (exp(-s (1-rho)) - exp(-s)).</summary>
    [Fact]
    public void Gaussian_pairs_have_their_closed_forms()
    {
        const double m = 0.3, s = 0.9, q = 1.1, rho = 0.2, other = -0.1;
        VelocityGrid grid = new(2, 32, 7.5);
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair([m, 0], [s, q], [rho, other]));
        Dictionary<string, QuantityValue> values = Evaluate(new Fluctuations(), grid, f, g);
        double x = 2 * s * s + 4 * m * m * s + 7 * (2 * rho * rho * s * s + 4 * m * m * rho * s), y = 2 * q * q * (1 + 7 * other * other), k = 1;
        Close(s + 7 * rho * s, values["fluctuation_momentum_x"].Value, 1e-6);
        Close(x, values["fluctuation_xx"].Value, 1e-5);
        Close(y, values["fluctuation_yy"].Value, 1e-5);
        Close(x + y, values["fluctuation_energy"].Value, 2e-5);
        Close((s + m * m) * q + 7 * (rho * s + m * m) * other * q, values["fluctuation_xy"].Value, 1e-5);
        Close(1 - Math.Exp(-k * k * s) + 7 * (Math.Exp(-k * k * s * (1 - rho)) - Math.Exp(-k * k * s)), values["fluctuation_mode_x"].Value, 1e-6);
        Dictionary<string, QuantityValue> alone = Evaluate(new Fluctuations(), grid, Gaussian(grid, [0, 0], [1, 1]));
        Close(320, alone["fluctuation_fourth"].Value, 5e-3);
        Close(4, alone["fluctuation_energy"].Value, 1e-5);
        Assert.Equal(FluctuationNames.All(2).Count, alone.Count);
    }

    /// <summary>Samples: independent normal velocities at time 0 in d = 3, and conserved sums, whose fluctuations stay to the last digits.</summary>
    [Fact]
    public void Samples_have_the_variances_of_independent_velocities_and_keep_those_of_invariants()
    {
        ParticleOptions options = Samples.Options(4, -3, 1, [GaussianDensity.Isotropic([0, 0, 0], 1, 1)], 0, 0.3) with { ControlVariates = ControlVariateKinds.None };
        using var experiment = new ParticleExperiment(options);
        experiment.Run(20_000);
        ParticleEstimates start = experiment.EstimatesAt(0), end = experiment.EstimatesAt(1);
        Samples.Near(1, start.Quantity("fluctuation_momentum_y"));
        Samples.Near(6, start.Quantity("fluctuation_energy"));
        Samples.Near(2, start.Quantity("fluctuation_zz"));
        Samples.Near(1, start.Quantity("fluctuation_yz"));
        // E|v|^8 - (E|v|^4)^2 = 945 - 225.
        Samples.Near(720, start.Quantity("fluctuation_fourth"));
        Samples.Near(1 - Math.Exp(-1), start.Quantity("fluctuation_mode_z"));
        foreach (string name in (string[])["fluctuation_momentum_x", "fluctuation_energy"])
            Assert.Equal(start.Quantity(name).Value, end.Quantity(name).Value, 1e-9);
    }

    /// <summary>
    /// From g on the grid and from particles at the same N, within their errors: N = 2, where both are exact, and N = 12, where g_3 is missing; the limit
    /// within O(1/N); invariants constant.
    /// </summary>
    [Fact]
    public void The_grid_and_the_particles_agree()
    {
        Scenario scenario = ResultTables.Plan(["2", "12"], [ResultTables.Model("cluster"), ResultTables.Model("kac", 40_000), ResultTables.Model("leading-order")]).Scenario with
        {
            Kernel = new KernelSettings { Gamma = -3 },
            Grid = new GridSettings { HalfWidth = 5.5, Points = 20 },
            Time = new TimeSettings { End = 0.3, Tolerance = 1e-6 },
            Initial = [new GaussianSettings { Covariance = [[1.5, 0], [0, 0.6]] }],
        };
        Results.Results results = Experiment.Run(scenario);
        foreach (string name in FluctuationNames.All(2).Select(quantity => quantity.Name))
        {
            foreach (int n in (int[])[2, 12])
            {
                var number = new ParticleNumber(n);
                ResultRow grid = results.Table.Find("cluster", number, 0.3, name)!.Value, sample = results.Table.Find("kac", number, 0.3, name)!.Value;
                double limit = results.Table.Find("leading-order", number, 0.3, name + Fluctuations.Limit)!.Value.Value;
                Assert.True(Math.Abs(grid.Value - sample.Value) <= 4.5 * sample.Error + grid.Error + 2e-3 * Math.Abs(grid.Value),
                    $"{name}, N = {n}: {grid.Value} against {sample}");
                Assert.True(n == 2 || Math.Abs(limit - sample.Value) <= 4.5 * sample.Error + 0.05 * Math.Abs(limit), $"{name}: {limit} against {sample}");
                if (name.Contains("momentum") || name.Contains("energy"))
                    Assert.Equal(results.Table.Find("cluster", number, 0, name)!.Value.Value, grid.Value, 1e-9);
            }
        }
    }
}
