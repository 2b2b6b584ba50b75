namespace Hierarchy.Scenarios;

/// <summary>The valid name a misspelt one most likely stands for.</summary>
internal static class NearestName
{
    /// <summary>Fewer letters that two names begin with say nothing.</summary>
    private const int ShortestStart = 3;

    /// <summary>
    /// The candidate of the least edit distance, at most a third of the letters, or two, of which may differ; if none is so near, the longest candidate that the
    /// name begins with, or the shortest that begins with the name; else nothing.
    /// </summary>
    public static string Of(string name, IEnumerable<string> candidates)
    {
        string best = "";
        int least = Math.Max(2, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least && distance < Math.Max(name.Length, candidate.Length))
                (best, least) = (candidate, distance);
        }
        return best.Length > 0 || name.Length < ShortestStart ? best
            : candidates.Where(candidate => candidate.Length >= ShortestStart && name.StartsWith(candidate, StringComparison.OrdinalIgnoreCase))
                .MaxBy(candidate => candidate.Length)
                ?? candidates.Where(candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MinBy(candidate => candidate.Length) ?? "";
    }

    /// <summary>What is told of an option whose value is none of the names that it may have.</summary>
    public static string Refusal(string option, string text, IReadOnlyList<string> names)
    {
        string nearest = Of(text, names), list = names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
        return $"{option} \"{ScenarioNode.Shorten(text)}\": has to be {list}{(nearest.Length == 0 ? "" : $"; did you mean \"{nearest}\"?")}";
    }

    /// <summary>The Levenshtein distance: the least number of letters inserted, removed or replaced.</summary>
    public static int Distance(string a, string b)
    {
        // Only the first letters count, so that a page of text in place of a name costs nothing.
        const int Longest = 100;
        a = a.Length > Longest ? a[..Longest] : a;
        b = b.Length > Longest ? b[..Longest] : b;
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
