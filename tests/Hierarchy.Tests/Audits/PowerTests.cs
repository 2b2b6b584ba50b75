using System.Reflection;
using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

/// <summary>Every row has wrong results that it catches, or says that it cannot fail.</summary>
public class PowerTests
{
    private static readonly VelocityGrid Plane = new(2, 24, 6.5);

    /// <summary>The test in which each statement is violated.</summary>
    private static readonly (Type Statement, Type Tests, string Name)[] Violated =
    [
        (typeof(Affinity), typeof(PowerTests), nameof(Terms_that_are_too_small_at_three_particles)),
        (typeof(Conservation), typeof(StatementTests), nameof(StatementTests.Conservation)),
        (typeof(ConvergenceInN), typeof(TermStatementTests), nameof(TermStatementTests.Convergence_in_N)),
        (typeof(CoulombIntegralBound), typeof(StatementTests), nameof(StatementTests.Singular_integrals)),
        (typeof(DatumAssumption), typeof(DatumStatementTests), nameof(DatumStatementTests.The_datum)),
        (typeof(EnergyLaw), typeof(StatementTests), nameof(StatementTests.Energy_law)),
        (typeof(EntropyDecay), typeof(StatementTests), nameof(StatementTests.Entropy_and_fisher_information)),
        (typeof(ExchangeSymmetry), typeof(StatementTests), nameof(StatementTests.Exchange_symmetry)),
        (typeof(FisherDecay), typeof(StatementTests), nameof(StatementTests.Entropy_and_fisher_information)),
        (typeof(FrictionExchange), typeof(TermStatementTests), nameof(TermStatementTests.Bounds_and_exchange)),
        (typeof(HierarchyBounds), typeof(DatumStatementTests), nameof(DatumStatementTests.Bounds_by_the_datum)),
        (typeof(KernelCondition), typeof(StatementTests), nameof(StatementTests.Kernel_condition)),
        (typeof(LandauDissipation), typeof(DissipationStatementTests), nameof(DissipationStatementTests.The_landau_equation_of_maxwell_molecules)),
        (typeof(LimitSingularBound), typeof(PowerTests), nameof(A_limit_that_concentrates)),
        (typeof(LiouvilleBounds), typeof(DatumStatementTests), nameof(DatumStatementTests.Bounds_by_the_datum)),
        (typeof(LipschitzInTime), typeof(WeakFormTests), nameof(WeakFormTests.Lipschitz_in_time)),
        (typeof(MarginalBounds), typeof(DatumStatementTests), nameof(DatumStatementTests.Bounds_by_the_datum)),
        (typeof(MixtureWeakForm), typeof(TermStatementTests), nameof(TermStatementTests.Mixtures)),
        (typeof(NextTermBounds), typeof(TermStatementTests), nameof(TermStatementTests.Bounds_and_exchange)),
        (typeof(PairConservation), typeof(DatumStatementTests), nameof(DatumStatementTests.Conservation_by_pairs)),
        (typeof(PairInvariantDrift), typeof(PowerTests), nameof(Recorded_drifts)),
        (typeof(PairMarginal), typeof(StatementTests), nameof(StatementTests.Marginals_of_the_pair)),
        (typeof(PairTermBounds), typeof(TermStatementTests), nameof(TermStatementTests.Bounds_and_exchange)),
        (typeof(ParticleConservation), typeof(TermStatementTests), nameof(TermStatementTests.Particles)),
        (typeof(ParticleExchange), typeof(ExchangeTests), nameof(ExchangeTests.Who_collides_more_often_than_others_is_seen)),
        (typeof(ParticleMeans), typeof(TermStatementTests), nameof(TermStatementTests.Particles)),
        (typeof(RecordedDissipation), typeof(PowerTests), nameof(Recorded_drifts)),
        (typeof(RelativeEntropyDecay), typeof(StatementTests), nameof(StatementTests.Relative_entropy)),
        (typeof(SplitDiffusionInner), typeof(PowerTests), nameof(Parts_of_a_mass_that_is_too_large)),
        (typeof(SplitDiffusionOuter), typeof(PowerTests), nameof(Parts_of_a_mass_that_is_too_large)),
        (typeof(SplitDiffusionMiddle), typeof(PowerTests), nameof(Middle_parts_that_do_not_fall_with_N)),
        (typeof(SplitInner), typeof(PowerTests), nameof(Parts_of_a_mass_that_is_too_large)),
        (typeof(SplitMiddle), typeof(PowerTests), nameof(Middle_parts_that_do_not_fall_with_N)),
        (typeof(SplitOuter), typeof(SplitTests), nameof(SplitTests.The_estimates_hold_and_are_broken_by_a_wrong_mass)),
        (typeof(StrongHierarchy), typeof(StrongFormTests), nameof(StrongFormTests.Hierarchy)),
        (typeof(StrongLandau), typeof(StrongFormTests), nameof(StrongFormTests.Bkw)),
        (typeof(StrongSingularBound), typeof(PowerTests), nameof(A_limit_that_concentrates)),
        (typeof(Subadditivity), typeof(StatementTests), nameof(StatementTests.Subadditivity)),
        (typeof(TripleDissipation), typeof(SampledTermsTests), nameof(SampledTermsTests.Terms_that_do_not_add_up_are_violated)),
        (typeof(TripleSubadditivity), typeof(PowerTests), nameof(Functionals_that_are_too_small_at_three_particles)),
        (typeof(VanishingNextTerms), typeof(PowerTests), nameof(Terms_that_do_not_vanish)),
        (typeof(VanishingPairTerms), typeof(WeakFormTests), nameof(WeakFormTests.Vanishing_pair_terms)),
        (typeof(WeakHierarchy), typeof(TripleWeakFormTests), nameof(TripleWeakFormTests.Three_particles_obey_the_second_equation)),
        (typeof(WeakLandauHierarchy), typeof(WeakFormTests), nameof(WeakFormTests.Bkw_obeys_the_landau_hierarchy_at_both_levels)),
        (typeof(WeakLiouville), typeof(WeakFormTests), nameof(WeakFormTests.Two_particles_obey_the_liouville_equation)),
    ];

