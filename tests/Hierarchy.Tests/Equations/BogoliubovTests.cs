using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The correlation that is slaved to a density, with closed forms for Maxwell molecules.</summary>
public class BogoliubovTests
{
    private const double Strength = 0.25, Difference = 0.3;
    private static readonly VelocityGrid Grid = new(2, 16, 5);
    private static readonly double[] Datum = PairMoments.Gaussians(Grid, (1, [0, 0], [1 + Difference / 2, 1 - Difference / 2]));

    /// <summary>
    /// gamma = 0, d = 2, f normal with the variances 1 +- delta/2, D = v_x^2 - v_y^2: int int P[f f] D D = -24 Lambda delta^2 and int Q D = -8 Lambda delta, so
    /// the source has -8 Lambda delta^2, T wears it down at 16 Lambda, and int int G_s D D = -delta^2/2. The covariance of momenta is an invariant: that of G,
    /// which is 0 at the start.
    /// </summary>
    [Fact]
    public void Maxwell_molecules_have_the_slaved_moment()
    {
        using var equation = new LeadingOrderHierarchy("leading-order", Grid, new CollisionKernel(0, Strength), new ParticleNumber(8), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum, state);
        using var slaved = new SlavedCorrelation(equation);
        double[] values = new double[slaved.Length];
        double residual = slaved.Solve(state, 1e-6, values);
        double Function(int i) => Grid.Velocity(i, 0) * Grid.Velocity(i, 0) - Grid.Velocity(i, 1) * Grid.Velocity(i, 1);
        Assert.InRange(residual, 0, 1e-4);
        Assert.Equal(-0.5 * Difference * Difference, PairMoments.Pair(Grid, values, Function, Function), 1.2e-3);
        Assert.Equal(0, PairMoments.PairSecond(Grid, values, 0, 0), 1e-4);
        Assert.InRange(PairMoments.MarginalDefect(Grid, values), 0, 1e-6);
    }

    /// <summary>
    /// Hard potentials settle in a tenth of the time of soft ones, and the grid then wears the invariants down: the search ends there, at steps of any tolerance
    /// with the same correlation, which has none of the invariants of momentum.
    /// </summary>
    [Fact]
    public void Hard_potentials_settle_early()
    {
        using var equation = new LeadingOrderHierarchy("leading-order", Grid, new CollisionKernel(1, Strength), new ParticleNumber(8), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum, state);
        using var slaved = new SlavedCorrelation(equation);
        double[] values = new double[slaved.Length], coarse = new double[slaved.Length];
        Assert.InRange(slaved.Solve(state, 1e-5, values), 0, 2e-3);
        slaved.Solve(state, 1e-4, coarse);
        double Norm(IEnumerable<double> field) => Math.Sqrt(field.Sum(value => value * value));
        Assert.InRange(Norm(values.Zip(coarse, (x, y) => x - y)) / Norm(values), 0, 0.05);
        Assert.Equal(0, PairMoments.PairSecond(Grid, values, 0, 0), 2e-3);
    }

    /// <summary>The same correlation where the state has the symmetry of its datum, which models beside this one may ask for.</summary>
    [Fact]
    public void A_symmetry_of_the_datum_changes_nothing()
    {
        double[] without = Slaved(new CollisionOptions()),
            with = Slaved(new CollisionOptions { Orbits = new VelocityOrbits(Grid, [.. AxisSymmetry.All(2).Where(element => element.Axis(0) == 0)]), KeepsAllColumns = true });
        double size = without.Max(Math.Abs);
        Assert.All(without.Zip(with), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * size));
    }

    private static double[] Slaved(CollisionOptions options)
    {
        using var equation = new LeadingOrderHierarchy("leading-order", Grid, new CollisionKernel(0, Strength), new ParticleNumber(8), options);
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum, state);
        using var slaved = new SlavedCorrelation(equation);
        double[] values = new double[slaved.Length];
        slaved.Solve(state, 1e-6, values);
        return values;
    }

    /// <summary>At the start G = 0 and the distance is 1; in the run it changes, and at a Maxwellian nothing is slaved to anything.</summary>
    [Fact]
    public void The_distance_begins_at_one()
    {
        using var equation = new BogoliubovHierarchy("leading-order-slaved", Grid, new CollisionKernel(0, Strength), new ParticleNumber(8), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum, state);
        equation.Assess(state);
        Assert.Equal(1, Distance(), 1e-12);
        Evolution.Run(equation, state, 1e-5, [0.2], _ => { });
        equation.Assess(state);
        Assert.InRange(Distance(), 0.05, 0.9);
        double Distance() => equation.Reports.Single(report => report.Name == "bogoliubov_distance").Value;
    }
}
