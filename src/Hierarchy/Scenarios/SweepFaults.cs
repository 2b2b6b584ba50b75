namespace Hierarchy.Scenarios;

/// <summary>What is wrong with the variants of a sweep, each fault once: what all of them have as it is, what some have with their number and the first of them.</summary>
internal static class SweepFaults
{
    public static Fault[] Of(IReadOnlyList<Fault>[] faults, string[] labels) =>
        [.. Grouped(faults, labels).Select(entry => entry.Where.Length == 0 ? entry.Item : entry.Item with { Origin = Joined(entry.Item.Origin, entry.Where) })];

    public static string[] Of(IReadOnlyList<string>[] warnings, string[] labels) =>
        [.. Grouped(warnings, labels).Select(entry => entry.Where.Length == 0 ? entry.Item : $"{entry.Item} ({entry.Where})")];

    private static IEnumerable<(T Item, string Where)> Grouped<T>(IReadOnlyList<T>[] found, string[] labels)
        where T : notnull
    {
        var places = new Dictionary<T, List<int>>();
        var order = new List<T>();
        for (int i = 0; i < found.Length; i++)
        {
            foreach (T item in found[i].Distinct())
            {
                if (!places.TryGetValue(item, out List<int>? variants))
                {
                    places[item] = variants = [];
                    order.Add(item);
                }
                variants.Add(i);
            }
        }
        foreach (T item in order)
        {
            List<int> variants = places[item];
            string where = variants.Count == found.Length ? "" : variants.Count == 1 ? $"with {labels[variants[0]]}"
                : $"in {variants.Count} of {found.Length} variants, the first with {labels[variants[0]]}";
            yield return (item, where);
        }
    }

    private static string Joined(string origin, string where) => origin.Length == 0 ? where : $"{origin}; {where}";
}
