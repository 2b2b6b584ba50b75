using Hierarchy.Audits;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Kernels;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Cli;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

/// <summary>The terms with A and with B apart, what bounds them, the law of v1 - v2, and convergence in N.</summary>
public class TermStatementTests
{
    private static readonly VelocityGrid Plane = new(2, 24, 6.5);

    private static AuditRow[] Rows(IAuditStatement statement, AuditInput input) => [.. statement.Evaluate(input)];

    /// <summary>
    /// Maxwell molecules and a unit normal density: the means of A and B over v2 are Lambda ((|v|^2 + 1) I - v v^T) and -Lambda v, so the terms are sums over one velocity.
    /// </summary>
    [Fact]
    public void Terms_of_maxwell_molecules()
    {
        CollisionKernel kernel = new(0, 0.3);
        double[] f = Gaussian(Plane, [0, 0], [1, 1]);
        SampledTestFunction function = new(Plane, new TestFunction("", [0.8, 0.3], 2.5));
        double diffusion = 0, friction = 0;
        for (int k = 0; k < function.Points.Length; k++)
        {
            int i = function.Points[k];
            double x = Plane.Velocity(i, 0), y = Plane.Velocity(i, 1), weight = 0.3 * Plane.CellVolume * f[i];
            double xx = function.Hessians[4 * k], xy = function.Hessians[(4 * k) + 1], yy = function.Hessians[(4 * k) + 3];
            diffusion += weight * ((((x * x) + (y * y) + 1) * (xx + yy)) - (x * x * xx) - (2 * x * y * xy) - (y * y * yy));
            friction -= weight * ((x * function.Gradients[2 * k]) + (y * function.Gradients[(2 * k) + 1]));
        }
        TermSums sums = TermSums.Of(new PointKernel(Plane, kernel), function, f, null);
        Assert.Equal(diffusion, sums.OutwardA.Fine, 1e-6 * Math.Abs(diffusion));
        Assert.Equal(friction, sums.OutwardB.Fine, 1e-6 * Math.Abs(friction));
        Assert.Equal(friction, sums.Exchanged, 1e-6 * Math.Abs(friction));
        PairSum whole = new PairIntegrals(new PointKernel(Plane, kernel), function).Within(f, PairCorrelation.Zero(Plane));
        Assert.Equal(whole.Fine, 2 * (sums.WithinA.Fine + sums.WithinB.Fine), 1e-12);
    }

    /// <summary>
    /// Two rows of a pair swapped: the exchange of v1 and v2 in the term of B is no identity any more. A heavy density breaks the bounds, which are for
    /// probabilities.
    /// </summary>
    [Fact]
    public void Bounds_and_exchange()
    {
        StoredRun run = Cases.Pairs(Plane, 4, [0, 0.5, 1], 0, 0.2, 0.3);
        AuditInput right = Cases.Input(Plane, run);
        Assert.All(Rows(new FrictionExchange(), right).Concat(Rows(new PairTermBounds(), right)).Concat(Rows(new NextTermBounds(), right)),
            row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
        double[] g = run.Correlation(2)!.ToArray();
        int centre = (Plane.Size / 2) + (Plane.Points / 2);
        for (int j = 0; j < Plane.Size; j++)
            (g[(centre * Plane.Size) + j], g[((centre + 2) * Plane.Size) + j]) = (g[((centre + 2) * Plane.Size) + j], g[(centre * Plane.Size) + j]);
        double[] f = run.Density(0).ToArray();
        StoredRun swapped = new("cluster", new ParticleNumber(4), [0, 0.5, 1], [f, f, f], [PairCorrelation.Zero(Plane), run.Correlation(1), PairCorrelation.Of(Plane, g)]);
        Assert.True(Assert.Single(Rows(new FrictionExchange(), Cases.Input(Plane, swapped))).Fails);
        double[] heavy = [.. f.Select(value => 1e3 * value)];
        AuditInput broken = Cases.Input(Plane, new StoredRun("landau", ParticleNumber.Infinity, [0, 0.5, 1], [heavy, heavy, heavy]));
        Assert.Contains(Rows(new PairTermBounds(), broken), row => row.Verdict == AuditVerdict.Violated);
        Assert.Contains(Rows(new NextTermBounds(), broken), row => row.Verdict == AuditVerdict.Violated);
    }

    /// <summary>v1 - v2 of a unit normal pair of correlation rho has the variance 2 (1 - rho): Fisher information d/(2 (1 - rho)), I_2 = d/(1 - rho^2).</summary>
    [Fact]
    public void The_law_of_the_difference()
    {
        VelocityGrid grid = new(2, 32, 6.5);
        AuditRow[] rows = Rows(new SingularSteps(), Cases.Input(grid, Cases.Pairs(grid, 4, [0, 1], 0.3, 0.3)));
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal((AuditVerdict.Holds, true), (row.Verdict, row.IsTheorem)));
        Assert.Equal(2 / (2 * 0.7), rows[1].Left, 1e-3);
        Assert.Equal(2 / 0.91, rows[1].Right, 1e-2);
        // Over all of the plane int p/|z| is sqrt(pi/2)/s with s^2 = 1.4.
        DifferenceLaw law = DifferenceLaw.Of(grid, Gaussian(grid, [0, 0], [0.7, 0.7]), null);
        Assert.Equal(Math.Sqrt(Math.PI / 2 / 1.4), law.Inverse(13), 2e-3);
        Assert.Equal(Math.Cbrt(1 / (3 * Math.Pow(2 * Math.PI * 1.4, 2))), law.Cubic(13), 1e-6);
    }

