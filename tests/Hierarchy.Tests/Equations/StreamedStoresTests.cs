using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Equations;

public sealed class StreamedStoresTests
{
    /// <summary>A result that does not begin on a cache line is written by way of the caches: the values are the same to the last bit. d = 3, n = 16 is the least grid that is streamed.</summary>
    [Fact]
    public void Values_are_the_same_with_and_without_the_caches()
    {
        var grid = new VelocityGrid(3, 16, 5);
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal([0.1, 0, 0], [1.4, 0.8, 0.7])], density);
        using IKineticEquation equation = ModelRegistry.All.OfType<IGridModel>().First(model => model.Name == "cluster")
            .Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(8), new CollisionOptions());
        using NativeBuffer state = new(equation.Length), aligned = new(equation.Length), shifted = new(equation.Length + 1);
        equation.Start(InitialDatum.Chaotic(density), state.Span);
        equation.Evaluate(state.Span, aligned.Span);
        aligned.Span[grid.Size..].CopyTo(state.Span[grid.Size..]);
        equation.Evaluate(state.Span, aligned.Span);
        equation.Evaluate(state.Span, shifted.Span[1..]);
        Assert.True(aligned.Span.SequenceEqual(shifted.Span[1..]));
        Assert.Contains(aligned.Span[grid.Size..].ToArray(), value => value != 0);
    }
}
