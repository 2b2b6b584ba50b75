using System.Globalization;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>What is said of a model, an N, a time or a quantity that results do not have: what is nearest, and what there is.</summary>
internal static class Missing
{
    private const int Most = 12;

    /// <summary>A name.</summary>
    public static string Name(string what, string name, IReadOnlyCollection<string> known)
    {
        string nearest = NearestName.Of(name, known);
        string meant = nearest.Length == 0 ? "" : $"; did you mean \"{nearest}\"?";
        return $"{what} \"{ScenarioNode.Shorten(name)}\"{meant}{(meant.Length == 0 ? "; " : " ")}there {(known.Count == 1 ? "is" : "are")} {List(known)}";
    }

    /// <summary>An N of a model.</summary>
    public static string Particles(string model, ParticleNumber particles, IReadOnlyCollection<ParticleNumber> known)
    {
        string all = List([.. known.Order().Select(count => count.ToString())]);
        if (known.Count == 1)
            return $"{model} has no results for N = {particles}; it has N = {all}";
        ParticleNumber nearest = known.MinBy(count => Math.Abs(count.Inverse - particles.Inverse));
        return $"{model} has no results for N = {particles}; the nearest is {nearest}; it has N = {all}";
    }

    /// <summary>A time.</summary>
    public static string Time(string owner, double time, IReadOnlyList<double> times)
    {
        if (times.Count == 0)
            return $"{owner} has results at no time";
        double[] nearest = [.. times.OrderBy(known => Math.Abs(known - time)).Take(2).Order()];
        string names = nearest.Length == 1 ? $"the only one is {Print(nearest[0])}" : $"the nearest are {Print(nearest[0])} and {Print(nearest[1])}";
        return $"{owner} has no results at time {Print(time)}; {names}, the last is {Print(times[^1])}";
    }

    private static string List(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
