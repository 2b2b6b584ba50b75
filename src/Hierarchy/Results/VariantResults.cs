using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>The results of one variant of a sweep.</summary>
/// <example><code>
/// foreach (VariantResults variant in Results.Open("runs/gammas").Variants)
///     Console.WriteLine($"{variant.Values["kernel.gamma"]}: {variant.Results["cluster", 16].At(0.5).Quantities["chaos_l1"].Value}");
/// </code></example>
public sealed class VariantResults : IDisposable
{
    private readonly Lazy<Results> _results;

    internal VariantResults(Sweep sweep, SweepVariant variant, Lazy<Results> results)
    {
        Name = variant.Name;
        Values = sweep.Keys.Zip(variant.Values).ToDictionary(StringComparer.OrdinalIgnoreCase);
        _results = results;
    }

    /// <summary>The name of the variant, and of its folder.</summary>
    public string Name { get; }

    /// <summary>The value of each key of the sweep, as text.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The results, opened when they are asked for first.</summary>
    /// <exception cref="IOException">They are in a folder that is not complete or cannot be read.</exception>
    public Results Results => _results.Value;

    /// <summary>Closes the results, if they were opened.</summary>
    public void Dispose()
    {
        if (_results.IsValueCreated)
            _results.Value.Dispose();
    }
}
