using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Equations;

namespace Hierarchy.Tests.Collisions;

[Collection("WorkCrew")]
public sealed class LandauThreadTests
{
    [Theory]
    [InlineData(2, 32, true)]
    [InlineData(3, 16, true)]
    [InlineData(3, 20, false)]
    public void A_rate_does_not_depend_on_the_number_of_threads(int dimension, int points, bool padded)
    {
        VelocityGrid grid = new(dimension, points, 5);
        int threads = WorkCrew.Threads;
        try
        {
            WorkCrew.Threads = 1;
            double[] alone = Rate();
            foreach (int several in new[] { 2, 3, 7 })
            {
                WorkCrew.Threads = several;
                Assert.Equal(alone, Rate());
            }
        }
        finally
        {
            WorkCrew.Threads = threads;
        }

        double[] Rate()
        {
            double[] state = new double[grid.Size], rate = new double[grid.Size];
            using LandauEquation equation = new(grid, new CollisionKernel(-3, 1), new CollisionOptions { PaddedLandau = padded });
            equation.SetChaotic(LandauEquationTests.TwoBeams(grid), state);
            equation.Evaluate(state, rate);
            return rate;
        }
    }
}
