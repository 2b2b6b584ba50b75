using Hierarchy.Results;

namespace Hierarchy.Cli.Output;

/// <summary>Results that are looked at together: those of one folder, of the variants of a sweep, or of folders that were run apart; labels tell them apart.</summary>
internal sealed class ResultSet : IDisposable
{
    private const string FolderLabel = "folder";
    private readonly IReadOnlyList<Results.Results> _opened;

    private ResultSet(string name, string[] labels, IReadOnlyList<(string[] Labels, Results.Results Results)> members, string? folder, IReadOnlyList<Results.Results> opened)
    {
        (Name, Labels, Members, Folder) = (name, labels, members, folder);
        _opened = opened;
    }

    /// <summary>What it is called in headings.</summary>
    public string Name { get; }

    /// <summary>The title that all have, of a sweep that of the whole; empty if there is none.</summary>
    public string Title => _opened.Select(one => one.Scenario.Title).Distinct().ToArray() is [var title] ? title : "";

    /// <summary>The names of the labels; none for the results of one folder.</summary>
    public string[] Labels { get; }

    /// <summary>The results with the value of each label.</summary>
    public IReadOnlyList<(string[] Labels, Results.Results Results)> Members { get; }

    /// <summary>Where all of them are; null for folders that were run apart.</summary>
    public string? Folder { get; }

    /// <summary>The worst ending of the members.</summary>
    public RunStatus Status => new[] { RunStatus.Stopped, RunStatus.Failed, RunStatus.Unphysical }.FirstOrDefault(
        status => Members.Any(member => member.Results.Status == status));

    /// <summary>Opens folders.</summary>
    /// <exception cref="IOException">One is no folder of results, or is not complete.</exception>
    public static ResultSet Open(IReadOnlyList<string> folders)
    {
        var opened = new List<Results.Results>();
        try
        {
            foreach (string folder in folders)
                opened.Add(Results.Results.Open(folder));
            return Of(opened, folders);
        }
        catch
        {
            foreach (Results.Results one in opened)
                one.Dispose();
            throw;
        }
    }

    /// <summary>The labels of a member in words.</summary>
    public string Words(int member) => string.Join(", ",
        Labels.Zip(Members[member].Labels).Where(pair => pair.Second.Length > 0).Select(pair => pair.First == FolderLabel ? pair.Second : $"{Short(pair.First)} = {pair.Second}"));

    /// <summary>The last word of a key.</summary>
    public static string Short(string key) => key.Split('.')[^1];

    public void Dispose()
    {
        foreach (Results.Results one in _opened)
            one.Dispose();
    }

    private static ResultSet Of(List<Results.Results> opened, IReadOnlyList<string> folders)
    {
        string[] keys = [.. opened.SelectMany(one => one.Scenario.Sweep?.Keys ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] places = opened.Count > 1 ? Distinct(folders) : [];
        var members = new List<(string[], Results.Results)>();
        foreach ((int i, Results.Results one) in opened.Index())
        {
            string[] place = opened.Count > 1 ? [places[i]] : [];
            if (one.Scenario.Sweep is null)
                members.Add(([.. place, .. keys.Select(_ => "")], one));
            foreach (VariantResults variant in one.Variants)
                members.Add(([.. place, .. keys.Select(key => SweptValue.Words(variant.Values.GetValueOrDefault(key, "")))], variant.Results));
        }
        string name = string.Join(", ", opened.Select(one => one.Scenario.Name).Distinct());
        return new ResultSet(name, opened.Count > 1 ? [FolderLabel, .. keys] : keys, members, opened.Count == 1 ? opened[0].Folder : null, opened);
    }

    /// <summary>The last parts of paths, as many as tell them apart.</summary>
    private static string[] Distinct(IReadOnlyList<string> folders)
    {
        string[][] parts = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)).Split(Path.DirectorySeparatorChar))];
        for (int count = 1; count < parts.Max(part => part.Length); count++)
        {
            string[] names = [.. parts.Select(part => string.Join('/', part.TakeLast(count)))];
            if (names.Distinct().Count() == names.Length)
                return names;
        }
        return [.. folders];
    }
}
