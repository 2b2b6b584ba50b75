using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>
/// Of data with a symmetry g is kept by the columns of one representative of every orbit. The same equations with all columns are the reference, for groups of
/// mirrors, of exchanges, of quarter turns and of turns about a diagonal, whose elements are not their own inverses: with s and s^-1 exchanged everything else
/// would still pass.
/// </summary>
public sealed class OrbitTests
{
    private static readonly Dictionary<string, Func<AxisSymmetry, bool>> Groups = new()
    {
        ["mirrors"] = s => Enumerable.Range(0, s.Dimension).All(a => s.Axis(a) == a),
        ["all"] = _ => true,
        ["the first axis apart"] = s => s.Axis(0) == 0,
        ["turns"] = s => s.Determinant == 1,
        ["point reflection"] = s => Enumerable.Range(0, s.Dimension).All(a => s.Axis(a) == a && s.Sign(a) == s.Sign(0)),
        ["cyclic"] = s => s.Dimension == 3 && Enumerable.Range(0, 3).All(a => s.Sign(a) == 1 && s.Axis(a) == (s.Axis(0) + a) % 3),
    };

    public static TheoryData<string, string, int, int, int> Cases => new()
    {
        { "cluster", "mirrors", 2, 12, 4 }, { "cluster", "all", 2, 12, 8 }, { "cluster", "turns", 2, 10, 4 }, { "cluster", "point reflection", 2, 8, 2 },
        { "cluster", "mirrors", 3, 8, 8 }, { "cluster", "all", 3, 8, 48 }, { "cluster", "the first axis apart", 3, 8, 16 }, { "cluster", "turns", 3, 8, 24 },
            { "cluster", "cyclic", 3, 8, 3 },
        { "pair-tensorised", "all", 3, 8, 48 }, { "tensorised2", "turns", 2, 12, 4 }, { "leading-order", "all", 3, 8, 48 }, { "leading-order", "turns", 2, 12, 4 },
            { "liouville", "all", 3, 8, 48 },
        { "liouville", "mirrors", 2, 12, 4 }, { "liouville3", "all", 2, 8, 8 }, { "liouville3", "turns", 2, 8, 4 }, { "liouville3", "point reflection", 2, 8, 2 },
        { "kirkwood", "all", 2, 8, 8 }, { "conditional", "mirrors", 2, 8, 4 }, { "cluster-nonconservative", "all", 2, 8, 8 },
    };

    /// <summary>After some steps f and g are the same to 1e-12 of their largest values, and so are the steps; of closures that keep all columns to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Representatives_give_what_all_columns_give(string name, string group, int dimension, int points, int order)
    {
        var model = (IGridModel)ModelRegistry.Find(name.TrimEnd('3'))!;
        var grid = new VelocityGrid(dimension, points, 4.5);
        var orbits = new VelocityOrbits(grid, [.. AxisSymmetry.All(dimension).Where(Groups[group])]);
        Assert.Equal(order, orbits.Order);
        Assert.Equal(grid.Size, orbits.Weights.Sum());
        ParticleNumber particles = name.StartsWith("liouville", StringComparison.Ordinal) ? new(name.EndsWith('3') ? 3 : 2) : new(4);
        InitialDatum datum = Datum(orbits, correlated: model.Excludes(PairDatum.Other) is null);
        (double[] f, PairCorrelation g, long evaluations) = Run(model, orbits, particles, datum, keepAll: false);
        (double[] wholeF, PairCorrelation wholeG, long wholeEvaluations) = Run(model, orbits, particles, datum, keepAll: true);
        Assert.Equal(wholeEvaluations, evaluations);
        double worst = f.Zip(wholeF, (one, other) => Math.Abs(one - other)).Max() / wholeF.Max();
        double[] values = g.ToArray(), whole = wholeG.ToArray();
        double defect = values.Zip(whole, (one, other) => Math.Abs(one - other)).Max() / wholeG.MaxMagnitude();
        Assert.True(worst <= 1e-12 && defect <= 1e-12, $"f {worst}, g {defect}");
        Assert.Equal(wholeG.Norm(), g.Norm(), 1e-12 * wholeG.Norm());
    }

