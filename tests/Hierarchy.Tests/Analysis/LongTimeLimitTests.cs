using Hierarchy.Analysis;
using Hierarchy.Densities;
using Hierarchy.Results;
using Hierarchy.Scenarios;

using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

/// <summary>The moments of the equilibrium of N particles, against uniform laws on the spheres of constant momentum and energy that are sampled here.</summary>
public class LongTimeLimitTests
{
    private static readonly string[] Axes = ["xx", "xy", "yy"];

    /// <summary>
    /// Second moments of the datum of <see cref="Plan"/>, 0.7 N((0.6, 0), (0.5, 1.1)) + 0.3 N((-1.4, 0), (1.1, 0.5)), whose mean is zero, and of its mixture of
    /// pairs.
    /// </summary>
    private static readonly double[] One = [0.7 * (0.5 + 0.36) + 0.3 * (1.1 + 1.96), 0, 0.7 * 1.1 + 0.3 * 0.5], Mixed = [0.7 * 0.36 + 0.3 * 1.96, 0, 0];

    /// <summary>gamma = 0: E[v1 v1^T] = Sigma_0/N + (1-1/N) Sigma(t) and E[v1 v2^T] = (Sigma_0 - e I)(1 - e^(-8 Lambda t))/N have the same share of the way left.</summary>
    [Fact]
    public void The_limit_of_independent_particles_is_that_of_maxwell_molecules()
    {
        const double Decay = 0.2, First = 1.6, Second = 0.4, Mean = (First + Second) / 2;
        var rows = new List<ResultRow>();
        foreach ((string axis, double initial) in ((string, double)[])[("xx", First), ("yy", Second), ("xy", 0.1)])
        {
            double isotropic = axis == "xy" ? 0 : Mean;
            rows.Add(Row("kac", 4, 0, "covariance_" + axis, initial));
            rows.Add(Row("kac", 4, 3, "covariance_" + axis, initial / 4 + 0.75 * (isotropic + (initial - isotropic) * Decay)));
            rows.Add(Row("kac", 4, 0, "pair_covariance_" + axis, 0));
            rows.Add(Row("kac", 4, 3, "pair_covariance_" + axis, (initial - isotropic) * (1 - Decay) / 4));
        }
        IReadOnlyList<LimitRow> limits = LongTimeLimit.Of(Plan(["4"], [Model("kac")]), Of(rows));
        Assert.Equal(6, limits.Count);
        Assert.All(limits, row => Assert.Equal(Decay, row.Remaining, 1e-12));
    }

