namespace Hierarchy.Cli.Plots;

/// <summary>Keeps labels apart.</summary>
internal static class LabelHeights
{
    /// <summary>
    /// Heights at least <paramref name="distance"/> apart, in the order of the wanted ones and as near to them as their groups allow, within bounds where there
    /// is room.
    /// </summary>
    public static float[] Spread(float[] wanted, float distance, float top, float bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i])];
        // A group is a run of touching labels; it sits where the mean of its members wants it.
        var groups = new List<(double Centre, int Count)>();
        foreach (int i in order)
        {
            groups.Add((wanted[i], 1));
            while (groups.Count > 1 && Touch(groups[^2], groups[^1]))
            {
                (double Centre, int Count) upper = groups[^2], lower = groups[^1];
                int count = upper.Count + lower.Count;
                groups.RemoveRange(groups.Count - 2, 2);
                groups.Add(((upper.Centre * upper.Count + lower.Centre * lower.Count) / count, count));
            }
        }
        float[] heights = new float[wanted.Length];
        int next = 0;
        foreach ((double centre, int count) in groups)
        {
            double half = 0.5 * (count - 1) * distance;
            double within = Within(centre, count);
            for (int k = 0; k < count; k++)
                heights[order[next++]] = (float)(within - half + k * distance);
        }
        return heights;

        double Within(double centre, int count) => Math.Max(top + 0.5 * (count - 1) * distance, Math.Min(bottom - 0.5 * (count - 1) * distance, centre));
        bool Touch((double Centre, int Count) upper, (double Centre, int Count) lower) =>
            Within(lower.Centre, lower.Count) - Within(upper.Centre, upper.Count) < 0.5 * distance * (upper.Count + lower.Count) - 1e-6;
    }
}
