using System.Diagnostics.CodeAnalysis;

namespace Hierarchy.Densities;

/// <summary>Independent particles.</summary>
public sealed record ChaoticPairSettings : PairSettings
{
    private const string Name = "chaotic";

    /// <summary>There is nothing to set.</summary>
    [SetsRequiredMembers]
    public ChaoticPairSettings()
        : base(Name)
    {
    }

    internal override string Formula => "f_2 = f_1 x f_1";

    internal override PairDatum Kind => PairDatum.Chaotic;

    internal override IInitialPair? Correlation(PairInput input) => null;
}
