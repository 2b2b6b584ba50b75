using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// One component of the initial density. Each family of densities is a record derived from this one, in the file of its density: its settings, what it asks of them,
/// how finely it varies, and the density itself. <see cref="DensityRegistry"/> finds it by that.
/// </summary>
[Description("the name of a type, or an object with the key type")]
[ShortForm("type")]
[Variants(typeof(DensityRegistry), nameof(DensityRegistry.Variants))]
public record DensitySettings
{
    /// <summary>Settings whose type is given, with its defaults.</summary>
    public DensitySettings()
    {
    }

    /// <summary>The settings of a family.</summary>
    /// <param name="type">Its name.</param>
    [SetsRequiredMembers]
    private protected DensitySettings(string type) => Type = type;

    [Setting("the kind of density; list initial has the formulas")]
    [Names(typeof(DensityRegistry), nameof(DensityRegistry.Names))]
    public required string Type { get; init; }

    [Setting("the share of the component in the total mass; the weights add up to 1")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Weight { get; init; } = 1;

    /// <summary>The settings of the family of that name, with its defaults; the name itself where no family has it.</summary>
    public static implicit operator DensitySettings(string name) => FromName(name);

    /// <summary>The settings of the family of that name, with its defaults; the name itself where no family has it.</summary>
    public static DensitySettings FromName(string name) => DensityRegistry.Find(name) ?? new DensitySettings { Type = name };

    /// <summary>The density in words and formulas.</summary>
    internal virtual string Formula => "";

    /// <summary>Whether the density comes from a data file; families of formulas are listed first.</summary>
    internal virtual bool IsFile => false;

    /// <summary>With the type as the library prints it; a bare type becomes the record of its family.</summary>
    internal DensitySettings Canonical() =>
        GetType() == typeof(DensitySettings) && DensityRegistry.Find(Type) is { } family ? family with { Weight = Weight } : this with { Type = Type.ToLowerInvariant() };

    /// <summary>With the defaults that depend on the dimension.</summary>
    internal virtual DensitySettings WithDefaults(int dimension) => this;

    /// <summary>With all defaults, also those that depend on a data file, which is read.</summary>
    /// <exception cref="ArgumentException">The settings do not fit the file.</exception>
    /// <exception cref="DataFileException">The data file cannot be read.</exception>
    internal virtual DensitySettings Read(int dimension) => WithDefaults(dimension);

    /// <summary>What the family asks of its settings together and of the scenario around them; ranges stand at the settings.</summary>
    internal virtual void Check(IDensityRules rules)
    {
    }

    /// <summary>The density.</summary>
    /// <exception cref="ArgumentException">The settings do not fit one another or the data file.</exception>
    /// <exception cref="DataFileException">The data file cannot be read.</exception>
    internal virtual IInitialDensity Density(DensityInput input) => throw new ArgumentException($"no initial density is called \"{Type}\"");

    /// <summary>The size of the Fourier modes of the density at the largest wavenumber of the grid, relative to the mean: what the grid cannot hold of it.</summary>
    internal virtual double UnresolvedMode(DensityInput input) => 0;

    /// <summary>The same density some time later, where it is an exact solution of the Landau equation for gamma = 0; null otherwise.</summary>
    internal virtual DensitySettings? After(double time) => null;

    /// <summary>exp(-sigma^2 k^2/2), the mode of a normal density of that variance at the wavenumber k.</summary>
    private protected static double NormalMode(double variance, double wavenumber) => Math.Exp(-0.5 * variance * wavenumber * wavenumber);
}

/// <summary>What a density may depend on of the scenario around it.</summary>
/// <param name="Dimension">d.</param>
/// <param name="HalfWidth">L of the box.</param>
/// <param name="Points">n of the grid.</param>
/// <param name="Gamma">gamma of the kernel.</param>
/// <param name="Strength">Lambda of the kernel.</param>
/// <param name="Origin">Where the points lie.</param>
internal sealed record DensityInput(int Dimension, double HalfWidth, int Points, double Gamma, double Strength, GridOrigin Origin = GridOrigin.HalfCell)
{
    /// <summary>The largest wavenumber of the grid, pi n/(2L).</summary>
    public double LargestWavenumber => Math.PI * Points / (2 * HalfWidth);

    /// <summary>The grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public VelocityGrid Grid() => new(Dimension, Points, HalfWidth, Origin);
}

/// <summary>Where a family leaves what is wrong with its settings.</summary>
internal interface IDensityRules
{
    /// <summary>The scenario around the density; what has been refused of it is not to be relied on.</summary>
    DensityInput Input { get; }

    /// <summary>Whether data files are there to be read.</summary>
    bool ReadsData { get; }

    /// <summary>Whether nothing of a setting of the density has been refused; of the whole density if none is named.</summary>
    bool IsSound(string setting = "");

    /// <summary>Whether nothing of a setting elsewhere in the scenario has been refused, as in kernel.gamma.</summary>
    bool Knows(string path);

    /// <summary>Refuses a setting, or the density if none is named, unless the condition holds.</summary>
    void Require(bool condition, string setting, object value, string rule);

    /// <summary>Warns.</summary>
    void Warn(string text);
}
