using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>
/// Replicas until a standard error is reached. It is looked at when the number of replicas comes to 1000, 1250, 1563, ..., each a quarter more than the one before: stages that
/// depend on nothing, so that a run that was interrupted ends with the same replicas as one that was not, on any number of threads.
/// </summary>
/// <param name="Error">What is to be reached.</param>
/// <param name="Most">The most replicas.</param>
internal sealed record ReplicaTarget(double Error, long Most)
{
    /// <summary>The names of the figures in a record.</summary>
    public const string Wanted = "error_wanted", Reached = "error_reached", Replicas = "replicas";

    private const double First = 1000, Growth = 1.25;

    /// <summary>The target of a run; null if all its replicas are to run.</summary>
    public static ReplicaTarget? Of(PlannedRun run) =>
        run.Settings is ParticleSettings { Error: { } error, Replicas: { } most } ? new ReplicaTarget(error, most) : null;

    /// <summary>The fewest replicas that a run with these settings, with their defaults, has when it ends.</summary>
    public static long FewestOf(ParticleSettings settings)
    {
        long most = settings.Replicas ?? ParticleSettings.DefaultReplicas;
        return settings.Error is null ? most : Math.Min(most, (long)First);
    }

    /// <summary>Whether a scenario has a system with a target, whose replicas no share can count in advance.</summary>
    public static bool IsIn(Scenario scenario) => scenario.Models.Any(model => model is ParticleSettings { Error: not null });

    /// <summary>The numbers of replicas at which the error is looked at, from one on; the last is <see cref="Most"/>.</summary>
    public IEnumerable<long> StagesFrom(long replicas)
    {
        for (double stage = First; stage < Most; stage *= Growth)
        {
            if (Rounded(stage) >= replicas)
                yield return Rounded(stage);
        }
        yield return Most;
    }

    /// <summary>
    /// max over the second and fourth moments X of max_t SE(X(t))/max_t |X(t)|; NaN without a standard error.
    /// </summary>
    public static double Of(IEnumerable<ParticleEstimates> estimates)
    {
        Dictionary<string, (double Error, double Size)> largest = [];
        foreach (Estimate estimate in estimates.SelectMany(at => at.Quantities()).Where(estimate => IsAimedAt(estimate.Name)))
        {
            (double error, double size) = largest.GetValueOrDefault(estimate.Name);
            largest[estimate.Name] = (Math.Max(error, estimate.StandardError), Math.Max(size, Math.Abs(estimate.Value)));
        }
        return largest.Count == 0 ? double.NaN : largest.Values.Max(value => value.Error / value.Size);
    }

    /// <summary>How a run with a target ended, in a line; null without one.</summary>
    public static string? Line(RunRecord record)
    {
        double Figure(string name) => record.Reports.Where(report => report.Name == name).Select(report => report.Value).FirstOrDefault(double.NaN);
        (double wanted, double reached, double replicas) = (Figure(Wanted), Figure(Reached), Figure(Replicas));
        if (double.IsNaN(wanted))
            return null;
        double ratio = reached / wanted;
        string end = reached <= wanted ? "" : string.Create(
            CultureInfo.InvariantCulture, $"; about {replicas * ratio * ratio:G2} would do, and replicas stands at its largest number");
        return string.Create(CultureInfo.InvariantCulture, $"{record.Run}: a standard error of {reached:G2} with {replicas:F0} replicas, where {wanted:G2} was asked for{end}");
    }

    /// <summary>Whether the line is a warning.</summary>
    public static bool IsMissed(RunRecord record) => Line(record)?.Contains("would do", StringComparison.Ordinal) == true;

    private static bool IsAimedAt(string name) => name is "covariance_xx" or "covariance_yy" or "covariance_zz" or "fourth_moment";

    /// <summary>Whole blocks of eight systems.</summary>
    private static long Rounded(double replicas) => (long)Math.Ceiling(replicas / 8) * 8;
}
