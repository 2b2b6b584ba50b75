using System.Globalization;
using System.Reflection;
using System.Text;
using Hierarchy.Scenarios;
using Hierarchy.Settings;

namespace Hierarchy.Tests.Scenarios;

/// <summary>
/// What is said of every key that a scenario may have, whatever record holds it: of a value of another kind, of a number beyond its range, of a name and of a
/// key with a slip of the pen. The path, the value and the rule have to stand there, and where there are names, the nearest.
/// </summary>
public sealed class MessageTests
{
    private static readonly IReadOnlyList<Place> Places = [.. PlacesOf(typeof(Scenario), "", [])];

    public static TheoryData<string> Keys => [.. Places.Select(place => place.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_value_of_another_kind_is_told_with_the_kind_that_would_do(string key)
    {
        Place place = Places.First(place => place.Name == key);
        foreach (string wrong in (string[])["{\"nothing\":{}}", "[[[1]]]"])
        {
            Fault fault = Only(place, wrong);
            Assert.True(fault.Path.StartsWith(place.Path, StringComparison.Ordinal), fault.ToString());
            Assert.True(fault.Rule.Contains("has to be", StringComparison.Ordinal) || fault.Rule.Contains("is no known key", StringComparison.Ordinal)
                || fault.Rule.Contains("needs", StringComparison.Ordinal) || fault.Rule.Contains("needed", StringComparison.Ordinal), fault.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_number_beyond_the_range_is_told_with_the_range(string key)
    {
        Place place = Places.First(place => place.Name == key);
        if (place.Key.Range is not { } range)
            return;
        double[] beyond = [range.IsOpen ? range.Least : range.Least - Math.Max(1, Math.Abs(range.Least)), range.Greatest + Math.Max(1, Math.Abs(range.Greatest))];
        foreach (double value in beyond.Where(double.IsFinite))
        {
            string written = value.ToString("R", CultureInfo.InvariantCulture);
            Fault fault = Only(place, place.Key.Property.PropertyType.IsArray ? $"[{written}]" : written);
            Assert.True(fault.Path.StartsWith(place.Path, StringComparison.Ordinal), fault.ToString());
            Assert.Contains(written, fault.Value, StringComparison.Ordinal);
            Assert.True(fault.Rule.Any(char.IsAsciiDigit) || fault.Rule.Contains("positive", StringComparison.Ordinal), fault.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_with_a_slip_of_the_pen_is_told_with_the_key(string key)
    {
        Place place = Places.First(place => place.Name == key);
        string name = place.Key.Name, slip = name + name[^1];
        if (place.Key.IsRequired)
            return;
        Fault fault = Only(place with { Path = place.Path + name[^1] }, "1");
        Assert.True(fault.Suggestion == name || fault.Rule.Contains('"' + name + '"', StringComparison.Ordinal), fault.ToString());
        Assert.EndsWith(slip, fault.Path, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_name_with_a_slip_of_the_pen_is_told_with_the_name(string key)
    {
        Place place = Places.First(place => place.Name == key);
        // Components along z are no quantities of a scenario with d = 2.
        HashSet<string> ofSpace = [.. QuantityRegistry.In(3).Select(quantity => quantity.Name).Except(QuantityRegistry.In(2).Select(quantity => quantity.Name))];
        foreach (string name in place.Key.Names.Where(name => name.Length > 3 && !ofSpace.Contains(name)))
        {
            string slip = name + name[^1];
            Fault fault = Only(place, place.Key.Property.PropertyType == typeof(string) ? $"\"{slip}\"" : $"[\"{slip}\"]");
            Assert.True(fault.Suggestion == name, fault.ToString());
            Assert.Contains(slip, fault.Value, StringComparison.Ordinal);
        }
    }

    /// <summary>The fault that a value has at its place; the others, of what else such an object would need, are not looked at.</summary>
    private static Fault Only(Place place, string value)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), [.. place.Before, $"{place.Path}={value}"]);
        Fault? found = reading.Faults.FirstOrDefault(fault => fault.Path.StartsWith(place.Path, StringComparison.Ordinal));
        Assert.True(found is not null, $"{place.Path}={value}: {string.Join("; ", reading.Faults)}");
        Assert.Contains(place.Path, found.Origin + found.Path, StringComparison.Ordinal);
        return found;
    }

    private static IEnumerable<Place> PlacesOf(Type record, string path, string[] before)
    {
        foreach (SettingKey key in SettingKey.Of(record))
        {
            string place = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            yield return new(string.Join(' ', before) + " " + place, place, key, before);
            Type type = key.Property.PropertyType, item = type.IsGenericType ? type.GetGenericArguments()[0] : type.IsArray ? type.GetElementType()! : type;
            bool isList = item != type && Nullable.GetUnderlyingType(type) is null;
            if (item.IsValueType || item == typeof(string) || !SettingKey.IsRecord(item))
                continue;
            if (item.GetCustomAttribute<VariantsAttribute>(false) is not { } variants)
            {
                string[] emptied = item.IsDefined(typeof(ShortFormAttribute)) ? [.. before, $"{place}={{}}"] : before;
                foreach (Place inner in PlacesOf(item, isList ? place + "[0]" : place, emptied))
                    yield return inner;
                continue;
            }
            foreach ((string name, Type held) in variants.Variants)
            {
                string object_ = $"{{\"type\":\"{name}\"}}", set = $"{place}={(isList ? $"[{object_}]" : object_)}";
                foreach (Place inner in PlacesOf(held, isList ? place + "[0]" : place, [.. before, set]))
                    yield return inner;
            }
        }
    }

    private sealed record Place(string Name, string Path, SettingKey Key, string[] Before);
}
