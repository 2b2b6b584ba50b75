using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Diagnostics;

public sealed class TripleInformationTests
{
    /// <summary>A normal law of three correlated velocities, in closed form; the Fisher information within its noise floor.</summary>
    [Theory]
    [InlineData(12, 5.5, 4e-3, 8e-2)]
    [InlineData(16, 6.5, 3e-5, 1e-2)]
    public void Gaussians_have_their_entropy_and_fisher_information(int points, double halfWidth, double entropyBound, double fisherBound)
    {
        var law = new GaussianTriple([1.6, 1.4], [0.2, -0.15]);
        var grid = new VelocityGrid(2, points, halfWidth);
        (double[] f, double[] g, double[] h) = law.Cumulants(grid);
        Dictionary<string, QuantityValue> values = Values(grid, f, g, h);
        Assert.Equal(law.Entropy, values["entropy_3"].Value, entropyBound);
        Assert.Equal(law.Fisher, values["fisher_3"].Value, fisherBound);
        Assert.True(Math.Abs(law.Fisher - values["fisher_3"].Value) <= values["fisher_3"].NoiseFloor + 2e-5, $"{law.Fisher} against {values["fisher_3"]}");
        Assert.Equal(h.Zip(TripleOf(f, g), (x, y) => x + y).Min(), values["min_f3"].Value, 1e-15);
    }

    [Fact]
    public void A_model_without_triples_has_none_of_them()
    {
        var grid = new VelocityGrid(2, 8, 4);
        List<QuantityValue> values = [];
        double[] f = Densities.Gaussian(grid, [0, 0], [1, 1]);
        double[] g = new double[f.Length * f.Length];
        var observation = new Observation { Grid = grid, Model = "test", Particles = new ParticleNumber(3), Time = 0, Density = f, Correlation = PairCorrelation.Of(grid, g) };
        new TripleInformation().Evaluate(observation, values);
        Assert.Empty(values);
        Assert.Empty(new TripleInformation().Quantities(3));
    }

    /// <summary>
    /// Along a run H_3 and I_3 do not increase (1.9), (1.10), and are at least H_2 and I_2 up to their noise (Remark 1.1). The relative entropy of two
    /// solutions of different data does not increase (Remark 2.6).
    /// </summary>
    [Fact]
    public void Entropy_fisher_information_and_relative_entropy_decay()
    {
        var grid = new VelocityGrid(2, 12, 5);
        using var first = new Run(grid, [1.6, 0.8]);
        using var second = new Run(grid, [1.0, 1.2]);
        List<double> entropy = [], fisher = [], relative = [];
        foreach (double time in (double[])[0, 0.05, 0.2])
        {
            first.AdvanceTo(time);
            second.AdvanceTo(time);
            Dictionary<string, QuantityValue> values = Values(
                grid, first.Equation.DensityOf(first.State), first.Equation.CorrelationOf(first.State), first.Equation.TripleOf(first.State));
            entropy.Add(values["entropy_3"].Value);
            fisher.Add(values["fisher_3"].Value);
            relative.Add(RelativeEntropy.Of(grid, 3, first.Whole(), second.Whole()).Value);
            Assert.True(values["entropy_3"].Value >= values["entropy_2"].Value - 0.1 * values["entropy_3"].NoiseFloor, $"{values["entropy_3"]}, {values["entropy_2"]}");
            Assert.True(values["fisher_3"].Value >= values["fisher_2"].Value - 0.1 * values["fisher_3"].NoiseFloor, $"{values["fisher_3"]}, {values["fisher_2"]}");
        }
        AssertDecreasing(entropy, 1e-3);
        AssertDecreasing(fisher, 1e-2);
        AssertDecreasing(relative, 1e-3);
    }

    /// <summary>(1/N) int p log(p/q) of centred normal laws: 1/2 sum_a (s/q - 1 - log(s/q)) for products, whatever N.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Relative_entropy_of_gaussians(int particles)
    {
        var grid = new VelocityGrid(2, 12, 5);
        double[] p = Densities.Gaussian(grid, [0, 0], [0.8, 1.1]), q = Densities.Gaussian(grid, [0, 0], [1, 1]);
        double exact = 0.5 * (0.8 - 1 - Math.Log(0.8) + 1.1 - 1 - Math.Log(1.1));
        RelativeEntropy value = RelativeEntropy.Of(grid, particles, Power(p, particles), Power(q, particles));
        Assert.Equal(exact, value.Value, 1e-3 * exact + 3 * value.Noise);
        Assert.InRange(value.Noise, 0, 0.1 * exact);
        Assert.InRange(value.Mass, 0.98, 1 + 1e-6);
    }

    private static double[] Power(double[] density, int particles)
    {
        double[] power = density;
        for (int k = 1; k < particles; k++)
            power = [.. density.SelectMany(x => power.Select(y => x * y))];
        return power;
    }

    private static void AssertDecreasing(List<double> values, double least)
    {
        for (int k = 1; k < values.Count; k++)
            Assert.True(values[k] <= values[k - 1] - least, string.Join(", ", values));
    }

    private static double[] TripleOf(double[] f, double[] g)
    {
        double[] whole = new double[f.Length * g.Length];
        TripleDensity.Fill(f, g, default, whole);
        return whole;
    }

    private static Dictionary<string, QuantityValue> Values(VelocityGrid grid, ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> h)
    {
        List<QuantityValue> values = [];
        var observation = new Observation
        {
            Grid = grid,
            Model = "test",
            Particles = new ParticleNumber(3),
            Time = 0,
            Density = f,
            Correlation = PairCorrelation.Of(grid, g.ToArray()),
            Triple = new TripleCorrelation(grid, h)
        };
        foreach (IDiagnostic diagnostic in (IDiagnostic[])[new TripleInformation(), new PairFunctionals(), new PairFisher()])
            diagnostic.Evaluate(observation, values);
        return values.ToDictionary(value => value.Name);
    }

    /// <summary>Maxwell molecules from a chaotic Gaussian.</summary>
    private sealed class Run : IDisposable
    {
        private readonly StabilisedStepper _stepper;

        public Run(VelocityGrid grid, double[] variances)
        {
            Equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(0, 0.2), new CollisionOptions());
            State = new double[Equation.Length];
            Equation.SetChaotic(Densities.Gaussian(grid, [0, 0], variances), State);
            _stepper = new StabilisedStepper(Equation, new StepperOptions { Tolerance = 1e-3 });
            _stepper.Start(0);
        }

        public LiouvilleEquation Equation { get; }

        public double[] State { get; }

        public void AdvanceTo(double time) => _stepper.AdvanceTo(time, State);

        public double[] Whole()
        {
            double[] whole = new double[Equation.TripleOf(State).Length];
            TripleDensity.Fill(Equation.DensityOf(State), Equation.CorrelationOf(State), Equation.Triple(State), whole);
            return whole;
        }

        public void Dispose()
        {
            _stepper.Dispose();
            Equation.Dispose();
        }
    }
}
