using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hierarchy.Results;

/// <summary>A quantity with its errors.</summary>
/// <param name="Value">Its value.</param>
/// <param name="StandardError">The standard error of an estimate from replicas; NaN for deterministic models.</param>
/// <param name="NoiseFloor">The size below which the resolution does not support the value; NaN if none is known.</param>
/// <param name="DiscretisationError">The error of the value by grid and time steps; NaN if none is known.</param>
public readonly record struct QuantityResult(double Value, double StandardError, double NoiseFloor, double DiscretisationError)
{
    /// <summary>The standard error and the discretisation error together, those that are known; 0 if none is.</summary>
    public double Error => double.Hypot(double.IsNaN(StandardError) ? 0 : StandardError, double.IsNaN(DiscretisationError) ? 0 : DiscretisationError);

    /// <summary>Whether the resolution does not support the value.</summary>
    public bool BelowNoise => Math.Abs(Value) < NoiseFloor;

    /// <summary>The value and the errors that are known.</summary>
    public override string ToString()
    {
        string text = Value.ToString("G6", CultureInfo.InvariantCulture);
        if (!double.IsNaN(StandardError))
            text += string.Create(CultureInfo.InvariantCulture, $" +- {StandardError:G2}");
        if (!double.IsNaN(DiscretisationError))
            text += string.Create(CultureInfo.InvariantCulture, $", discretisation {DiscretisationError:G2}");
        return double.IsNaN(NoiseFloor) ? text : text + string.Create(CultureInfo.InvariantCulture, $", noise below {NoiseFloor:G2}");
    }
}

/// <summary>The quantities of one model at one time by their names, in the order in which they were computed; names may be written in any case.</summary>
public sealed class QuantityResults : IReadOnlyDictionary<string, QuantityResult>
{
    private readonly string _owner;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, QuantityResult> _values = new(StringComparer.OrdinalIgnoreCase);

    internal QuantityResults(string owner, IEnumerable<ResultRow> rows)
    {
        _owner = owner;
        foreach (ResultRow row in rows)
        {
            if (!_values.ContainsKey(row.Quantity))
                _names.Add(row.Quantity);
            _values[row.Quantity] = new QuantityResult(row.Value, row.StandardError, row.NoiseFloor, row.DiscretisationError);
        }
    }

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => _names;

    /// <summary>The quantities in the order of their names.</summary>
    public IEnumerable<QuantityResult> Values => _names.Select(name => _values[name]);

    /// <summary>Their number.</summary>
    public int Count => _names.Count;

    /// <summary>The quantity of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names the nearest.</exception>
    public QuantityResult this[string key] => _values.TryGetValue(key, out QuantityResult value) ? value
        : throw new KeyNotFoundException(Missing.Name($"{_owner} has no quantity", key, _names));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out QuantityResult value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, QuantityResult>> GetEnumerator() => _names.Select(name => KeyValuePair.Create(name, _values[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
