using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

public sealed class MethodChoiceTests
{
    /// <summary>To t = 1 from an anisotropic Gaussian, the choice between the two methods costs at most a twentieth more than the better one, and the guess of the spectral radius.</summary>
    [Theory]
    [InlineData("landau", 3, 12, -3, 1e-5)]
    [InlineData("landau", 3, 12, -3, 1e-8)]
    [InlineData("landau", 3, 12, 0, 1e-6)]
    [InlineData("cluster", 2, 12, -3, 1e-5)]
    [InlineData("cluster", 2, 12, -3, 1e-7)]
    public void The_choice_costs_hardly_more_than_the_better_method(string model, int dimension, int points, double gamma, double tolerance)
    {
        long chosen = Evaluations(model, dimension, points, gamma, tolerance, null);
        long best = Math.Min(Evaluations(model, dimension, points, gamma, tolerance, SteppingMethod.Explicit),
            Evaluations(model, dimension, points, gamma, tolerance, SteppingMethod.Stabilised));
        Assert.InRange(chosen, 1, 1.05 * best + 1);
    }

    private static long Evaluations(string model, int dimension, int points, double gamma, double tolerance, SteppingMethod? only)
    {
        var grid = new VelocityGrid(dimension, points, 5);
        double[] density = new double[grid.Size], covariance = dimension == 3 ? [1.4, 0.8, 0.8] : [1.4, 0.6];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal(new double[dimension], covariance)], density);
        using IKineticEquation equation = ModelRegistry.All.OfType<IGridModel>().First(entry => entry.Name == model)
            .Close(grid, new CollisionKernel(gamma, 1), new ParticleNumber(8), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(density), state);
        using var stepper = new SwitchingStepper(equation, new StepperOptions { Tolerance = tolerance }, only);
        stepper.Start(0);
        stepper.AdvanceTo(1, state);
        return stepper.Statistics.Evaluations;
    }
}
