using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Verification;
using Xunit.Abstractions;

namespace Hierarchy.Tests.Equations;

/// <summary>
/// Three particles with a symmetry: h is kept by its slices at representatives of orbits. The equation with all slices is the reference, for groups whose elements are
/// their own inverses and for others, with representatives that are left in place and without.
/// </summary>
public sealed class TripleImageTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<AxisSymmetry, bool>> Groups = new()
    {
        ["mirrors"] = s => s.Axis(0) == 0,
        ["all"] = _ => true,
        ["turns"] = s => s.Determinant == 1,
        ["point reflection"] = s => s.Axis(0) == 0 && s.Sign(0) == s.Sign(1),
        ["exchange"] = s => s.Sign(0) == 1 && s.Sign(1) == 1,
    };

    /// <summary>After some time f, g, h and every quantity of three particles are the same to 1e-12, and the state is smaller by nearly the order of the group.</summary>
    [Theory]
    [InlineData("mirrors", 10, 4)]
    [InlineData("all", 12, 8)]
    [InlineData("turns", 8, 4)]
    [InlineData("point reflection", 8, 2)]
    [InlineData("exchange", 8, 2)]
    public void Slices_of_representatives_give_what_all_slices_give(string group, int points, int order)
    {
        var orbits = new VelocityOrbits(new VelocityGrid(2, points, 4.5), [.. AxisSymmetry.All(2).Where(Groups[group])]);
        Assert.Equal(order, orbits.Order);
        InitialDatum datum = Mixture(orbits);
        using var reduced = new LiouvilleEquation("liouville", orbits.Grid, new CollisionKernel(-3, 1), new CollisionOptions { Orbits = orbits });
        using var whole = new LiouvilleEquation("liouville", orbits.Grid, new CollisionKernel(-3, 1), new CollisionOptions { Orbits = orbits, KeepsAllColumns = true });
        double[] state = new double[reduced.Length], wholeState = new double[whole.Length];
        reduced.Start(datum, state);
        whole.Start(datum, wholeState);
        Compare("t = 0", whole, wholeState, reduced, state);
        Evolution.Run(reduced, state, 1e-4, [0.05], _ => { });
        Evolution.Run(whole, wholeState, 1e-4, [0.05], _ => { });
        Compare("t = 0.05", whole, wholeState, reduced, state);
        Assert.Equal((1.0 + orbits.Grid.Size) * orbits.Count + 1, (double)reduced.Length / orbits.Grid.Size, 1e-9);
        Assert.InRange((double)whole.Length / reduced.Length, 0.98 * orbits.Grid.Size / orbits.Count, order);
    }

    private void Compare(string when, LiouvilleEquation whole, double[] wholeState, LiouvilleEquation reduced, double[] state)
    {
        Near("f", whole.DensityOf(wholeState), reduced.DensityOf(state));
        Near("g", whole.CorrelationOf(wholeState), reduced.CorrelationOf(state));
        Near("h", whole.TripleOf(wholeState), reduced.TripleOf(state));
        List<QuantityValue> expected = Quantities(whole, wholeState), values = Quantities(reduced, state);
        foreach ((QuantityValue one, QuantityValue other) in expected.Zip(values))
        {
            Assert.Equal(one.Name, other.Name);
            output.WriteLine($"{when} {one.Name} {one.Value} {Math.Abs(one.Value - other.Value)}");
            Assert.Equal(one.Value, other.Value, 1e-12 * Math.Max(1e-3, Math.Abs(one.Value)));
        }

        void Near(string name, double[] one, double[] other)
        {
            double size = one.Max(Math.Abs), defect = one.Zip(other, (x, y) => Math.Abs(x - y)).Max();
            output.WriteLine($"{when} {name} {size} {defect / size}");
            Assert.InRange(defect, 0, 1e-12 * size);
        }
    }

    private static List<QuantityValue> Quantities(LiouvilleEquation equation, double[] state)
    {
        List<QuantityValue> values = [];
        double[] f = equation.DensityOf(state);
        var observation = new Observation
        {
            Grid = equation.Grid,
            Model = "liouville",
            Particles = equation.Particles,
            Time = 0,
            Kernel = new CollisionKernel(-3, 1),
            Density = f,
            Correlation = equation.Correlation(state, equation.Particles),
            Triple = equation.Triple(state),
            Reference = f,
        };
        foreach (IDiagnostic diagnostic in (IDiagnostic[])[new TripleInformation(), new TripleMoments(), new TripleAgainstLandau(), new TripleWeakTerms(), new FisherDissipationTerms()])
            diagnostic.Evaluate(observation, values);
        return values;
    }

    /// <summary>A mixture of two states, each with the symmetry.</summary>
    private static InitialDatum Mixture(VelocityOrbits orbits)
    {
        double[] one = Averaged(orbits, [0.9, -0.4], 0.5), other = Averaged(orbits, [-0.3, 0.6], 0.9), f = [.. one.Zip(other, (x, y) => 0.4 * x + 0.6 * y)];
        void Row(int point, Span<double> row)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = 0.4 * (one[point] - f[point]) * (one[j] - f[j]) + 0.6 * (other[point] - f[point]) * (other[j] - f[j]);
        }
        return new InitialDatum { Density = f, Correlation = Row, Components = [new MixtureComponent(0.4, one), new MixtureComponent(0.6, other)] };
    }

    private static double[] Averaged(VelocityOrbits orbits, double[] mean, double variance)
    {
        double[] gaussian = PairMoments.Gaussians(orbits.Grid, (1, mean, [variance, 1.3 * variance])), result = new double[gaussian.Length];
        for (int s = 0; s < orbits.Order; s++)
        {
            for (int i = 0; i < result.Length; i++)
                result[i] += gaussian[orbits.Map(s)[i]] / orbits.Order;
        }
        return result;
    }
}
