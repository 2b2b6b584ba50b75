using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Output;

/// <summary>What the values of an experiment can be trusted with: a line for each verdict, the gravest first, with the runs that it is about.</summary>
internal static class VerdictLines
{
    private const string Everything = "every run";
    private const int MostNames = 4;

    /// <summary>The verdicts with their runs: "resolved: landau; cluster N = 4, 16".</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="naming">What a quantity is called; by its code name without it.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<RunResults> runs, Func<string, string>? naming = null)
    {
        var groups = runs.GroupBy(run => Words(run, naming)).OrderBy(group => Rank(group.First())).ToArray();
        return [.. groups.Select(group => $"{group.Key}: {(groups.Length == 1 && runs.Count > 1 ? Everything : Names([.. group]))}")];
    }

    /// <summary>Of runs that failed, were stopped or are unphysical alone, before what is made of their values.</summary>
    public static IReadOnlyList<string> Bad(IReadOnlyList<RunResults> runs) =>
        [.. runs.Where(run => run.Status != RunStatus.Completed).GroupBy(run => Words(run)).Select(group => $"{group.Key}: {Names([.. group])}")];

    /// <summary>A verdict in a clause, that of a run which did not come to its end with the reason.</summary>
    private static string Words(RunResults run, Func<string, string>? naming = null)
    {
        string time = string.Create(CultureInfo.InvariantCulture, $"{run.Times.DefaultIfEmpty(0).Max():G6}");
        return run.Status switch
        {
            RunStatus.Failed => $"failed after t = {time}",
            RunStatus.Stopped => $"stopped at t = {time}",
            RunStatus.Unphysical when run.Message.Length > 0 => run.Message,
            _ when naming is not null && run.Verdict is { Kind: VerdictKind.Partly } verdict => $"partly resolved, not {Names(verdict.Unresolved, naming)}",
            _ => run.Verdict.ToString(),
        };
    }

    /// <summary>Models with their N: "landau; cluster N = 4, 16".</summary>
    public static string Names(IReadOnlyList<RunResults> runs) =>
        string.Join("; ", runs.GroupBy(run => run.Model).Select(model => model.Key == ModelRegistry.Landau.Name
            ? model.Key : $"{model.Key} N = {string.Join(", ", model.Select(run => Name(run.Particles)))}"));

    private static string Names(IReadOnlyList<string> quantities, Func<string, string> naming) =>
        string.Join(", ", quantities.Take(MostNames).Select(naming)) + (quantities.Count > MostNames ? $" and {quantities.Count - MostNames} more" : "");

    private static string Name(ParticleNumber particles) => particles.IsInfinite ? "inf" : particles.ToString();

    /// <summary>What ended badly comes before what is unphysical, and that before what is not resolved.</summary>
    public static int Rank(RunResults run) => run.Status switch
    {
        RunStatus.Failed => 0,
        RunStatus.Stopped => 1,
        _ => run.Verdict.Kind switch { VerdictKind.Unphysical => 2, VerdictKind.Partly => 3, VerdictKind.Unknown => 4, _ => 5 },
    };
}
