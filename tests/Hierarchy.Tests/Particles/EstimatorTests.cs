using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Particles;

/// <summary>Modes, histograms, distances and initial samples against the exact initial densities.</summary>
public class EstimatorTests
{
    private static readonly FourierModes Modes = new(5, 4, 2);

    /// <summary>At time 0: E exp(-i k.v) of normal beams in closed form; the pair modes of independent particles are products.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Modes_of_the_initial_datum_are_its_characteristic_function(bool mixture)
    {
        ParticleOptions options = Samples.Options(3, 0, 1, Samples.Beams, 0) with { Modes = Modes, Mixture = mixture };
        ParticleEstimates estimates = Samples.Run(options, 40_000);
        (double Real, double Imaginary) Beam(ReadOnlySpan<int> mode, double centre)
        {
            double x = Math.PI / 5 * mode[0], y = Math.PI / 5 * mode[1], size = Math.Exp(-0.3 * (x * x + y * y));
            return (size * Math.Cos(x * centre), -size * Math.Sin(x * centre));
        }
        foreach (ModeEstimate mode in estimates.SingleModes())
        {
            Samples.Near(Beam(mode.Mode, 1.2).Real, new Estimate($"mode {string.Join(' ', mode.Mode)}", mode.Real, mode.RealError));
            Samples.Near(0, new Estimate("imaginary part", mode.Imaginary, mode.ImaginaryError));
        }
        Assert.Equal(40, estimates.SingleModes().Count);
        Assert.Equal(5 * 5 * 5 * 5, 1 + 2 * 2 * 12 + Classes(estimates.PairModes()));
        foreach (ModeEstimate mode in estimates.PairModes())
        {
            (double a, double b) = Beam(mode.Mode.AsSpan(0, 2), 1.2);
            (double c, double e) = Beam(mode.Mode.AsSpan(2, 2), 1.2);
            // Independent: E = Re Re, the beams average out the imaginary parts. One beam for both: Re(product), averaged over the sign of the centre.
            double real = mixture ? a * c - b * e : a * c;
            Samples.Near(real, new Estimate($"pair {string.Join(' ', mode.Mode)}", mode.Real, mode.RealError));
            Samples.Near(0, new Estimate("imaginary part", mode.Imaginary, mode.ImaginaryError));
        }
    }

    /// <summary>
    /// The distance to the particles' own density is zero within its error, the one to a shifted density is what it should be, and both carry the same floor.
    /// </summary>
    [Theory]
    [InlineData(4_000)]
    [InlineData(40_000)]
    public void Sobolev_distances_have_their_noise_removed(long replicas)
    {
        ParticleOptions options = Samples.Options(3, 0, 1, Samples.Beams, 0) with { Modes = Modes };
        ParticleEstimates estimates = Samples.Run(options, replicas);
        double[] own = Reference(1.2), shifted = Reference(1.3);
        SampledSobolevDistance none = estimates.DistanceTo(own, 2), some = estimates.DistanceTo(shifted, 2);
        double exact = 0;
        int at = 0;
        foreach (int[] mode in Modes.SingleModes(2))
        {
            double weight = Math.Pow(1 + Math.PI * Math.PI / 25 * (mode[0] * mode[0] + mode[1] * mode[1]), -2);
            exact += 2 * weight * Math.Pow(own[at] - shifted[at], 2);
            at += 2;
        }
        Assert.True(Math.Abs(none.Squared) <= 5 * none.StandardError, $"{none}");
        Assert.False(none.IsResolved && none.Squared > 5 * none.StandardError);
        Assert.True(Math.Abs(some.Squared - exact) <= 5 * some.StandardError, $"{some} against {exact}");
        Assert.InRange(none.NoiseFloor / some.NoiseFloor, 0.8, 1.25);
        Assert.InRange(none.NoiseFloor * replicas, 0.1, 2);
        Assert.Throws<ArgumentException>(() => estimates.DistanceTo(own.AsSpan(1), 2));
    }

