using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>What one thread of <see cref="PairCollisions"/> works with.</summary>
internal sealed class PairWorker(PairLayout layout, ConvolutionMultipliers multipliers) : IDisposable
{
    public PairScratch Scratch { get; } = new(layout);

    public ColumnConvolution Convolution { get; } = new(layout.Grid, multipliers);

    public ProductPanel? Panel { get; set; }

    public OwnCollisions? Collisions { get; set; }

    public void Dispose()
    {
        Scratch.Dispose();
        Convolution.Dispose();
        Panel?.Dispose();
        Collisions?.Dispose();
    }
}
