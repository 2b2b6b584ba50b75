using System.ComponentModel;
using Hierarchy.Settings;

namespace Hierarchy.Models;

/// <summary>A model by name. What else may be set stands in the record that the model itself has (<see cref="IModel.Settings"/>).</summary>
[Description("the name of a model, or an object with the key type")]
[ShortForm("type")]
[Variants(typeof(ModelRegistry), nameof(ModelRegistry.Variants))]
public record ModelSettings
{
    [Setting("the model; list models has the formulas")]
    [Names(typeof(ModelRegistry), nameof(ModelRegistry.Names))]
    public required string Type { get; init; }

    /// <summary>The name of the model in results: that of the type, unless a setting makes it another model.</summary>
    public virtual string Name => Type;

    /// <summary>The settings of the model of that name, with its defaults; the name itself where no model has it.</summary>
    public static implicit operator ModelSettings(string name) => FromName(name);

    /// <summary>The settings of the model of that name, with its defaults; the name itself where no model has it.</summary>
    public static ModelSettings FromName(string name) => ModelRegistry.Find(name)?.Settings ?? new ModelSettings { Type = name };

    /// <summary>With the defaults filled in; a bare name becomes the record of its model.</summary>
    public virtual ModelSettings Resolved(int dimension) =>
        GetType() == typeof(ModelSettings) && FromName(Type) is var own && own.GetType() != typeof(ModelSettings) ? own.Resolved(dimension) : this;

    /// <summary>With every name as the library prints it.</summary>
    public virtual ModelSettings Canonical() => this with { Type = Type.ToLowerInvariant() };
}