    /// <summary>
    /// Independent velocities: E exp(-i(k.v1+q.v2)) is the product of the single modes; the distance to the product of a shifted density is its weighted sum
    /// over all lattice modes.
    /// </summary>
    [Fact]
    public void Sobolev_distances_of_pairs_sum_over_the_whole_lattice()
    {
        ParticleOptions options = Samples.Options(3, 0, 1, Samples.Beams, 0) with { Modes = Modes };
        ParticleEstimates estimates = Samples.Run(options, 20_000);
        VelocityGrid grid = new(2, 32, Modes.HalfWidth);
        double[] own = OnGrid(grid, 1.2), shifted = OnGrid(grid, 1.5);
        SampledSobolevDistance none = estimates.PairDistanceTo(GridModes.Pair(Modes, grid, own, PairCorrelation.Zero(grid)), 2),
            some = estimates.PairDistanceTo(GridModes.Pair(Modes, grid, shifted, PairCorrelation.Zero(grid)), 2);
        Assert.True(Math.Abs(none.Squared) <= 5 * none.StandardError, $"{none}");
        double exact = 0;
        int[][] lattice = [.. from m in Enumerable.Range(-Modes.Pair, 2 * Modes.Pair + 1) from n in Enumerable.Range(-Modes.Pair, 2 * Modes.Pair + 1) where m != 0
            || n != 0 select new[] { m, n }];
        foreach (int[] k in lattice)
        {
            foreach (int[] q in lattice)
                exact += Weight(k) * Weight(q) * Math.Pow(Mode(k, 1.2) * Mode(q, 1.2) - Mode(k, 1.5) * Mode(q, 1.5), 2);
        }
        Assert.True(Math.Abs(some.Squared - exact) <= 5 * some.StandardError, $"{some} against {exact}");
    }

    private static double Weight(int[] k) => Math.Pow(1 + Math.Pow(Math.PI / Modes.HalfWidth, 2) * (k[0] * k[0] + k[1] * k[1]), -2);

    /// <summary>Half N((a, 0), 0.6 I) + half N((-a, 0), 0.6 I) at a wave vector: cos(k_x a) exp(-0.3 |k|^2).</summary>
    private static double Mode(int[] k, double a)
    {
        double unit = Math.PI / Modes.HalfWidth;
        return Math.Cos(unit * k[0] * a) * Math.Exp(-0.3 * unit * unit * (k[0] * k[0] + k[1] * k[1]));
    }

