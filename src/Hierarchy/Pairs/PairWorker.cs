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

/// <summary>The workers of all threads, each made when its thread first takes part.</summary>
internal sealed class PairWorkers(PairLayout layout, ConvolutionMultipliers multipliers) : IDisposable
{
    private readonly PairWorker?[] _workers = new PairWorker?[WorkCrew.MaximumWorkers];

    public PairWorker this[int worker] => _workers[worker] ??= new PairWorker(layout, multipliers);

    public void Dispose()
    {
        foreach (PairWorker? worker in _workers)
            worker?.Dispose();
    }
}