    /// <summary>
    /// A representative on a plane of reflection makes its column hold values twice, and what the two differ by grew from rounding to 1e-8 of g in stiff runs.
    /// Now g is exchange symmetric,
    /// and its columns have the symmetry of their representatives, to the last bit.
    /// </summary>
    [Theory]
    [InlineData("cluster", "all", 2, 12)]
    [InlineData("leading-order", "all", 2, 12)]
    [InlineData("cluster", "mirrors", 2, 12)]
    [InlineData("cluster", "turns", 3, 8)]
    [InlineData("pair-tensorised", "all", 3, 8)]
    public void Values_that_the_symmetry_makes_equal_are_so_to_the_last_bit(string name, string group, int dimension, int points)
    {
        var model = (IGridModel)ModelRegistry.Find(name)!;
        var orbits = new VelocityOrbits(new VelocityGrid(dimension, points, 4.5), [.. AxisSymmetry.All(dimension).Where(Groups[group])]);
        (_, PairCorrelation g, long evaluations) = Run(model, orbits, new(4), Datum(orbits, correlated: false), keepAll: false, gamma: 1);
        Assert.True(evaluations > 50);
        PairCorrelation kept = g is LeadingOrderCorrelation leading ? leading.Limit : g;
        Assert.Equal(0, Enumerable.Range(0, kept.RepresentativeVisits).Max(kept.RepresentativeExchangeDefect));
        double[] column = new double[orbits.Count], image = new double[orbits.Count];
        for (int i = 0; i < orbits.Grid.Size; i++)
        {
            kept.CopyColumns(orbits, i, column);
            for (int s = 0; s < orbits.Order; s++)
            {
                kept.CopyColumns(orbits, orbits.Map(s)[i], image);
                for (int k = 0; k < orbits.Count; k++)
                    Assert.True(orbits.Map(s)[orbits.Points[k]] != orbits.Points[k] || column[k] == image[k]);
            }
        }
    }

    /// <summary>
    /// In single precision a value of g is rounded to 2^-24 of itself after every stage, and a rounding of double precision may send it to the neighbour: both ways agree to
    /// some units in the last place of g, and f, which is in double precision and sees sums of many values of g, to much less.
    /// </summary>
    [Theory]
    [InlineData("cluster", 2, 12, 8)]
    [InlineData("cluster", 3, 8, 48)]
    [InlineData("tensorised2", 2, 12, 8)]
    [InlineData("pair-tensorised", 2, 12, 8)]
    public void Representatives_in_single_precision_give_what_all_columns_in_it_give(string name, int dimension, int points, int order)
    {
        var model = (IGridModel)ModelRegistry.Find(name)!;
        Assert.True(model.TakesSinglePairs);
        var orbits = new VelocityOrbits(new VelocityGrid(dimension, points, 4.5), AxisSymmetry.All(dimension));
        Assert.Equal(order, orbits.Order);
        InitialDatum datum = Datum(orbits, correlated: true);
        (double[] f, PairCorrelation g, long evaluations) = Run(model, orbits, new(4), datum, keepAll: false, single: true);
        (double[] wholeF, PairCorrelation wholeG, long wholeEvaluations) = Run(model, orbits, new(4), datum, keepAll: true, single: true);
        Assert.Equal(wholeEvaluations, evaluations);
        double worst = f.Zip(wholeF, (one, other) => Math.Abs(one - other)).Max() / wholeF.Max();
        double defect = g.ToArray().Zip(wholeG.ToArray(), (one, other) => Math.Abs(one - other)).Max() / wholeG.MaxMagnitude();
        Assert.True(worst <= 1e-9 && defect <= 4 * MathF.ScaleB(1, -24), $"f {worst}, g {defect}");
    }

    private static (double[] F, PairCorrelation G, long Evaluations) Run(
        IGridModel model, VelocityOrbits orbits, ParticleNumber particles, InitialDatum datum, bool keepAll, bool single = false, double gamma = -3)
    {
        var options = new CollisionOptions { Orbits = orbits, KeepsAllColumns = keepAll, SinglePairs = single };
        using IKineticEquation equation = model.Close(orbits.Grid, new CollisionKernel(gamma, 1), particles, options);
        double[] state = new double[equation.Length];
        equation.Start(datum, state);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-4 });
        stepper.Start(0);
        stepper.AdvanceTo(0.05, state);
        return (equation.Density(state, particles).ToArray(), equation.Correlation(state, particles).Copy(), stepper.Statistics.Evaluations);
    }

    /// <summary>A density that the group leaves alone and, in general, no other element; with a correlation c x c for an invariant c of mean 0.</summary>
    private static InitialDatum Datum(VelocityOrbits orbits, bool correlated)
    {
        double[] f = Averaged(orbits, [0.5, -0.2, 0.1], 0.7), c = [.. f.Zip(Averaged(orbits, [-0.3, 0.6, 0.2], 0.9), (one, other) => 0.2 * (one - other))];
        double excess = c.Sum() / f.Sum();
        for (int i = 0; i < c.Length; i++)
            c[i] -= excess * f[i];
        void Row(int point, Span<double> row)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = c[point] * c[j];
        }
        return new InitialDatum { Density = f, Correlation = correlated ? Row : null, Components = [new MixtureComponent(1, f)] };
    }

    private static double[] Averaged(VelocityOrbits orbits, double[] mean, double variance)
    {
        VelocityGrid grid = orbits.Grid;
        double[] gaussian = new double[grid.Size], result = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double square = 0;
            for (int a = 0; a < grid.Dimension; a++)
                square += Math.Pow(grid.Velocity(i, a) - mean[a], 2) / (variance * (1 + 0.3 * a));
            gaussian[i] = Math.Exp(-square / 2);
        }
        for (int s = 0; s < orbits.Order; s++)
        {
            for (int i = 0; i < grid.Size; i++)
                result[i] += gaussian[orbits.Map(s)[i]];
        }
        double mass = result.Sum() * grid.CellVolume;
        return [.. result.Select(value => value / mass)];
    }
}
