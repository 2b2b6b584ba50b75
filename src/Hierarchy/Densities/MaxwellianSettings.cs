using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;

namespace Hierarchy.Densities;

/// <summary>A density about a drift whose spread is one temperature, E|v - drift|^2 = d T.</summary>
public abstract record DriftingSettings : DensitySettings
{
    [SetsRequiredMembers]
    private protected DriftingSettings(string type)
        : base(type)
    {
    }

    [Setting("the temperature T, with E|v - drift|^2 = d T")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 1;

    [Setting("the mean velocity, d numbers within the box", Default = "zero")]
    [Length(2, 3)]
    public double[]? Drift { get; init; }

    internal override DensitySettings WithDefaults(int dimension) => this with { Drift = DriftIn(dimension) };

    internal override void Check(IDensityRules rules)
    {
        double[] drift = DriftIn(rules.Input.Dimension);
        rules.Require(drift.Length == rules.Input.Dimension, "drift", DensityArguments.Count(drift.Length), $"needs {rules.Input.Dimension} numbers, one for each axis");
        DensityArguments.CheckInBox(rules, "drift", drift);
    }

    private protected double[] DriftIn(int dimension) => Drift ?? new double[dimension];
}

/// <summary>The Maxwellian of a temperature and a drift, a <see cref="GaussianDensity"/> with the covariance T I.</summary>
public sealed record MaxwellianSettings : DriftingSettings
{
    private const string Name = "maxwellian";

    /// <summary>The unit Maxwellian.</summary>
    [SetsRequiredMembers]
    public MaxwellianSettings()
        : base(Name)
    {
    }

    internal override string Formula => "(2 pi temperature)^(-d/2) exp(-|v - drift|^2/(2 temperature))";

    internal override IInitialDensity Density(DensityInput input) => GaussianDensity.Isotropic(DriftIn(input.Dimension), Temperature, Weight);

    internal override double UnresolvedMode(DensityInput input) => NormalMode(Temperature, input.LargestWavenumber);
}