    private static double[] OnGrid(VelocityGrid grid, double a)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnGrid(grid, [new GaussianDensity([a, 0], [0.6, 0, 0, 0.6], 0.5), new GaussianDensity([-a, 0], [0.6, 0, 0, 0.6], 0.5)], values);
        return values;
    }

    /// <summary>Cells of |v| and of the direction for a normal density: 1 - exp(-r^2/2) (d = 2), and equal shares of the angle.</summary>
    [Fact]
    public void Histograms_are_shares_of_the_density()
    {
        ParticleOptions options = Samples.Options(4, 0, 1, [GaussianDensity.Isotropic([0, 0], 1)], 0) with { Histograms = new VelocityHistograms(3, 6, 8) };
        ParticleEstimates estimates = Samples.Run(options, 20_000);
        IReadOnlyList<Estimate> radial = estimates.RadialHistogram(), angular = estimates.AngularHistogram();
        for (int cell = 0; cell < 6; cell++)
            Samples.Near(Math.Exp(-cell * cell / 8.0) - Math.Exp(-(cell + 1) * (cell + 1) / 8.0), radial[cell]);
        Samples.Near(Math.Exp(-4.5), radial[6]);
        Assert.All(angular, cell => Samples.Near(0.125, cell));
        Assert.Equal(1, radial.Sum(cell => cell.Value), 1e-12);
        Assert.Equal(1, angular.Sum(cell => cell.Value), 1e-12);
    }

    [Fact]
    public void Histograms_of_directions_in_space_are_uniform_for_isotropic_densities()
    {
        ParticleOptions options = Samples.Options(4, 0, 1, [GaussianDensity.Isotropic([0, 0, 0], 1)], 0) with { Histograms = new VelocityHistograms(3, 0, 5) };
        Assert.All(Samples.Run(options, 20_000).AngularHistogram(), cell => Samples.Near(0.2, cell));
    }

    /// <summary>Samples of each kind of density: all moments up to |v|^4 against quadrature over the density itself. One of them can only be evaluated.</summary>
    [Theory]
    [InlineData("gaussian", 2)]
    [InlineData("gaussian", 3)]
    [InlineData("bkw", 2)]
    [InlineData("bkw", 3)]
    [InlineData("lemou", 2)]
    [InlineData("lemou", 3)]
    [InlineData("shell", 2)]
    [InlineData("shell", 3)]
    [InlineData("wave", 2)]
    [InlineData("wave", 3)]
    [InlineData("samples", 2)]
    [InlineData("samples", 3)]
    [InlineData("grid", 2)]
    public void Samples_follow_their_density(string kind, int d)
    {
        IInitialDensity density = kind switch
        {
            "gaussian" => new GaussianDensity(d == 2 ? [0.3, -0.2] : [0.3, -0.2, 0.1], d == 2 ? [1.2, 0.5, 0.5, 0.8] : [1.2, 0.5, 0.1, 0.5, 0.8, -0.2, 0.1, -0.2, 1]),
            "bkw" => new BkwDensity(d, 1, 0.4, 0),
            "shell" => new ShellDensity(d, 2, 1.1),
            "wave" => new PerturbedMaxwellianDensity(d == 2 ? [1.5, 0.5] : [1.5, 0.5, 0], -0.7, 0.8),
            "samples" => new SamplesDensity(d, d == 2 ? [1, 0, -1, 0.5, 0.3, 0.2, 0, -0.8, -0.4, 1]
                : [1, 0, 0, -1, 0.5, 1, 0.3, 0.2, -0.4, 0, -0.8, 0.3, -0.2, 0.5, -0.9], d == 2 ? 0.3 : 0.15),
            "grid" => new AffineDensity(new GridDensity(Grid(d), OnGrid(d)), 1.2, new double[d]),
            _ => new LemouDensity(d, 1, 0),
        };
        VelocitySampler sampler = VelocitySamplers.For(density);
        var random = new RandomStream(31, 7);
        double[][] samples = new double[60_000][];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = new double[d];
            sampler(random, samples[i]);
        }
        for (int a = 0; a < d; a++)
        {
            Samples.Near(density.Mean[a], "mean", [.. samples.Select(v => v[a])]);
            for (int b = 0; b <= a; b++)
                Samples.Near(density.Covariance[a * d + b], "covariance", [.. samples.Select(v => (v[a] - density.Mean[a]) * (v[b] - density.Mean[b]))]);
        }
        Func<double[], double>[] functions = [v => Math.Pow(v.Sum(x => x * x), 2), v => Math.Exp(-v.Sum(x => x * x)), v => Math.Cos(v[0] + 0.5 * v[1])];
        foreach (Func<double[], double> function in functions)
            Samples.Near(Quadrature(density, function), kind, [.. samples.Select(function)]);
        double fourth = InitialMoments.Of([density]).Fourth;
        Assert.Equal(kind is "gaussian" or "bkw" or "lemou", double.IsFinite(fourth));
        if (double.IsFinite(fourth))
            Assert.Equal(Quadrature(density, functions[0]), fourth, 1e-9);
        Assert.Equal(kind != "grid", VelocitySamplers.HaveStatedMoments(density));
    }

    private static VelocityGrid Grid(int d) => new(d, 24, 5);

    private static double[] OnGrid(int d)
    {
        double[] values = new double[Grid(d).Size];
        InitialDensities.OnGrid(Grid(d), [GaussianDensity.Diagonal(new double[d], [.. new double[] { 0.8, 0.5, 0.6 }.Take(d)])], values);
        return values;
    }

    /// <summary>A grid of the box holds the density of the particles; its modes and pair modes are those that the particles at time 0 have.</summary>
    [Fact]
    public void Modes_of_grids_are_those_of_the_particles()
    {
        VelocityGrid grid = new(2, 32, 6.5);
        double[] density = new double[grid.Size], correlation = new double[grid.Size * grid.Size];
        InitialDensities.OnGrid(grid, Samples.Beams, density);
        double[][] beams = [.. Samples.Beams.Select(_ => new double[grid.Size])];
        for (int k = 0; k < 2; k++)
            InitialDensities.OnGrid(grid, [GaussianDensity.Isotropic([k == 0 ? 1.2 : -1.2, 0], 0.6)], beams[k]);
        var mixture = new MixturePair(grid, [0.5, 0.5], beams);
        for (int i = 0; i < grid.Size; i++)
            mixture.FillRow(i, correlation.AsSpan(i * grid.Size, grid.Size));
        ParticleEstimates estimates = Samples.Run(Samples.Options(3, 0, 1, Samples.Beams, 0) with { Modes = Modes, Mixture = true }, 40_000);
        Compare(estimates.SingleModes(), GridModes.Single(Modes, grid, density));
        Compare(estimates.PairModes(), GridModes.Pair(Modes, grid, density, PairCorrelation.Of(grid, correlation)));
        Assert.Equal(GridModes.Single(Modes, grid, density), Reference(1.2), (a, b) => Math.Abs(a - b) <= 1e-10);
    }

    private static void Compare(IReadOnlyList<ModeEstimate> modes, double[] exact)
    {
        Assert.Equal(exact.Length, 2 * modes.Count);
        for (int i = 0; i < modes.Count; i++)
        {
            Samples.Near(exact[2 * i], new Estimate($"mode {string.Join(' ', modes[i].Mode)}", modes[i].Real, modes[i].RealError));
            Samples.Near(exact[2 * i + 1], new Estimate("imaginary part", modes[i].Imaginary, modes[i].ImaginaryError));
        }
    }

    /// <summary>d = 3, unit Maxwellian: z is normal with variance 2, so E 1/|z| = 1/sqrt(pi). Above 64 particles it is estimated from some of the pairs.</summary>
    [Theory]
    [InlineData(5, 20_000)]
    [InlineData(80, 1_000)]
    public void Coulomb_integral_of_a_Maxwellian(int particles, long replicas)
    {
        Estimate estimate = Samples.Run(Samples.Options(particles, 0, 1, [GaussianDensity.Isotropic([0, 0, 0], 1)], 0), replicas).Quantity("coulomb_integral");
        Samples.Near(1 / Math.Sqrt(Math.PI), estimate);
        Assert.True(estimate.StandardError < 3e-3);
    }

    private static double Quadrature(IInitialDensity density, Func<double[], double> function)
    {
        const int points = 80;
        const double halfWidth = 9;
        int d = density.Dimension, size = (int)Math.Pow(points, d);
        double sum = 0, h = 2 * halfWidth / points;
        double[] v = new double[d];
        for (int i = 0; i < size; i++)
        {
            int rest = i;
            for (int a = 0; a < d; a++, rest /= points)
                v[a] = -halfWidth + h * (rest % points);
            sum += density.Evaluate(v) * function(v);
        }
        return sum * Math.Pow(h, d);
    }

    private static double[] Reference(double centre) => [.. Modes.SingleModes(2).SelectMany(mode =>
    {
        double x = Math.PI / 5 * mode[0], y = Math.PI / 5 * mode[1];
        return new[] { Math.Exp(-0.3 * (x * x + y * y)) * Math.Cos(x * centre), 0 };
    })];

    /// <summary>The number of ordered pairs of nonzero modes that the listed ones stand for, under exchange and conjugation.</summary>
    private static int Classes(IReadOnlyList<ModeEstimate> modes)
    {
        HashSet<string> members = [];
        foreach (int[] mode in modes.Select(estimate => estimate.Mode))
        {
            int[] exchanged = [.. mode[2..], .. mode[..2]];
            foreach (int[] member in (int[][])[mode, exchanged, [.. mode.Select(m => -m)], [.. exchanged.Select(m => -m)]])
                members.Add(string.Join(' ', member));
        }
        return members.Count;
    }
}
