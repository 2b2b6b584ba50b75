using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;

namespace Hierarchy.Scenarios;

/// <summary>Writes a scenario with every default filled in; reading the text gives the same scenario again.</summary>
public static class ScenarioWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The scenario as JSON with a final line feed.</summary>
    public static string Write(Scenario scenario)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            WriteTo(json, scenario);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>The scenario as a JSON object.</summary>
    public static void WriteTo(Utf8JsonWriter json, Scenario scenario)
    {
        json.WriteStartObject();
        json.WriteString("name", scenario.Name);
        json.WriteString("title", scenario.Title);
        json.WriteString("description", scenario.Description);
        json.WriteNumber("dimension", scenario.Dimension);
        WriteKernel(json, scenario.Kernel);
        WriteGrid(json, scenario.Grid, scenario.Dimension);
        if (scenario.Accuracy is { } accuracy)
            json.WriteNumber("accuracy", accuracy);
        json.WriteStartArray("initial");
        foreach (DensitySettings component in scenario.Initial)
            WriteComponent(json, component.WithDefaults(scenario.Dimension));
        json.WriteEndArray();
        json.WritePropertyName("pair");
        WriteKeys(json, KeysOf(scenario.Pair.WithDefaults(scenario.Dimension)));
        json.WriteBoolean("rescale", scenario.Rescale);
        if (scenario.Units is { } units)
        {
            json.WritePropertyName("units");
            WriteKeys(json, KeysOf(units));
        }
        json.WriteStartObject("collisions");
        json.WriteBoolean("conservative", scenario.Collisions.Conservative);
        json.WriteBoolean("equilibriumPreserving", scenario.Collisions.EquilibriumPreserving);
        json.WriteString("precision", scenario.Collisions.Precision);
        json.WriteEndObject();
        WriteModels(json, scenario);
        WriteTime(json, scenario.Time);
        json.WriteNumber("seed", scenario.Seed);
        json.WriteStartArray("quantities");
        foreach (string quantity in scenario.Quantities.DefaultIfEmpty("all"))
            json.WriteStringValue(quantity);
        json.WriteEndArray();
        json.WriteString("symmetry", scenario.Symmetry);
        json.WriteString("errors", scenario.Errors);
        json.WriteString("unphysical", scenario.Unphysical);
        WriteOutput(json, scenario.Output, scenario.Time.End);
        json.WriteEndObject();
    }

    private static void WriteKernel(Utf8JsonWriter json, KernelSettings kernel)
    {
        json.WriteStartObject("kernel");
        json.WriteNumber("gamma", kernel.Gamma);
        json.WriteNumber("strength", kernel.Strength);
        json.WriteString("regularisation", kernel.Regularisation);
        json.WriteNumber("epsilon", kernel.Epsilon);
        json.WriteEndObject();
    }

    private static void WriteGrid(Utf8JsonWriter json, GridSettings grid, int dimension)
    {
        json.WriteStartObject("grid");
        json.WriteNumber("halfWidth", grid.HalfWidth);
        json.WriteNumber("points", grid.Points);
        json.WriteString("origin", grid.Origin);
        json.WriteStartObject("padding");
        json.WriteString("landau", grid.Padding.Landau);
        json.WriteString("pair", grid.Padding.PairIn(dimension));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What a data file left open is not written where it has not been read.</summary>
    private static void WriteComponent(Utf8JsonWriter json, DensitySettings component)
    {
        if (component is OwnSettings)
            throw new InvalidOperationException("a density that a program brought has no text; an experiment that runs into a folder keeps its values there");
        WriteKeys(json, KeysOf(component));
    }

    private static void WriteModels(Utf8JsonWriter json, Scenario scenario)
    {
        json.WriteStartArray("particles");
        foreach (string text in scenario.Particles)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
                json.WriteNumberValue(count);
            else
                json.WriteStringValue(text);
        }
        json.WriteEndArray();
        json.WriteStartArray("models");
        foreach (ModelSettings model in scenario.Models)
            WriteModel(json, model);
        json.WriteEndArray();
    }

    /// <summary>A model without settings is its name alone.</summary>
    private static void WriteModel(Utf8JsonWriter json, ModelSettings model)
    {
        IReadOnlyList<(string Name, object Value)> set = KeysOf(model);
        if (set.Count == 1)
            json.WriteStringValue(model.Type);
        else
            WriteKeys(json, set);
    }

    /// <summary>The keys that are set, in their order.</summary>
    private static IReadOnlyList<(string Name, object Value)> KeysOf(object settings) =>
        [.. SettingKey.Of(settings.GetType()).Select(key => (key.Name, Value: key.Property.GetValue(settings)!)).Where(entry => entry.Value is not null)];

    private static void WriteKeys(Utf8JsonWriter json, IReadOnlyList<(string Name, object Value)> keys)
    {
        json.WriteStartObject();
        foreach ((string name, object value) in keys)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, TimeSettings time)
    {
        json.WriteStartObject("time");
        json.WriteNumber("end", time.End);
        json.WriteNumber("tolerance", time.Tolerance);
        WriteSchedule(json, "output", time.Output, time.End);
        if (time.Until is { } until)
            json.WriteString("until", until);
        json.WriteEndObject();
    }

    private static void WriteSchedule(Utf8JsonWriter json, string name, OutputTimes output, double end)
    {
        json.WritePropertyName(name);
        if (output.Times is { } times)
            WriteRow(json, times);
        else
            json.WriteNumberValue(output.Interval ?? end);
    }

    private static void WriteOutput(Utf8JsonWriter json, OutputSettings output, double end)
    {
        json.WriteStartObject("output");
        if (output.Scalars is { } scalars)
            WriteSchedule(json, "scalars", scalars, end);
        if (output.Fields is { } fields)
            WriteSchedule(json, "fields", fields, end);
        if (output.Pair is { } pair)
            json.WriteBoolean("pair", pair);
        json.WriteBoolean("compress", output.Compress);
        json.WriteBoolean("keep", output.Keep);
        json.WriteNumber("checkpoint", output.Checkpoint);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, double[] values)
    {
        json.WriteStartArray();
        foreach (double value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
