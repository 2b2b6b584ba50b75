using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

public sealed class VelocityGridTests
{
    [Fact]
    public void The_axis_covers_the_periodic_box()
    {
        VelocityGrid grid = new(3, 12, 6);
        Assert.Equal(1, grid.Spacing);
        Assert.Equal(1728, grid.Size);
        Assert.Equal(1, grid.CellVolume);
        Assert.Equal([-5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5], grid.Axis);
        Assert.Equal([-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5], new VelocityGrid(3, 12, 6, GridOrigin.Edge).Axis);
        Assert.Equal([12, 12, 12], grid.Shape);
    }

    [Fact]
    public void Wavenumbers_differentiate_and_leave_out_the_highest()
    {
        VelocityGrid grid = new(2, 10, 2.5);
        double unit = Math.PI / 2.5;
        double[] expected = [0, unit, 2 * unit, 3 * unit, 4 * unit, -5 * unit, -4 * unit, -3 * unit, -2 * unit, -unit];
        for (int k = 0; k < 10; k++)
        {
            Assert.Equal(expected[k], grid.Wavenumbers[k], 1e-14);
            Assert.Equal(k == 5 ? 0 : expected[k], grid.DerivativeWavenumbers[k], 1e-14);
        }
    }

    [Fact]
    public void The_first_component_is_the_slowest()
    {
        VelocityGrid grid = new(3, 8, 4);
        int flat = (2 * 8 + 5) * 8 + 7;
        Assert.Equal((2, 5, 7), (grid.AxisIndex(flat, 0), grid.AxisIndex(flat, 1), grid.AxisIndex(flat, 2)));
        Assert.Equal((-1.5, 1.5, 3.5), (grid.Velocity(flat, 0), grid.Velocity(flat, 1), grid.Velocity(flat, 2)));
        Assert.Equal(2.25 + 2.25 + 12.25, grid.SpeedSquared(flat));
    }

    /// <summary>The mirror image of a point in the middle of a cell is a point, to the last bit, whatever the width of the box.</summary>
    [Theory]
    [InlineData(24, 5.3)]
    [InlineData(30, 0.7)]
    [InlineData(128, 6)]
    public void Points_in_the_middle_of_cells_mirror_each_other(int points, double halfWidth)
    {
        double[] axis = new VelocityGrid(2, points, halfWidth).Axis;
        Assert.Equal([.. axis.Reverse().Select(v => -v)], axis);
        Assert.Equal(halfWidth / points, axis[points / 2], 1e-15);
    }

    [Theory]
    [InlineData(4, 16, 1.0)]
    [InlineData(2, 14, 1.0)]
    [InlineData(2, 130, 1.0)]
    [InlineData(2, 6, 1.0)]
    [InlineData(2, 15, 1.0)]
    [InlineData(2, 16, 0.0)]
    [InlineData(2, 16, double.NaN)]
    [InlineData(2, 16, double.PositiveInfinity)]
    public void Values_out_of_range_are_refused(int dimension, int points, double halfWidth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VelocityGrid(dimension, points, halfWidth));
}
