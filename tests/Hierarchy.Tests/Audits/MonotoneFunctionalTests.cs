using Hierarchy.Audits;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Audits;

/// <summary>What a row says of a series of values with errors.</summary>
public class MonotoneFunctionalTests
{
    private static AuditRow Row(double[] values, params double[] floors)
    {
        VelocityGrid grid = new(2, 16, 6);
        double[] times = [.. values.Select((_, k) => (double)k)];
        StoredRun run = Cases.Normals(grid, times, [.. values.Select(_ => 1.0)]);
        AuditInput input = new(grid, Cases.Coulomb, new CollisionOptions(), [run], 1e-12);
        return MonotoneFunctional.Row(new EntropyDecay(), input, "H", run, [.. times.Select(time => (int)time)],
            k => new("H", values[k], floors[floors.Length == 1 ? 0 : k]), true);
    }

    /// <summary>A rise within its noise next to a clean fall, which has the smaller difference of step and noise.</summary>
    [Fact]
    public void A_noisy_rise_does_not_hide_behind_a_clean_fall()
    {
        AuditRow row = Row([-2.867, -2.722, -2.742], 0.5, 0.5, 1e-4);
        Assert.Equal(AuditVerdict.BelowNoise, row.Verdict);
        Assert.Equal((0.145, 0.0, 1.0), (Math.Round(row.Left, 12), row.From, row.To));
        Assert.Contains("rises from -2.867 to -2.742", row.Note, StringComparison.Ordinal);
        Assert.Equal(1, row.Floor, 1e-9);
    }

    [Fact]
    public void A_fall_beyond_the_noise_of_both_ends_holds()
    {
        Assert.Equal(AuditVerdict.Holds, Row([3, 2.5, 2], 0.4).Verdict);
        Assert.Equal(AuditVerdict.BelowNoise, Row([3, 2.5, 2], 0.6).Verdict);
        Assert.Contains("falls from 3 to 2", Row([3, 2.5, 2], 0.4).Note, StringComparison.Ordinal);
    }

    /// <summary>Any recorded increase takes the word "holds" away, however far the values fall.</summary>
    [Fact]
    public void A_rise_within_the_noise_is_below_it_and_one_beyond_is_violated()
    {
        Assert.Equal(AuditVerdict.BelowNoise, Row([3, 2, 2.001, 1], 0.01).Verdict);
        AuditRow row = Row([3, 2, 2.1, 1], 0.01);
        Assert.True(row.Fails);
        Assert.Equal((0.1, 1.0, 2.0, 0.02), (Math.Round(row.Left, 12), row.From, row.To, Math.Round(row.Floor, 9)));
    }

    /// <summary>The largest increase is within its noise, a smaller one is not.</summary>
    [Fact]
    public void A_smaller_increase_beyond_its_noise_is_named()
    {
        AuditRow row = Row([3, 3.2, 2, 2.1], 1, 1, 0.01, 0.01);
        Assert.True(row.Fails);
        Assert.Equal(0.2, row.Left, 1e-12);
        Assert.Contains("increase by 0.1 in [2, 3] exceeds", row.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_without_a_number_say_nothing() => Assert.Equal(AuditVerdict.NotApplicable, Row([3, double.NaN, 1], 0.1).Verdict);
}
