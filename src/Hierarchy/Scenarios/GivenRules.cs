using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Hierarchy.Scenarios;

/// <summary>What the compiler asks of a scenario made in code and a file's reader of its text: nothing that is needed is missing, no list is empty that must not be.</summary>
internal static class GivenRules
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Adds a fault for every null in the place of a value and for every list without the items that it needs.</summary>
    public static void Apply(object settings, string path, List<Fault> faults)
    {
        foreach (SettingKey key in SettingKey.Of(settings.GetType()))
        {
            string place = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            object? value = key.Property.GetValue(settings);
            if (value is null && !MayBeNull(key.Property))
                faults.Add(new Fault(place, "null", "has to be given: " + key.Meaning));
            else if (value is IEnumerable items and not string)
                ApplyToList(key, items, place, faults);
            else if (value is not null && SettingKey.IsRecord(value.GetType()))
                Apply(value, place, faults);
        }
    }

    private static void ApplyToList(SettingKey key, IEnumerable items, string path, List<Fault> faults)
    {
        int count = 0;
        foreach (object? item in items)
        {
            string place = $"{path}[{count.ToString(CultureInfo.InvariantCulture)}]";
            if (item is null)
                faults.Add(new Fault(place, "null", "has to be given"));
            else if (SettingKey.IsRecord(item.GetType()))
                Apply(item, place, faults);
            count++;
        }
        // A list that is empty by default says something by that.
        if (count < key.Find<MinLengthAttribute>()?.Length && (key.IsRequired || MayBeNull(key.Property)))
            faults.Add(new Fault(path, "an empty list", "must not be empty"));
    }

    private static bool MayBeNull(PropertyInfo property)
    {
        lock (Nullability)
        {
            return Nullability.Create(property).ReadState != NullabilityState.NotNull;
        }
    }
}