    /// <summary>
    /// Inequalities that hold for every density, whose rows compare two ways to compute them, and limits that are those of the program's own kernel: only a wrong
    /// functional can violate them.
    /// </summary>
    private static readonly Type[] AboutEveryDensity =
        [typeof(HeatDissipation), typeof(SingularSteps), typeof(RegularisedDatum), typeof(RegularisedLimit), typeof(RegularisedBounds)];

    [Fact]
    public void Every_statement_is_violated_by_some_results_or_says_why_not()
    {
        Type[] known = [.. Violated.Select(row => row.Statement), .. AboutEveryDensity];
        Assert.Equal(AuditRegistry.All.Select(statement => statement.GetType().Name).Order(StringComparer.Ordinal), known.Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(Violated, row => Assert.True(
            row.Tests.GetMethod(row.Name, BindingFlags.Public | BindingFlags.Instance)?.IsDefined(typeof(FactAttribute), true), $"{row.Name} of {row.Tests.Name} is no test"));
        foreach (IAuditStatement statement in (IAuditStatement[])[new SplitMiddle(), new SplitDiffusionMiddle()])
        {
            AuditRow row = Assert.Single(statement.Evaluate(Cases.Input(Plane, Cases.Normals(Plane, [0, 1], 1, 1), Cases.Pairs(Plane, 4, [0, 1], 0, 0.2))));
            Assert.StartsWith("cannot fail", row.Note, StringComparison.Ordinal);
            Assert.Contains("cannot fail", row.Statement, StringComparison.Ordinal);
        }
    }

    /// <summary>J_mid and J'_mid of pairs whose correlation falls with N, and of pairs whose correlation grows.</summary>
    [Theory]
    [InlineData(0.2, 0.05, AuditVerdict.Holds)]
    [InlineData(0.05, 0.2, AuditVerdict.Violated)]
    public void Middle_parts_that_do_not_fall_with_N(double few, double many, AuditVerdict verdict)
    {
        AuditInput input = Cases.Input(Plane, Cases.Normals(Plane, [0, 1], 1, 1), Cases.Pairs(Plane, 4, [0, 1], 0, few), Cases.Pairs(Plane, 16, [0, 1], 0, many));
        foreach (IAuditStatement statement in (IAuditStatement[])[new SplitMiddle(), new SplitDiffusionMiddle()])
            Assert.Equal(verdict, Assert.Single(statement.Evaluate(input), row => row.Statement.EndsWith("falls with N", StringComparison.Ordinal)).Verdict);
    }

    /// <summary>A density that concentrates leaves the bounds by its datum.</summary>
    [Fact]
    public void A_limit_that_concentrates()
    {
        StoredRun landau = Cases.Normals(Plane, [0, 1], 1.5, 0.2);
        StoredRun product = new("tensorised", new ParticleNumber(4), [0, 1], [landau.Density(0).ToArray(), landau.Density(1).ToArray()]);
        Assert.Contains(new LimitSingularBound().Evaluate(Cases.Input(Plane, landau)), row => row.Verdict == AuditVerdict.Violated);
        Assert.Contains(new StrongSingularBound().Evaluate(Cases.Input(Plane, product)), row => row.Verdict == AuditVerdict.Violated);
    }

    /// <summary>The estimates of J and J' near v1 = v2 are of lower degree in the density than these, so that a large mass breaks them.</summary>
    [Fact]
    public void Parts_of_a_mass_that_is_too_large()
    {
        VelocityGrid grid = new(2, 36, 6.5);
        double[] f = [.. Gaussian(grid, [0, 0], [1, 1]).Select(x => 1e5 * x)];
        AuditInput wrong = Cases.Input(grid, Cases.Normals(grid, [0, 1], 1, 1), new StoredRun("tensorised", new ParticleNumber(4), [0, 1], [f, f]));
        foreach (IAuditStatement statement in (IAuditStatement[])[new SplitDiffusionOuter(), new SplitOuter()])
            Assert.Contains(statement.Evaluate(wrong), row => row.Verdict == AuditVerdict.Violated);
        // A negative pair has a negative int f_2/|v1-v2|^(3/2), and a majorant that is none.
        double[] one = Gaussian(grid, [0, 0], [1, 1]), g = new double[grid.Size * grid.Size];
        for (int k = 0; k < g.Length; k++)
            g[k] = one[k / grid.Size] * one[k % grid.Size] * -50;
        AuditInput negative = Cases.Input(grid, Cases.Normals(grid, [0, 1], 1, 1),
            new StoredRun("cluster", new ParticleNumber(4), [0, 1], [one, one], [PairCorrelation.Of(grid, g), PairCorrelation.Of(grid, g)]));
        foreach (IAuditStatement statement in (IAuditStatement[])[new SplitInner(), new SplitDiffusionInner()])
            Assert.Contains(statement.Evaluate(negative), row => row.Verdict == AuditVerdict.Violated);
    }

    /// <summary>Terms of A and B with the next particle that grow with N in place of being the same.</summary>
    [Fact]
    public void Terms_that_do_not_vanish()
    {
        double[] f = Gaussian(Plane, [0.4, 0], [1.6, 0.6]);
        StoredRun Run(int n, double mass) => new("tensorised", new ParticleNumber(n), [0, 0.5, 1], [.. Enumerable.Repeat<double[]>([.. f.Select(x => mass * x)], 3)]);
        Assert.All(new VanishingNextTerms().Evaluate(Cases.Input(Plane, Run(16, 1), Run(64, 1))), row => Assert.NotEqual(AuditVerdict.Violated, row.Verdict));
        Assert.Contains(new VanishingNextTerms().Evaluate(Cases.Input(Plane, Run(16, 1), Run(64, 2))), row => row.Verdict == AuditVerdict.Violated);
    }

    /// <summary>Functionals of three particles that are smaller than those of two.</summary>
    [Theory]
    [InlineData(1, AuditVerdict.Holds)]
    [InlineData(0.3, AuditVerdict.Violated)]
    public void Functionals_that_are_too_small_at_three_particles(double share, AuditVerdict verdict)
    {
        VelocityGrid grid = new(2, 32, 6.5);
        StoredRun pairs = Cases.Pairs(grid, 3, [0, 1], 0, 0.3);
        // Three normal velocities of unit variance and correlation rho: int f3 log(f3/(f f f)) = -log((1 - rho)^2 (1 + 2 rho)), and tr(K^-1) - 3 twice.
        double total = share * -Math.Log(0.49 * 1.6), relative = share * 2 * 3 * (1.3 / (0.7 * 1.6) - 1);
        AuditRow[] rows = [.. new TripleSubadditivity().Evaluate(Cases.Input(grid, new Three(pairs, total, relative)))];
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal(verdict, row.Verdict));
    }

