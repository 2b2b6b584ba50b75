namespace Hierarchy.Spectral;

/// <summary>
/// The elements that leave a representative r in place make F(u q, r) = F(q, r): of each such set of points q one is chosen, the least. Most representatives are
/// left in place by the identity alone.
/// </summary>
internal sealed class OrbitStabilisers
{
    private readonly int[]?[] _least;
    private readonly int[]?[] _elements;
    private readonly int[] _next;

    /// <summary>Finds the elements of every representative, and the least points of every group of them.</summary>
    public OrbitStabilisers(VelocityOrbits orbits)
    {
        (_least, _elements) = (new int[orbits.Count][], new int[orbits.Count][]);
        _next = new int[orbits.Count + 1];
        Dictionary<string, int[]> known = [];
        for (int k = 0; k < orbits.Count; k++)
        {
            int point = orbits.Points[k];
            int[] elements = [.. Enumerable.Range(0, orbits.Order).Where(s => orbits.Map(s)[point] == point)];
            if (elements.Length == 1)
                continue;
            string name = string.Join(',', elements);
            if (!known.TryGetValue(name, out int[]? least))
                known[name] = least = [.. Enumerable.Range(0, orbits.Grid.Size).Select(q => elements.Min(s => orbits.Map(s)[q]))];
            (_least[k], _elements[k]) = (least, elements);
        }
        _next[^1] = orbits.Count;
        for (int k = orbits.Count - 1; k >= 0; k--)
            _next[k] = _least[k] is null ? _next[k + 1] : k;
    }

    /// <summary>For every point q the least of the points u q, u the elements that leave a representative in place; null if that is the identity alone.</summary>
    public int[]? Least(int representative) => _least[representative];

    /// <summary>Those elements u; null for the identity alone.</summary>
    public int[]? Elements(int representative) => _elements[representative];

    /// <summary>The first representative from some number on that further elements leave in place; the number of all if there is none.</summary>
    public int NextFixed(int representative) => _next[representative];
}
