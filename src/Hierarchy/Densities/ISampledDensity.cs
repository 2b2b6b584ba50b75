namespace Hierarchy.Densities;

/// <summary>A density that can be sampled exactly. Densities without it are sampled by rejection.</summary>
internal interface ISampledDensity : IInitialDensity
{
    /// <summary>Draws one velocity from f of mass one, d values.</summary>
    void Sample(RandomStream random, Span<double> velocity);
}