    [Theory]
    [InlineData("chaotic", 4)]
    [InlineData("mixture", 2)]
    [InlineData("mixture", 4)]
    [InlineData("mixture", 16)]
    public void The_limit_is_that_of_uniform_laws_on_spheres(string pair, int particles)
    {
        ResultTable table = Of(Axes.SelectMany((axis, k) => (ResultRow[])
        [
            Row("cluster", particles, 0, "covariance_" + axis, One[k]), Row("cluster", particles, 1, "covariance_" + axis, One[k]),
            Row("cluster", particles, 0, "pair_covariance_" + axis, pair == "mixture" ? Mixed[k] : 0), Row("cluster", particles, 1, "pair_covariance_" + axis, 0),
        ]));
        ExperimentPlan plan = Plan([particles.ToString(System.Globalization.CultureInfo.InvariantCulture)], [Model("cluster")], pair);
        Assert.Null(LongTimeLimit.Obstacle(plan));
        IReadOnlyList<LimitRow> limits = LongTimeLimit.Of(plan, table);
        (double[] one, double[] two) = Equilibrium(particles, pair == "mixture");
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(one[k], limits.Single(row => row.Quantity == "covariance_" + Axes[k]).Limit, 0.02);
            Assert.Equal(two[k], limits.Single(row => row.Quantity == "pair_covariance_" + Axes[k]).Limit, 0.02);
        }
        if ((pair, particles) == ("mixture", 4))
            Assert.Equal(1.61, limits[0].Limit, 1e-12);
    }

    [Fact]
    public void A_model_without_pairs_takes_the_correlation_of_the_datum_from_another_one()
    {
        ResultTable table = Of(Axes.SelectMany((axis, k) => (ResultRow[])
        [
            Row("tensorised", 4, 0, "covariance_" + axis, One[k]), Row("tensorised", 4, 1, "covariance_" + axis, One[k]),
            Row("tensorised", 4, 0, "pair_covariance_" + axis, 0), Row("tensorised", 4, 1, "pair_covariance_" + axis, 0),
            Row("cluster", 4, 0, "covariance_" + axis, One[k]), Row("cluster", 4, 0, "pair_covariance_" + axis, Mixed[k]),
        ]));
        var pair = new MixturePairSettings();
        LimitRow row = LongTimeLimit.Of(Plan(["4"], [Model("tensorised"), Model("cluster")], pair), table).First(row => row.Model == "tensorised");
        Assert.Equal(1.61, row.Limit, 1e-12);
        Assert.DoesNotContain(LongTimeLimit.Of(Plan(["4"], [Model("tensorised")], pair), table), row => row.Model == "tensorised");
    }

    [Theory]
    [InlineData("cutoff", true)]
    [InlineData("elliptic", true)]
    [InlineData("softened", false)]
    public void A_kernel_that_heats_has_no_limit(string regularisation, bool heats)
    {
        ExperimentPlan plan = Plan(["4"], [Model("cluster")], kernel: new KernelSettings { Gamma = -3, Regularisation = regularisation, Epsilon = 0.5 });
        ResultTable table = Of(Axes.SelectMany((axis, k) =>
            (ResultRow[])[Row("cluster", 4, 0, "covariance_" + axis, One[k]), Row("cluster", 4, 1, "covariance_" + axis, One[k])]));
        Assert.Equal(heats, LongTimeLimit.Of(plan, table).Count == 0);
        Assert.Equal(heats, LongTimeLimit.Obstacle(plan) is { } why && why.Contains(regularisation, StringComparison.Ordinal));
    }

    /// <summary>System (1.6) keeps momentum and energy in the mean only.</summary>
    [Fact]
    public void The_non_conservative_system_has_no_limit()
    {
        ResultTable table = Of(Axes.SelectMany((axis, k) => new[] { "kac", "kac-nonconservative", "cluster-nonconservative" }.SelectMany(model => (ResultRow[])
            [Row(model, 4, 0, "covariance_" + axis, One[k]), Row(model, 4, 1, "covariance_" + axis, One[k])])));
        Assert.All(LongTimeLimit.Of(Plan(["4"], [Model("kac"), Model("kac-nonconservative"), Model("cluster-nonconservative")]), table), row => Assert.Equal("kac", row.Model));
    }

    /// <summary>f x f (1 + A p~ x p~) is the mixture of f (1 +- sqrt(A) p~) for 0 &lt;= A max p~^2 &lt;= 1; two particles may repel, and many may not.</summary>
    [Theory]
    [InlineData(0.4, "2", true)]
    [InlineData(0.4, "4", true)]
    [InlineData(-0.4, "2", true)]
    [InlineData(-0.4, "4", false)]
    [InlineData(-0.4, "infinity", false)]
    public void A_perturbed_pair_has_a_limit_where_particles_can_have_it(double amplitude, string particles, bool exists)
    {
        ExperimentPlan plan = Plan([particles], [Model("cluster")],
            new PerturbedPairSettings { Amplitude = amplitude, Wavevector = [1, 0], Profile = "sin" });
        Assert.True(ScenarioNames.TryReadParticles(particles, out States.ParticleNumber number));
        Assert.Equal(exists, LongTimeLimit.Obstacle(plan, number) is null);
    }

    [Fact]
    public void Standard_errors_travel_to_the_limit_and_to_what_is_left()
    {
        ResultTable table = Of(Axes.SelectMany((axis, k) =>
            (ResultRow[])[Row("kac", 4, 0, "covariance_" + axis, One[k], 0.01), Row("kac", 4, 1, "covariance_" + axis, 1.4, 0.02)]));
        LimitRow row = LongTimeLimit.Of(Plan(["4"], [Model("kac")]), table)[0];
        Assert.Equal((0.02, 0.01 / 4 + 0.75 * 0.01), (row.FinalError, Math.Round(row.LimitError, 15)));
        // The largest change of (F - L)/(I - L) when each of the three moves by its error.
        double[] signs = [-1, 1];
        double[] changes =
        [
            .. from f in signs from l in signs from i in signs
               let limit = row.Limit + 1e-4 * l * row.LimitError
               select 1e4 * Math.Abs((row.Final + 1e-4 * f * 0.02 - limit) / (row.Initial + 1e-4 * i * 0.01 - limit) - row.Remaining)
        ];
        Assert.Equal(changes.Max(), row.RemainingError, 1e-4);
    }

    /// <summary>
    /// E[v1 v1^T] and E[v1 v2^T] over velocities that are uniform at the momentum and energy of a datum: u_i = |u| g_i/|g| about the mean, g normal without its
    /// mean.
    /// </summary>
    private static (double[] One, double[] Two) Equilibrium(int particles, bool mixture)
    {
        const int Samples = 60000;
        var random = new Random(5);
        double[] one = new double[3], two = new double[3];
        for (int s = 0; s < Samples; s++)
        {
            double[,] start = new double[particles, 2], free = new double[particles, 2];
            bool common = random.NextDouble() < 0.7;
            for (int i = 0; i < particles; i++)
            {
                bool first = mixture ? common : random.NextDouble() < 0.7;
                (start[i, 0], start[i, 1]) = first ? (0.6 + Math.Sqrt(0.5) * Normal(random), Math.Sqrt(1.1) * Normal(random))
                    : (-1.4 + Math.Sqrt(1.1) * Normal(random), Math.Sqrt(0.5) * Normal(random));
                (free[i, 0], free[i, 1]) = (Normal(random), Normal(random));
            }
            double[] mean = Centre(start);
            Centre(free);
            double scale = Math.Sqrt(Square(start) / Square(free));
            double[] v = [mean[0] + scale * free[0, 0], mean[1] + scale * free[0, 1]], w = [mean[0] + scale * free[1, 0], mean[1] + scale * free[1, 1]];
            for (int k = 0; k < 3; k++)
            {
                (int a, int b) = (k / 2, (k + 1) / 2);
                one[k] += v[a] * v[b] / Samples;
                two[k] += v[a] * w[b] / Samples;
            }
        }
        return (one, two);
    }

    /// <summary>Takes the mean away and gives it.</summary>
    private static double[] Centre(double[,] velocities)
    {
        int count = velocities.GetLength(0);
        double[] mean = [.. Enumerable.Range(0, 2).Select(a => Enumerable.Range(0, count).Average(i => velocities[i, a]))];
        for (int i = 0; i < count; i++)
            (velocities[i, 0], velocities[i, 1]) = (velocities[i, 0] - mean[0], velocities[i, 1] - mean[1]);
        return mean;
    }

    private static double Square(double[,] velocities) => velocities.Cast<double>().Sum(value => value * value);

    /// <summary>A standard normal number, by Box and Muller.</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
