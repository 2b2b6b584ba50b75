namespace Hierarchy.Scenarios;

/// <summary>Finds whether a fault lies at, above or below a path without a look at every fault, of which a long list may have as many as items.</summary>
/// <param name="faults">The faults, to which more may be added.</param>
internal sealed class FaultIndex(List<Fault> faults)
{
    private readonly HashSet<string> _paths = new(StringComparer.OrdinalIgnoreCase), _above = new(StringComparer.OrdinalIgnoreCase);
    private int _indexed;

    /// <summary>Whether one of the faults lies at, above or below the path.</summary>
    public bool Touches(string path)
    {
        for (; _indexed < faults.Count; _indexed++)
            Add(faults[_indexed].Path);
        if (_paths.Count == 0)
            return false;
        return _above.Contains(path) || _paths.Contains("") || Prefixes(path).Any(_paths.Contains);
    }

    private void Add(string path)
    {
        _paths.Add(path);
        foreach (string prefix in Prefixes(path))
            _above.Add(prefix);
    }

    /// <summary>a, a[0] and a[0].b for a[0].b.</summary>
    private static IEnumerable<string> Prefixes(string path)
    {
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i] is '.' or '[')
                yield return path[..i];
        }
        yield return path;
    }
}