    /// <summary>f + phi/N and f x f + ... tend to their limits with the slope -1; densities that do not are called so.</summary>
    [Fact]
    public void Convergence_in_N()
    {
        double[] f = Gaussian(Plane, [0, 0], [1, 1]), other = Gaussian(Plane, [0.3, 0], [1.3, 0.8]);
        double[] Mixed(double share) => [.. f.Zip(other, (a, b) => a + (share * (b - a)))];
        StoredRun Run(int n, double share) => new("tensorised", new ParticleNumber(n), [0, 1], [f, Mixed(share)]);
        StoredRun landau = new("landau", ParticleNumber.Infinity, [0, 1], [f, f]);
        AuditRow[] rows = Rows(new ConvergenceInN(), Cases.Input(Plane, landau, Run(4, 1), Run(16, 1.0 / 16), Run(64, 1.0 / 64)));
        Assert.Equal(6, rows.Length);
        Assert.All(rows, row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
        Assert.Equal(-1, rows[0].Left, 1e-10);
        AuditRow[] stuck = Rows(new ConvergenceInN(), Cases.Input(Plane, landau, Run(16, 0.1), Run(64, 0.1)));
        Assert.All(stuck, row => Assert.Equal(AuditVerdict.Violated, row.Verdict));
    }

    /// <summary>The regularised equation and its datum approach those without; a regularised kernel is its own limit.</summary>
    [Fact]
    public void The_regularised_limit()
    {
        VelocityGrid grid = new(2, 16, 5);
        AuditInput input = Cases.Input(grid, Cases.Normals(grid, [0, 0.2], 1, 1));
        Assert.All(Rows(new RegularisedLimit(), input).Concat(Rows(new RegularisedDatum(), input)), row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
        AuditInput own = Cases.Input(grid, new CollisionKernel(-3, 1, new CutoffRegularisation(), 0.3), Cases.Normals(grid, [0, 0.2], 1, 1));
        Assert.Equal(AuditVerdict.NotApplicable, Assert.Single(Rows(new RegularisedLimit(), own)).Verdict);
    }

    /// <summary>A mixture of two exact solutions for Maxwell molecules solves the hierarchy at m = 2; at another speed it does not.</summary>
    [Fact]
    public void Mixtures()
    {
        CollisionKernel kernel = new(0, 1.0 / 16);
        double[] times = Cases.Times(1, 6);
        StoredRun Mixture(double speed)
        {
            double[][] first = [.. times.Select(t => Bkw(Plane, 1 - (0.4 * Math.Exp(-speed * t / 8))))],
                second = [.. times.Select(t => Bkw(Plane, 1 - (0.1 * Math.Exp(-speed * t / 8))))];
            double[][] mean = [.. first.Zip(second, (a, b) => a.Zip(b, (x, y) => (x + y) / 2).ToArray())];
            PairCorrelation[] pairs = [.. Enumerable.Range(0, times.Length).Select(k => PairCorrelation.OfProducts(
                Plane, [0.5, 0.5], [[.. first[k].Zip(mean[k], (x, m) => x - m)], [.. second[k].Zip(mean[k], (x, m) => x - m)]]))];
            return new("mixture", ParticleNumber.Infinity, times, mean, pairs);
        }
        AuditRow right = Assert.Single(Rows(new MixtureWeakForm(), Cases.Input(Plane, kernel, Mixture(1))));
        Assert.Equal((AuditVerdict.Holds, true), (right.Verdict, right.IsTheorem));
        Assert.InRange(-right.Margin, 0, 1e-2 * Math.Abs(right.Right));
        Assert.True(Assert.Single(Rows(new MixtureWeakForm(), Cases.Input(Plane, kernel, Mixture(1.3)))).Fails);
        AuditRow[] affinity = Rows(new Affinity(), Cases.Input(Plane, kernel, Mixture(1)));
        Assert.Equal(2, affinity.Length);
        Assert.All(affinity, row => Assert.InRange(row.Left, 0, row.Right + row.Floor));
    }

    /// <summary>Files keep no products: the audit of a folder runs the mixture again for its components, against the stored mean.</summary>
    [Fact]
    public void Mixtures_of_a_folder()
    {
        using var folder = new TemporaryFolder();
        Scenario scenario = Scenario.Load(
            Path.Combine(Repository.Root, "scenarios", "mixture-2d.json"), "models=[\"mixture\"]", "grid.points=16", "output.pair=true", "errors=off");
        Experiment.Run(scenario, folder.Of("run")).Dispose();
        using Hierarchy.Results.Results results = Hierarchy.Results.Results.Open(folder.Of("run"));
        AuditRow row = Assert.Single(results.Audit(), row => row.Equation == "Remark 1.6");
        Assert.Contains(row.Verdict, (AuditVerdict[])[AuditVerdict.Holds, AuditVerdict.BelowNoise]);
        Assert.InRange(Math.Abs(row.Margin), 0, 0.1 * Math.Abs(row.Left));
    }

    /// <summary>Particles: drifts at round-off show conservation path by path, means within their errors that in the mean.</summary>
    [Theory]
    [InlineData("kac", 0, 0, AuditVerdict.Holds)]
    [InlineData("kac", 0, 1e-3, AuditVerdict.Violated)]
    [InlineData("kac", 1e-5, 0, AuditVerdict.Violated)]
    [InlineData("kac-nonconservative", 2e-3, 1e-3, AuditVerdict.Holds)]
    [InlineData("kac-nonconservative", 1e-2, 1e-3, AuditVerdict.Violated)]
    public void Particles(string model, double drift, double error, AuditVerdict verdict)
    {
        ParticleSeries series = new(model, new ParticleNumber(8), [0, 1], (time, quantity) => quantity switch
        {
            "energy" => new SampledValue(2 + (time * drift), error, 0),
            "momentum_x" or "momentum_y" => new SampledValue(0, error, 0),
            "invariant_momentum" or "invariant_energy" => new SampledValue(time * drift, time * error, 0),
            _ => null,
        });
        AuditInput input = new(Plane, Cases.Coulomb, new Hierarchy.Collisions.CollisionOptions(), []) { Samples = [series] };
        AuditRow[] rows = [.. Rows(new ParticleConservation(), input), .. Rows(new ParticleMeans(), input)];
        Assert.NotEmpty(rows);
        Assert.Equal(verdict, rows.Any(row => row.Fails) ? AuditVerdict.Violated : rows[^1].Verdict);
    }
}
