using System.ComponentModel.DataAnnotations;
using Hierarchy.Settings;

namespace Hierarchy.Models;

/// <summary>How finely a model of rotation-invariant pairs is resolved.</summary>
public sealed record RadialSettings : ModelSettings
{
    private const double DefaultAccuracy = 1e-4;

    [Setting("about the relative error of the quantities that is aimed at; splines, modes and steps follow from it", Default = "1e-4")]
    [Range(1e-6, 1e-2)]
    public double? Accuracy { get; init; }

    /// <summary>The accuracy with the default.</summary>
    internal double Target => Accuracy ?? DefaultAccuracy;

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => this with { Accuracy = Target };
}
