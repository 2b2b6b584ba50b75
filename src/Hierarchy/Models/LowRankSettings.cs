using System.ComponentModel.DataAnnotations;
using Hierarchy.LowRank;
using Hierarchy.Settings;

namespace Hierarchy.Models;

/// <summary>How a low-rank model keeps g.</summary>
public sealed record LowRankSettings : ModelSettings
{
    [Setting("the L2 error of g that is aimed at, over the L2 norm of f x f at the start times 1/N (times 1 for N infinite)",
        Default = "that of the grid, 0.05 (h/s)^3, s the least standard deviation of f along an axis")]
    [Range(1e-10, 0.1)]
    public double? Tolerance { get; init; }

    [Setting("the most products of one-particle fields in g", Default = "300")]
    [Range(8, 2000)]
    public int? MaximalRank { get; init; }

    /// <summary>The settings with the defaults.</summary>
    internal LowRankOptions Options
    {
        get
        {
            var standard = new LowRankOptions();
            return new LowRankOptions { Tolerance = Tolerance, MaximalRank = MaximalRank ?? standard.MaximalRank };
        }
    }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => this with { MaximalRank = Options.MaximalRank };
}