    /// <summary>Entropy production that falls from two particles to three.</summary>
    [Fact]
    public void Terms_that_are_too_small_at_three_particles()
    {
        VelocityGrid grid = new(2, 24, 6.5);
        AuditRow[] rows = [.. new Affinity().Evaluate(Cases.Input(grid, new Three(Cases.TwoParticles(grid, Cases.Coulomb, [0, 0.05]), 0, 0)))];
        Assert.Contains(rows, row => row.Verdict == AuditVerdict.Violated);
    }

    /// <summary>Recorded drifts of a run without fields.</summary>
    [Fact]
    public void Recorded_drifts()
    {
        AuditRow[] Rows(double drift) => [.. new PairInvariantDrift().Evaluate(Cases.Input(Plane, new Drifting(drift)))];
        Assert.All(Rows(0), row => Assert.NotEqual(AuditVerdict.Violated, row.Verdict));
        Assert.Equal(3, Rows(1e-3).Count(row => row.Verdict == AuditVerdict.Violated));
        // Terms of dI/dt and dH/dt that are positive.
        Assert.Contains(new RecordedDissipation().Evaluate(Cases.Input(Plane, new Drifting(1e-3))), row => row.Verdict == AuditVerdict.Violated);
    }

    private sealed class Three(StoredRun pairs, double total, double relative) : AuditRun("liouville", new ParticleNumber(3), [0, 1], true)
    {
        public override ReadOnlySpan<double> Density(int timeIndex) => pairs.Density(timeIndex);

        public override PairCorrelation? Correlation(int timeIndex) => pairs.Correlation(timeIndex);

        public override QuantityValue? Recorded(int timeIndex, string quantity) => quantity switch
        {
            TripleInformation.Correlation => new(quantity, total, 0),
            TripleInformation.Relative => new(quantity, relative, 0),
            "entropy_3" or "fisher_3" => new(quantity, 0, 0),
            _ when quantity.StartsWith("dissipation_", StringComparison.Ordinal) => new(quantity, -1e-9, 0),
            _ => null,
        };
    }

    private sealed class Drifting(double drift) : AuditRun("cluster-radial", new ParticleNumber(4), [0, 1], true)
    {
        public override bool IsRecorded => true;

        public override ReadOnlySpan<double> Density(int timeIndex) => [];

        public override PairCorrelation? Correlation(int timeIndex) => null;

        public override bool HasPair(int timeIndex) => true;

        public override QuantityValue? Recorded(int timeIndex, string quantity) => new(quantity, quantity == "energy" ? 3 : timeIndex * drift, 0);
    }
}
