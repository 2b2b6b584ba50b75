using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>Steps of the low-rank models, whose bits the number of threads does not change.</summary>
public sealed class LowRankThreadTests : IDisposable
{
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    /// <summary>Three steps and more, so that bases come from random combinations.</summary>
    [Theory]
    [InlineData("cluster-lowrank", 2, 16)]
    [InlineData("leading-order-lowrank", 3, 8)]
    public void Bits_do_not_depend_on_the_number_of_threads(string model, int dimension, int points)
    {
        (double[] expected, int steps) = Run(model, dimension, points, 1);
        Assert.True(steps >= 3);
        foreach (int threads in (int[])[2, 5])
            Assert.Equal(expected, Run(model, dimension, points, threads).State);
    }

    private static (double[] State, int Steps) Run(string model, int dimension, int points, int threads)
    {
        WorkCrew.Threads = threads;
        var grid = new VelocityGrid(dimension, points, 4);
        double[] density = new double[grid.Size];
        for (int i = 0; i < density.Length; i++)
            density[i] = Math.Exp(-0.5 * grid.SpeedSquared(i) - 0.2 * grid.Velocity(i, 0) * grid.Velocity(i, 0)) * 0.1;
        var settings = new LowRankSettings { Type = model, Tolerance = 1e-3, MaximalRank = 60 };
        IGridModel closure = model == "cluster-lowrank" ? new ClusterLowRankClosure() : new LeadingOrderLowRankClosure();
        using IKineticEquation equation = closure.Close(new ModelInput(grid, new CollisionKernel(-3, 1), new ParticleNumber(8), new CollisionOptions(), settings));
        double[] state = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(density), state);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-3 });
        stepper.Start(0);
        stepper.AdvanceTo(0.15, state);
        return (state, (int)stepper.Statistics.Steps);
    }
}
