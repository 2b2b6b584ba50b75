using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Diagnostics;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

public class SplitTests
{
    private static readonly VelocityGrid Plane = new(2, 20, 6.5);
    private static readonly VelocityGrid Fine = new(2, 36, 6.5);

    /// <summary>Against a plain double loop over all pairs, with both velocities treated alike.</summary>
    [Theory]
    [InlineData(2, 16)]
    [InlineData(3, 8)]
    public void Pieces_add_up_to_the_plain_sum(int d, int n)
    {
        VelocityGrid grid = new(d, n, 5);
        double[] ones = [.. Enumerable.Repeat(1.0, d)];
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair(new double[d], ones, [.. ones.Select(_ => 0.3)]));
        double[] reference = Gaussian(grid, new double[d], [.. ones.Select(x => 1.1 * x)]);
        TestFunction function = new("bump", [.. ones.Select(x => 0.4 * x)], 2.6);
        SplitIntegrals split = new(new PointKernel(grid, Cases.Coulomb), function, f, PairCorrelation.Of(grid, g), reference);
        (double all, double majorant) = PlainSum(grid, function, f, g, reference);
        Assert.Equal(all, split.Signed(_ => 1), 1e-12 * majorant);
        Assert.Equal(majorant, split.Majorant(_ => 1), 1e-12 * majorant);
        double inner = split.Signed(r => SplitIntegrals.Inner(r, 2)), outer = split.Signed(r => SplitIntegrals.Outer(r, 0.3));
        double middle = split.Signed(r => 1 - SplitIntegrals.Inner(r, 2) - SplitIntegrals.Outer(r, 0.3));
        Assert.Equal(all, inner + middle + outer, 1e-12 * majorant);
    }

    private static (double All, double Majorant) PlainSum(VelocityGrid grid, TestFunction function, double[] f, double[] g, double[] reference)
    {
        int d = grid.Dimension;
        double[] v = new double[d], w = new double[d], one = new double[d], other = new double[d], unused = new double[d * d];
        double all = 0, majorant = 0, weight = grid.CellVolume * grid.CellVolume;
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
            {
                double square = 0, along = 0, size = 0;
                for (int a = 0; a < d; a++)
                    (v[a], w[a]) = (grid.Velocity(i, a), grid.Velocity(j, a));
                function.Evaluate(v, one, unused);
                function.Evaluate(w, other, unused);
                for (int a = 0; a < d; a++)
                {
                    square += (v[a] - w[a]) * (v[a] - w[a]);
                    along += (v[a] - w[a]) * (one[a] - other[a]);
                    size += (one[a] - other[a]) * (one[a] - other[a]);
                }
                if (i == j)
                    continue;
                double pair = f[i] * f[j] + g[i * grid.Size + j], product = reference[i] * reference[j];
                all += weight * -(d - 1) * Math.Pow(square, -1.5) * along * (pair - product);
                majorant += weight * (d - 1) / square * Math.Sqrt(size) * (Math.Abs(pair) + product);
            }
        }
        return (all, majorant);
    }

    [Fact]
    public void Cut_offs_are_parts_of_unity()
    {
        Assert.Equal((1.0, 0.0), (SplitIntegrals.Inner(0.49, 1), SplitIntegrals.Inner(1, 1)));
        Assert.Equal((0.0, 1.0), (SplitIntegrals.Outer(4, 0.25), SplitIntegrals.Outer(8.01, 0.25)));
        Assert.Equal(0.5, SplitIntegrals.Inner(0.75, 1), 1e-14);
        Assert.Equal(0.5, SplitIntegrals.Outer(6, 0.25), 1e-14);
    }

    /// <summary>
    /// For smooth f_2 the inner majorant is of the order delta^(d-1) as delta -> 0, which a fine grid shows: more than the sqrt(delta) of the
    /// estimate.
    /// </summary>
    [Fact]
    public void Order_of_the_inner_part()
    {
        VelocityGrid grid = new(2, 60, 5);
        double[] f = Gaussian(grid, [0, 0], [1, 1]);
        SplitIntegrals split = new(new PointKernel(grid, Cases.Coulomb), new TestFunction("bump", [0.5, 0], 2.5), f, null, f);
        double[] deltas = [0.8, 1.13, 1.6], values = [.. deltas.Select(delta => split.Majorant(r => SplitIntegrals.Inner(r, delta)))];
        Assert.InRange(SplitRuns.Slope(deltas, values), 0.85, 1.05);
    }

    [Fact]
    public void The_estimates_hold_and_are_broken_by_a_wrong_mass()
    {
        AuditInput Input(double mass)
        {
            StoredRun landau = Cases.Normals(Fine, [0, 1], 1, 1), pairs = Cases.Pairs(Fine, 4, [0, 1], 0, 0.2);
            double[] f = [.. pairs.Density(1).ToArray().Select(x => mass * x)], g = [.. pairs.Correlation(1)!.ToArray().Select(x => mass * mass * x)];
            return Cases.Input(Fine, landau, new StoredRun("cluster", new ParticleNumber(4), [0, 1], [f, f], [PairCorrelation.Of(Fine, g), PairCorrelation.Of(Fine, g)]));
        }
        AuditInput right = Input(1), wrong = Input(10);
        foreach (IAuditStatement statement in (IAuditStatement[])[new SplitInner(), new SplitOuter(), new SplitMiddle()])
            Assert.All(statement.Evaluate(right), row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
        Assert.True(new SplitOuter().Evaluate(wrong).First().Fails);
    }

    /// <summary>On a coarse grid no three radii lie between two cells and the thermal speed: no order is measured there.</summary>
    [Fact]
    public void The_order_of_the_inner_part_needs_radii_below_the_thermal_speed()
    {
        StoredRun landau = Cases.Normals(Plane, [0, 1], 1, 1), pairs = Cases.Pairs(Plane, 4, [0, 1], 0, 0.2);
        AuditRow row = new SplitInner().Evaluate(Cases.Input(Plane, landau, pairs)).Last();
        Assert.Equal(AuditVerdict.BelowNoise, row.Verdict);
        Assert.Contains("thermal speed 1.41", row.Note, StringComparison.Ordinal);
    }

    /// <summary>(4.6) is Hoelder's inequality on the same sums.</summary>
    [Fact]
    public void The_middle_part_is_a_report_that_cannot_fail()
    {
        StoredRun landau = Cases.Normals(Plane, [0, 1], 1, 1), pairs = Cases.Pairs(Plane, 4, [0, 1], 0, 0.2);
        AuditRow row = Assert.Single(new SplitMiddle().Evaluate(Cases.Input(Plane, landau, pairs)));
        Assert.False(row.IsTheorem);
        Assert.StartsWith("cannot fail", row.Note, StringComparison.Ordinal);
    }

    /// <summary>Without the direct solver there is nothing to compare with.</summary>
    [Fact]
    public void Needs_the_landau_equation() =>
        Assert.All(new SplitInner().Evaluate(Cases.Input(Plane, Cases.Pairs(Plane, 4, [0], 0.2))), row => Assert.Equal(AuditVerdict.NotApplicable, row.Verdict));
}
