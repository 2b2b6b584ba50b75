using Hierarchy.Audits;
using Hierarchy.Spectral;
using Hierarchy.States;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

/// <summary>The datum, the bounds by it, and what f_2 conserves.</summary>
public class DatumStatementTests
{
    private static readonly VelocityGrid Fine = new(2, 32, 6.5);

    private static AuditRow[] Rows(IAuditStatement statement, AuditInput input) => [.. statement.Evaluate(input)];

    private static AuditRow Row(IAuditStatement statement, AuditInput input, string part) => Rows(statement, input)
        .First(row => row.Statement.Contains(part, StringComparison.Ordinal));

    /// <summary>A unit Maxwellian is the paper's normalisation and meets the bounds of entropy and Fisher information; an anisotropic one lies above them.</summary>
    [Fact]
    public void The_datum()
    {
        AuditInput unit = Cases.Input(Fine, Cases.Normals(Fine, [0, 1], 1, 1));
        foreach (string part in (string[])["mass", "momentum", "energy", "finite"])
            Assert.Equal(AuditVerdict.Holds, Row(new DatumAssumption(), unit, part).Verdict);
        double[] f = Gaussian(Fine, [0.5, 0], [1.3, 0.6]);
        AuditInput other = Cases.Input(Fine, new StoredRun("landau", ParticleNumber.Infinity, [0, 1], [f, f]));
        AuditRow fisher = Row(new DatumAssumption(), other, "Fisher information, from below");
        Assert.Equal((AuditVerdict.Holds, true), (fisher.Verdict, fisher.IsTheorem));
        Assert.Equal(2 / 0.95, fisher.Left, 1e-4);
        Assert.Equal((1 / 1.3) + (1 / 0.6), fisher.Right, 1e-3);
        AuditRow entropy = Row(new DatumAssumption(), other, "entropy, from below");
        Assert.Equal(0.5 * Math.Log(0.95 * 0.95 / (1.3 * 0.6)), entropy.Margin, 1e-4);
        Assert.Equal(AuditVerdict.NotApplicable, Row(new DatumAssumption(), other, "momentum").Verdict);
        double[] heavy = [.. f.Select(value => 1.001 * value)];
        Assert.True(Row(new DatumAssumption(), Cases.Input(Fine, new StoredRun("landau", ParticleNumber.Infinity, [0, 1], [heavy, heavy])), "mass").Fails);
    }

    /// <summary>Normal densities that spread stay below H_1 and I_1 of the datum, those that narrow do not.</summary>
    [Fact]
    public void Bounds_by_the_datum()
    {
        Assert.All(Rows(new HierarchyBounds(), Cases.Input(Fine, Cases.Normals(Fine, [0, 1, 2], 0.9, 1, 1.1))),
            row => Assert.Equal((AuditVerdict.Holds, true), (row.Verdict, row.IsTheorem)));
        Assert.All(Rows(new HierarchyBounds(), Cases.Input(Fine, Cases.Normals(Fine, [0, 1, 2], 0.9, 0.8, 1.1))), row => Assert.True(row.Fails));
        StoredRun falling = Cases.TwoParticles(Fine, Cases.Coulomb, [0, 0.1]);
        Assert.Contains("no product", Rows(new LiouvilleBounds(), Cases.Input(Fine, falling))[0].Note, StringComparison.Ordinal);
        // A normal pair of correlation 0.3 after a chaotic datum of the same marginals: H_2 has risen.
        double[] f = Gaussian(Fine, [0, 0], [1, 1]);
        PairCorrelation pair = Cases.Pairs(Fine, 2, [0], 0.3).Correlation(0)!;
        StoredRun rising = new("liouville", new ParticleNumber(2), [0, 1], [f, f], [PairCorrelation.Zero(Fine), pair]);
        AuditRow[] rows = Rows(new LiouvilleBounds(), Cases.Input(Fine, rising));
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.True(row.Fails));
        Assert.Equal(-0.5 * Math.Log(1 - 0.09), rows[0].Left - rows[0].Right, 1e-4);
        Assert.All(Rows(new RegularisedBounds(), Cases.Input(Fine, rising)), row => Assert.Equal(AuditVerdict.NotApplicable, row.Verdict));
        Assert.Contains(Rows(new MarginalBounds(), Cases.Input(Fine, rising)), row => row.Fails);
    }

    /// <summary>cov(|v1|^2, |v2|^2) = 2 d rho^2 of unit normal pairs: E|v1|^4 + (N-1) E[|v1|^2 |v2|^2] is no invariant of a run in which rho changes.</summary>
    [Fact]
    public void Conservation_by_pairs()
    {
        VelocityGrid wide = new(2, 32, 9);
        AuditRow[] rows = Rows(new PairConservation(), Cases.Input(wide, Cases.Pairs(wide, 4, [0, 1], 0.3, 0.3)));
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
        AuditRow[] changed = Rows(new PairConservation(), Cases.Input(wide, Cases.Pairs(wide, 4, [0, 1], 0, 0.3)));
        Assert.Equal([AuditVerdict.Holds, AuditVerdict.Holds, AuditVerdict.Violated], changed.Select(row => row.Verdict));
        Assert.Equal(3 * 4 * 0.09, changed[2].Left, 1e-3);
    }
}
