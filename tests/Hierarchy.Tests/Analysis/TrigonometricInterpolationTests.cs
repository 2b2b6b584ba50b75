using Hierarchy.Analysis;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Analysis;

public class TrigonometricInterpolationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Modes_below_the_limit_are_exact(int dimension)
    {
        VelocityGrid coarse = new(dimension, 8, 3), fine = new(dimension, 12, 3);
        static double Mode(VelocityGrid grid, int i)
        {
            double phase = 0.3;
            for (int a = 0; a < grid.Dimension; a++)
                phase += (a + 1) * Math.PI / 3 * grid.Velocity(i, a);
            return 0.5 + Math.Cos(phase);
        }
        double[] values = [.. Enumerable.Range(0, coarse.Size).Select(i => Mode(coarse, i))], found = TrigonometricInterpolation.To(fine, coarse, values);
        for (int i = 0; i < fine.Size; i++)
            Assert.Equal(Mode(fine, i), found[i], 1e-13);
    }
}
