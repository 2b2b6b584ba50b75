using Hierarchy.Densities;
using Hierarchy.Densities.Files;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Cli;
using Found = Hierarchy.Results.Results;

namespace Hierarchy.Tests.Experiments;

/// <summary>f(r) and g(r1, r2, mu) of rotation-invariant pairs in results.h5 and through the reader.</summary>
public sealed class RadialFieldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Scenario TwoTemperatures(double end) => new()
    {
        Name = "fields",
        Dimension = 3,
        Grid = new GridSettings { HalfWidth = 6, Points = 10 },
        Initial =
        [
            new GaussianSettings { Weight = 0.5, Covariance = [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]] },
            new GaussianSettings { Weight = 0.5, Covariance = [[1.5, 0, 0], [0, 1.5, 0], [0, 0, 1.5]] },
        ],
        Particles = ["4"],
        Models = [new RadialSettings { Type = "cluster-radial", Accuracy = 1e-3 }],
        Time = new TimeSettings { End = end, Output = end / 2, Tolerance = 1e-3 },
        Output = new OutputSettings { Pair = false },
    };

    [Fact]
    public void Integrals_recomputed_from_the_file_are_the_recorded_quantities()
    {
        Scenario scenario = TwoTemperatures(0.1);
        using Found results = Experiment.Run(scenario, _folder.Of("results"));
        using HdfFile file = new(Path.Combine(_folder.Of("results"), "results.h5"));
        double[] All(string name) => file.Read(file.Find($"/radial/cluster-radial/4/{name}")!);
        (double[] r, double[] weight, double[] mu, double[] angle) = (All("r"), All("r_weights"), All("mu"), All("mu_weights"));
        (double[] f, double[] g) = (All("f"), All("g"));
        int n = r.Length, m = mu.Length;
        Assert.Equal([-1, 0, 1], (double[])[mu[0], mu[m / 2], mu[^1]]);
        Assert.Equal((3 * n, 3 * n * n * m), (f.Length, g.Length));
        for (int t = 0; t < 3; t++)
        {
            QuantityResults known = results["cluster-radial", 4].At(0.05 * t).Quantities;
            double mass = 0, fourth = 0, covariance = 0, momentum = 0, square = 0;
            for (int a = 0; a < n; a++)
            {
                double shell = 4 * Math.PI * weight[a] * r[a] * r[a];
                mass += shell * f[t * n + a];
                fourth += shell * Math.Pow(r[a], 4) * f[t * n + a];
                for (int b = 0; b < n; b++)
                {
                    for (int k = 0; k < m; k++)
                    {
                        double value = g[((t * n + a) * n + b) * m + k], volume = 8 * Math.Pow(Math.PI * r[a] * r[b], 2) * weight[a] * weight[b] * angle[k];
                        covariance += volume * r[a] * r[a] * r[b] * r[b] * value;
                        momentum += volume * r[a] * r[b] * mu[k] * value;
                        square += volume * value * value;
                    }
                }
            }
            Assert.Equal(1, mass, 1e-11);
            Assert.Equal(known["fourth_moment"].Value, fourth, 1e-8);
            Assert.Equal(known["pair_energy_covariance"].Value, covariance, 1e-8);
            Assert.Equal(3 * known["pair_covariance_xx"].Value, momentum, 1e-8);
            Assert.Equal(known["chaos_l2"].Value, Math.Sqrt(square), 1e-7 * known["chaos_l2"].Value + 1e-16);
        }
    }

    [Fact]
    public void A_folder_gives_back_what_memory_has_to_the_last_bit()
    {
        Scenario scenario = TwoTemperatures(0.02);
        using Found inMemory = Experiment.Run(scenario);
        Experiment.Run(scenario, _folder.Of("stored")).Dispose();
        using Found stored = Found.Open(_folder.Of("stored"));
        foreach (double time in (double[])[0, 0.01, 0.02])
        {
            StateResults one = inMemory["cluster-radial", 4].At(time), other = stored["cluster-radial", 4].At(time);
            Assert.Equal(one.Density, other.Density);
            // Anywhere, and the same for rotated velocities.
            double value = one.Correlation.At([0.3, -0.2, 0.7], [0, 1.1, 0.4]);
            Assert.Equal(value, other.Correlation.At([0.3, -0.2, 0.7], [0, 1.1, 0.4]));
            Assert.Equal(value, other.Correlation.At([-0.2, 0.7, 0.3], [1.1, 0.4, 0]), 1e-13);
            Assert.Equal(one.Correlation.Row(37, new double[1000]), other.Correlation.Row(37, new double[1000]));
        }
    }
}
