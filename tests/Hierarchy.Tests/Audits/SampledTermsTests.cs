using Hierarchy.Audits;
using Hierarchy.Densities;
using Hierarchy.Kernels;

namespace Hierarchy.Tests.Audits;

/// <summary>The terms of Lemma 2.3 for three particles in d = 3, by samples of densities in closed form.</summary>
public sealed class SampledTermsTests
{
    private static readonly GaussianDensity[] Two = [GaussianDensity.Diagonal([0, 0, 0], [1.4, 0.9, 0.6], 0.5), GaussianDensity.Diagonal([0.3, 0, 0], [0.6, 0.7, 1.3], 0.5)];

    /// <summary>
    /// A product of normal velocities has no term of three, and 2/3 of the slope of I_1 of the Landau equation, -tr(K^2 dSigma), with the NRL isotropisation rate
    /// dSigma = 0.206262442 (-1/2, -1/2, 1) for diag(1.2, 1.2, 0.6); dH_3 is 2/3 of -tr(K dSigma)/2.
    /// </summary>
    [Fact]
    public void A_product_has_the_isotropisation_rate()
    {
        SampledTerms terms = SampledTerms.Of([GaussianDensity.Diagonal([0, 0, 0], [1.2, 1.2, 0.6])], new CollisionKernel(-3, 1), 30_000);
        const double slope = 0.206262442, fisher = slope / 1.44 - slope / 0.36, entropy = 0.5 * (slope / 1.2 - slope / 0.6);
        Near(2 * fisher / 3, terms.Inside);
        Near(2 * fisher / 3, terms.Fisher);
        Near(2 * entropy / 3, terms.Production);
        Assert.InRange(Math.Abs(terms.Outside.Value), 0, 1e-12);
        Near(0, terms.FisherDefect);
        Near(0, terms.EntropyDefect);
    }

    /// <summary>A mixture: both terms are negative and add up to dI_3, Coulomb and Maxwell molecules.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    public void A_mixture_has_both_terms_and_their_sum(double gamma)
    {
        SampledTerms terms = SampledTerms.Of(Two, new CollisionKernel(gamma, 1), 30_000);
        Assert.True(terms.Inside.Value < -6 * terms.Inside.StandardError && terms.Outside.Value < -6 * terms.Outside.StandardError, $"{terms}");
        Near(0, terms.FisherDefect);
        Near(0, terms.EntropyDefect);
        Assert.InRange(terms.FisherDefect.StandardError, 0, 0.1 * Math.Abs(terms.Fisher.Value));
        AuditRow[] rows = [.. new TripleDissipation().Rows(terms, true)];
        Assert.All(rows, row => Assert.NotEqual(AuditVerdict.Violated, row.Verdict));
        Assert.All(rows[..4], row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
    }

    /// <summary>Isotropic components are functions of momentum and energy together: their mixture stands still, and there is nothing to say.</summary>
    [Fact]
    public void A_mixture_over_conserved_values_is_stationary()
    {
        SampledTerms terms = SampledTerms.Of([GaussianDensity.Isotropic([0, 0, 0], 0.5, 0.5), GaussianDensity.Isotropic([0.3, 0, 0], 1.5, 0.5)], new CollisionKernel(-3, 1), 2000);
        Assert.All((SampledMean[])[terms.Inside, terms.Outside, terms.Fisher, terms.Production], mean => Assert.InRange(Math.Abs(mean.Value), 0, 1e-12));
        Assert.Empty(new TripleDissipation().Rows(terms, true));
    }

    /// <summary>A term of the wrong factor and one of the wrong sign.</summary>
    [Fact]
    public void Terms_that_do_not_add_up_are_violated()
    {
        SampledTerms right = SampledTerms.Of(Two, new CollisionKernel(0, 1), 30_000);
        SampledTerms half = right with { FisherDefect = right.FisherDefect with { Value = right.FisherDefect.Value + 0.5 * right.Inside.Value } };
        SampledTerms positive = right with { Inside = right.Inside with { Value = -right.Inside.Value } };
        Assert.Contains(new TripleDissipation().Rows(half, true), row => row.Fails);
        Assert.Contains(new TripleDissipation().Rows(positive, true), row => row.Fails);
    }

    private static void Near(double expected, SampledMean mean) =>
        Assert.True(Math.Abs(mean.Value - expected) <= 4.5 * mean.StandardError + 1e-12, $"{mean.Value} +- {mean.StandardError} against {expected}");
}
