using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// f_2 at the start. Each family of pair data is a record derived from this one, in the file of its correlation: its settings, what it asks of them, and the
/// correlation itself. <see cref="PairRegistry"/> finds it by that.
/// </summary>
[Description("the name of a type, or an object with the key type")]
[ShortForm("type")]
[Variants(typeof(PairRegistry), nameof(PairRegistry.Variants))]
public record PairSettings
{
    /// <summary>Settings whose type is given, with its defaults.</summary>
    public PairSettings()
    {
    }

    /// <summary>The settings of a family.</summary>
    /// <param name="type">Its name.</param>
    [SetsRequiredMembers]
    private protected PairSettings(string type) => Type = type;

    [Setting("the kind of pair correlation; list initial has the formulas")]
    [Names(typeof(PairRegistry), nameof(PairRegistry.Names))]
    public required string Type { get; init; }

    /// <summary>The kind of the datum, as far as models tell data apart.</summary>
    public PairDatum Datum => Canonical().Kind;

    /// <summary>The settings of the family of that name, with its defaults; the name itself where no family has it.</summary>
    public static implicit operator PairSettings(string name) => FromName(name);

    /// <summary>The settings of the family of that name, with its defaults; the name itself where no family has it.</summary>
    public static PairSettings FromName(string name) => PairRegistry.Find(name) ?? new PairSettings { Type = name };

    /// <summary>f_2 in words and formulas.</summary>
    internal virtual string Formula => "";

    /// <summary>The kind of the family.</summary>
    internal virtual PairDatum Kind => PairDatum.Other;

    /// <summary>With the type as the library prints it; a bare type becomes the record of its family.</summary>
    internal virtual PairSettings Canonical() =>
        GetType() == typeof(PairSettings) && PairRegistry.Find(Type) is { } family ? family : this with { Type = Type.ToLowerInvariant() };

    /// <summary>With the defaults that depend on the dimension.</summary>
    internal virtual PairSettings WithDefaults(int dimension) => this;

    /// <summary>What the family asks of its settings together and of the scenario around them; ranges stand at the settings.</summary>
    internal virtual void Check(IPairRules rules)
    {
    }

    /// <summary>g, or null for independent particles.</summary>
    /// <exception cref="ArgumentException">The settings do not fit the density.</exception>
    internal virtual IInitialPair? Correlation(PairInput input) => throw new ArgumentException($"no pair correlation is called \"{Type}\"");

    /// <summary>Whether a law of so many particles is known that has this f_2; of any number of them if null.</summary>
    internal virtual bool IsOfParticles(PairInput input, int? particles) => true;
}

/// <summary>f_2 at the start, as far as models tell data apart.</summary>
public enum PairDatum
{
    /// <summary>f_2 = f x f.</summary>
    Chaotic,

    /// <summary>f_2 = sum_k w_k f^k x f^k.</summary>
    Mixture,

    /// <summary>Any other correlation.</summary>
    Other,
}

/// <summary>A pair correlation g(v1, v2) on a grid: exchange symmetric to the last bit, with marginals that are zero to round-off.</summary>
internal interface IInitialPair
{
    /// <summary>Fills g(v1, .), n^d values.</summary>
    /// <param name="point">The number of v1.</param>
    /// <param name="row">Receives them.</param>
    void FillRow(int point, Span<double> row);

    /// <summary>f, where the pair has a marginal of its own in place of the initial density; null if it has not.</summary>
    double[]? Marginal => null;
}

/// <summary>What a pair correlation is made of.</summary>
/// <param name="Grid">The box.</param>
/// <param name="Density">f = sum_k w_k f^k, n^d values.</param>
/// <param name="Weights">w_k.</param>
/// <param name="Components">f^k, n^d values each.</param>
internal sealed record PairInput(VelocityGrid Grid, double[] Density, IReadOnlyList<double> Weights, IReadOnlyList<double[]> Components)
{
    /// <summary>The components between the points of the grid.</summary>
    public IReadOnlyList<IInitialDensity> Densities { get; init; } = [];
}

/// <summary>Where a family leaves what is wrong with its settings.</summary>
internal interface IPairRules : IDensityRules
{
    /// <summary>The number of components of the initial density.</summary>
    int Components { get; }

    /// <summary>Every N, as the scenario has them.</summary>
    IReadOnlyList<string> Particles { get; }

    /// <summary>The initial density on the grid; null if any of what it is made of has been refused.</summary>
    PairInput? Data();
}
