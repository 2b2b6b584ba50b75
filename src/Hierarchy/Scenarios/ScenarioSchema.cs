using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Hierarchy.Scenarios;

/// <summary>
/// Checks a document against the settings records of <see cref="Scenario"/>: known keys, required keys, kinds of values, finite numbers,
/// whole numbers. What passes is flattened into key:value pairs for the configuration binder, which itself would accept nearly anything.
/// </summary>
internal sealed class ScenarioSchema(List<Fault> faults)
{
    /// <summary>The key by which a file tells an editor its JSON Schema; it says nothing to a run.</summary>
    public const string SchemaReference = "$schema";

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The values that passed, keyed as the configuration binder wants them.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    /// <summary>Where each path was written.</summary>
    public IReadOnlyDictionary<string, string> Origins => _origins;

    /// <summary>Checks the whole document.</summary>
    public void Check(ScenarioNode root) => CheckObject(root, typeof(Scenario), "", "");

    private void CheckObject(ScenarioNode node, Type type, string path, string key)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            Refuse(node, path, "has to be " + (type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "an object"));
            return;
        }
        string written = node.Member("type")?.Text ?? "";
        Type record = SettingKey.RecordOf(type, written);
        IReadOnlyList<SettingKey> settings = SettingKey.Of(record);
        foreach ((string name, ScenarioNode value) in node.Members)
        {
            SettingKey? setting = settings.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (setting is not null)
                CheckSetting(value, setting, Join(path, setting.Name), JoinKey(key, setting.Property.Name));
            else if (SettingKey.OfAll(type).Any(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                RefuseOther(value, Join(path, name), SettingKey.IsType(type, written) ? written : "");
            else if (path.Length > 0 || name != SchemaReference)
                RefuseKey(settings, value, path, name);
        }
        foreach (SettingKey setting in settings)
        {
            if (setting.IsRequired && node.Member(setting.Name) is null)
                faults.Add(new Fault(Join(path, setting.Name), "", $"is required: {setting.Meaning}", "", path.Length == 0 ? "" : node.Origin));
        }
    }

    /// <summary>A key of another type; where the type is missing or unknown, that alone is told.</summary>
    private void RefuseOther(ScenarioNode value, string path, string type)
    {
        if (type.Length > 0)
            faults.Add(new Fault(path, "given", $"is no setting of the type \"{type.ToLowerInvariant()}\"", "", value.Origin));
    }

    private void CheckSetting(ScenarioNode node, SettingKey setting, string path, string key)
    {
        Check(node, setting.Property.PropertyType, path, key, setting.Find<DescriptionAttribute>()?.Description);
        int least = setting.Find<MinLengthAttribute>()?.Length ?? 0;
        if (node.Kind == JsonValueKind.Array && node.Items.Count < least)
            Refuse(node, path, "must not be empty");
    }

    private void Check(ScenarioNode node, Type type, string path, string key, string? description)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        _origins[path] = node.Origin;
        if (node.Kind == JsonValueKind.Null)
            Refuse(node, path, "is no value; leave the key out for its default");
        else if (type.IsArray)
            CheckList(node, type.GetElementType()!, path, key, description);
        else if (type == typeof(string))
            CheckText(node, path, key, description);
        else if (type == typeof(bool))
            Accept(node, path, key, node.Kind is JsonValueKind.True or JsonValueKind.False, "has to be true or false");
        else if (type.IsPrimitive)
            CheckNumber(node, type, path, key);
        else
            CheckObject(node, type, path, key);
    }

    private void CheckList(ScenarioNode node, Type element, string path, string key, string? description)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            Refuse(node, path, "has to be " + (element == typeof(string) || description is null ? "a list" : description));
            return;
        }
        for (int i = 0; i < node.Items.Count; i++)
        {
            string itemKey = JoinKey(key, i.ToString(CultureInfo.InvariantCulture));
            int before = _values.Count;
            Check(node.Items[i], element, $"{path}[{i}]", itemKey, description);
            if (_values.Count == before)
                HoldPlace(element, itemKey);
        }
    }

    /// <summary>The binder closes gaps in a list, which would shift the indices of all later faults, so an item without any value leaves something.</summary>
    private void HoldPlace(Type element, string key)
    {
        if (element.IsArray)
            HoldPlace(element.GetElementType()!, JoinKey(key, "0"));
        else if (element == typeof(string) || element.IsPrimitive)
            _values[key] = element == typeof(string) ? "" : "0";
        else
            _values[JoinKey(key, SettingKey.Of(element).First(setting => setting.Property.PropertyType == typeof(string)).Property.Name)] = "";
    }

    private void CheckText(ScenarioNode node, string path, string key, string? description)
    {
        // A description on a text setting announces that numbers may stand there too; the scenario rules read them.
        bool accepted = node.Kind == JsonValueKind.String || (description is not null && node.Kind == JsonValueKind.Number);
        Accept(node, path, key, accepted, "has to be " + (description ?? "a string"));
    }

    private void CheckNumber(ScenarioNode node, Type type, string path, string key)
    {
        bool whole = type != typeof(double);
        if (node.Kind != JsonValueKind.Number)
        {
            Refuse(node, path, whole ? "has to be a whole number" : "has to be a number");
            return;
        }
        double value = double.Parse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        double limit = type == typeof(int) ? int.MaxValue : 1e15;
        if (!double.IsFinite(value))
            Refuse(node, path, "has to be a finite number");
        else if (whole && (value != Math.Floor(value) || Math.Abs(value) > limit))
            Refuse(node, path, $"has to be a whole number of size at most {limit.ToString("G", CultureInfo.InvariantCulture)}");
        else
            _values[key] = whole ? ((long)value).ToString(CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private void Accept(ScenarioNode node, string path, string key, bool accepted, string rule)
    {
        if (accepted)
            _values[key] = node.Text;
        else
            Refuse(node, path, rule);
    }

    private void Refuse(ScenarioNode node, string path, string rule) => faults.Add(new Fault(path, node.Describe(), rule, "", node.Origin));

    private void RefuseKey(IReadOnlyList<SettingKey> settings, ScenarioNode value, string path, string name)
    {
        string[] known = [.. settings.Select(setting => setting.Name)];
        string nearest = NearestName.Of(name, known);
        string rule = nearest.Length > 0 ? "is no known key" : "is no known key; known here: " + string.Join(", ", known);
        faults.Add(new Fault(Join(path, ScenarioNode.Shorten(name)), "", rule, nearest, value.Origin));
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string JoinKey(string key, string part) => key.Length == 0 ? part : $"{key}:{part}";
}
