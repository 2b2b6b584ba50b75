using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>The accuracy of the pair level against exact solutions and particle values, at sizes that are too long for the test suite.</summary>
internal static class PairVerification
{
    /// <summary>Prints the table; 0 when every requirement is met.</summary>
    public static int Run(string[] arguments)
    {
        VerificationTable table = new();
        table.Title("gamma = 0, Lambda = 1/16, diag(1.2, 0.8), n=32 L=6.5, t in (0, 1]: second moments against the closed form");
        foreach (int particles in (ReadOnlySpan<int>)[2, 4, 16, 64])
            MaxwellMolecules(table, particles);
        table.Title("two beams, gamma = -3, t = 0.5, n=24 L=5: distance to the particle values in units of their standard errors");
        Beams(table, 2, 1.34442, 0.00114, 0.09800, 0.00148);
        Beams(table, 4, 1.28577, 0.00116, 0.05084, 0.00086);
        Beams(table, 16, 1.23533, 0.00117, 0.01408, 0.00039);
        table.Title("N = 2, gamma = -3: relative L2 error against the spherical heat flow at t = 0.1");
        SphericalHeatFlow(table, 2, 7, [24, 32, 40, 48], 2.5);
        SphericalHeatFlow(table, 3, 5, [8, 12, 16], 2.8);
        Console.WriteLine(table.Failures == 0 ? "all requirements met" : string.Create(CultureInfo.InvariantCulture, $"{table.Failures} requirements missed"));
        return table.Failures == 0 ? 0 : 1;
    }

    private static void MaxwellMolecules(VerificationTable table, int particles)
    {
        const double strength = 1.0 / 16;
        var grid = new VelocityGrid(2, 32, 6.5);
        using var run = new PairRun(grid, new CollisionKernel(0, strength), particles, new GaussianDensity([0, 0], [1.2, 0, 0, 0.8]));
        double worst = 0, marginal = 0;
        foreach (double time in (ReadOnlySpan<double>)[0.25, 0.5, 1])
        {
            run.AdvanceTo(time);
            double relaxed = 1 - Math.Exp(-8 * strength * time);
            worst = Math.Max(worst, Math.Abs(run.Value("covariance_xx") - (1.2 - (1 - 1.0 / particles) * 0.2 * relaxed)));
            worst = Math.Max(worst, Math.Abs(run.Value("pair_covariance_xx") - 0.2 * relaxed / particles));
            marginal = Math.Max(marginal, run.Value("marginal_defect"));
        }
        table.Measure($"N={particles}: E[v1 v1] and E[v1 v2]", worst, 1e-6);
        table.Measure($"N={particles}: marginal defect", marginal, 1e-14);
        table.Measure($"N={particles}: drift of the two-particle invariants", Math.Max(Math.Abs(run.Value("invariant_momentum")), Math.Abs(run.Value("invariant_energy"))), 1e-11);
    }

    private static void Beams(VerificationTable table, int particles, double anisotropy, double anisotropyError, double covariance, double covarianceError)
    {
        var grid = new VelocityGrid(2, 24, 5);
        GaussianDensity right = new([1.2, 0], [0.6, 0, 0, 0.6], 0.5), left = new([-1.2, 0], [0.6, 0, 0, 0.6], 0.5);
        using var run = new PairRun(grid, new CollisionKernel(-3, 1), particles, right, left);
        run.AdvanceTo(0.5);
        double difference = run.Value("covariance_xx") - run.Value("covariance_yy"), pair = run.Value("pair_covariance_xx") - run.Value("pair_covariance_yy");
        string text = string.Create(CultureInfo.InvariantCulture, $"N={particles}: E[vx^2 - vy^2] = {difference:F5}, particles {anisotropy:F5}");
        table.Measure(text, Math.Abs(difference - anisotropy) / anisotropyError, 3);
        text = string.Create(CultureInfo.InvariantCulture, $"N={particles}: E[v1x v2x - v1y v2y] = {pair:F5}, particles {covariance:F5}");
        table.Measure(text, Math.Abs(pair - covariance) / covarianceError, 3);
    }

    private static void SphericalHeatFlow(VerificationTable table, int dimension, double halfWidth, int[] points, double leastOrder)
    {
        var errors = new double[points.Length];
        for (int k = 0; k < points.Length; k++)
        {
            var grid = new VelocityGrid(dimension, points[k], halfWidth);
            errors[k] = SphericalHeatFlowError(grid, 0.1);
            table.Measure($"d={dimension} n={points[k]} L={halfWidth}", errors[k], null);
        }
        double order = Math.Log(errors[0] / errors[^1]) / Math.Log((double)points[^1] / points[0]);
        string text = string.Create(CultureInfo.InvariantCulture, $"d={dimension}: observed order {order:F2}, required at least {leastOrder}; shortfall");
        table.Measure(text, Math.Max(0, leastOrder - order), 0);
    }

    /// <summary>F = (2 pi)^-d exp(-(|z|^2 + |v1+v2|^2)/4) (1 + (z_x^2 - z_y^2)/2 exp(-4 d |z|^gamma t)): a harmonic of degree 2 on a product of Gaussians.</summary>
    private static double SphericalHeatFlowError(VelocityGrid grid, double time)
    {
        double[] pairs = ExactPairs(grid, 0), exact = ExactPairs(grid, time), density = new double[grid.Size];
        int size = grid.Size;
        for (int i = 0; i < pairs.Length; i++)
            density[i / size] += pairs[i] * grid.CellVolume;
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] -= density[i / size] * density[i % size];
        using var equation = new ClusterHierarchy("cluster", grid, new CollisionKernel(-3, 1), new ParticleNumber(2), new CollisionOptions());
        var state = new double[equation.Length];
        equation.SetPair(density, pairs, state);
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = 1e-5 });
        stepper.Start(0);
        stepper.AdvanceTo(time, state);
        double error = 0, norm = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            double difference = state[i / size] * state[i % size] + state[size + i] - exact[i];
            error += difference * difference;
            norm += exact[i] * exact[i];
        }
        return Math.Sqrt(error / norm);
    }

    private static double[] ExactPairs(VelocityGrid grid, double time)
    {
        int size = grid.Size, d = grid.Dimension;
        var pairs = new double[size * size];
        Span<double> z = stackalloc double[3];
        for (int index = 0; index < pairs.Length; index++)
        {
            double relative = 0, total = 0;
            for (int a = 0; a < d; a++)
            {
                double first = grid.Velocity(index / size, a), second = grid.Velocity(index % size, a);
                z[a] = first - second;
                relative += z[a] * z[a];
                total += (first + second) * (first + second);
            }
            double decay = relative == 0 ? 0 : Math.Exp(-4 * d * Math.Pow(relative, -1.5) * time);
            pairs[index] = Math.Exp(-(relative + total) / 4) * (1 + 0.5 * (z[0] * z[0] - z[1] * z[1]) * decay) / Math.Pow(2 * Math.PI, d);
        }
        return pairs;
    }

    /// <summary>A run of the cluster hierarchy with its diagnostics.</summary>
    private sealed class PairRun : IDisposable
    {
        private readonly ClusterHierarchy _equation;
        private readonly StabilisedStepper _stepper;
        private readonly double[] _state;
        private readonly double[] _initial;

        public PairRun(VelocityGrid grid, CollisionKernel kernel, int particles, params IInitialDensity[] components)
        {
            _initial = new double[grid.Size];
            InitialDensities.OnGrid(grid, components, _initial);
            _equation = new ClusterHierarchy("cluster", grid, kernel, new ParticleNumber(particles), new CollisionOptions { PaddedPair = true });
            _state = new double[_equation.Length];
            _equation.SetChaotic(_initial, _state);
            _stepper = new StabilisedStepper(_equation, new StepperOptions { Tolerance = 1e-6 });
            _stepper.Start(0);
        }

        public void AdvanceTo(double time) => _stepper.AdvanceTo(time, _state);

        public double Value(string quantity)
        {
            var observation = new Observation
            {
                Grid = _equation.Grid,
                Model = _equation.Model,
                Particles = _equation.Particles,
                Time = _stepper.Time,
                Density = _equation.DensityOf(_state),
                Correlation = _equation.Correlation(_state, _equation.Particles),
                InitialDensity = _initial,
            };
            List<QuantityValue> values = [];
            foreach (IDiagnostic diagnostic in DiagnosticRegistry.All)
            {
                if (diagnostic.Quantities(observation.Grid.Dimension).Any(candidate => candidate.Name == quantity))
                    diagnostic.Evaluate(observation, values);
            }
            return values.First(value => value.Name == quantity).Value;
        }

        public void Dispose()
        {
            _stepper.Dispose();
            _equation.Dispose();
        }
    }
}
