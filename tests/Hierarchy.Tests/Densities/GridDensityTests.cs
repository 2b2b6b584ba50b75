using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Densities;

public sealed class GridDensityTests
{
    private static readonly VelocityGrid Source = new(2, 32, 6);
    private static readonly GaussianDensity Tilted = new([0.3, -0.4], [0.9, 0.2, 0.2, 0.7]);

    [Fact]
    public void The_same_grid_gives_the_values_back()
    {
        double[] values = GridSums.OnGrid(Source, Tilted);
        Assert.Equal(values, GridSums.OnGrid(Source, new GridDensity(Source, values)));
    }

    /// <summary>A Gaussian that the source holds to 1e-9 is the same on finer, coarser and larger boxes; outside the source box there is nothing.</summary>
    [Theory]
    [InlineData(40, 5.5)]
    [InlineData(20, 4.1)]
    [InlineData(60, 9)]
    public void Another_grid_gets_the_interpolant(int points, double halfWidth)
    {
        var grid = new VelocityGrid(2, points, halfWidth);
        double[] interpolated = GridSums.OnGrid(grid, new GridDensity(Source, GridSums.OnGrid(Source, Tilted))), exact = GridSums.OnGrid(grid, Tilted);
        for (int i = 0; i < grid.Size; i++)
        {
            bool inside = grid.Velocity(i, 0) is >= -6 and < 6 && grid.Velocity(i, 1) is >= -6 and < 6;
            Assert.Equal(exact[i], interpolated[i], 1e-8);
            if (!inside)
                Assert.Equal(0, interpolated[i]);
        }
    }

    /// <summary>The interpolant of a mode of the grid is that mode, between the points too; the Nyquist mode is a cosine that begins at the first point.</summary>
    [Theory]
    [InlineData(GridOrigin.HalfCell)]
    [InlineData(GridOrigin.Edge)]
    public void Modes_of_the_grid_are_interpolated_exactly(GridOrigin origin)
    {
        var grid = new VelocityGrid(2, 8, Math.PI, origin);
        double Mode(double x, double y) => 2 + Math.Cos(3 * x - y) + Math.Sin(2 * y) + Math.Cos(4 * (x - grid.Axis[0]));
        double[] values = [.. Enumerable.Range(0, 64).Select(i => Mode(grid.Velocity(i, 0), grid.Velocity(i, 1)))];
        var density = new GridDensity(grid, values);
        foreach ((double x, double y) in new[] { (0.1, 0.7), (-2.9, 3.0), (1.5, -0.2) })
            Assert.Equal(Mode(x, y), density.Evaluate([x, y]), 13);
    }

    [Fact]
    public void Moments_are_those_of_the_values() => GridSums.AssertMoments(Source, new GridDensity(Source, GridSums.OnGrid(Source, Tilted), 0.4), 1e-8);

    [Fact]
    public void A_file_gives_back_what_was_written()
    {
        using var folder = new TemporaryFolder();
        double[] values = GridSums.OnGrid(Source, Tilted);
        double[,] table = new double[32, 32];
        Buffer.BlockCopy(values, 0, table, 0, sizeof(double) * values.Length);
        new H5File { ["f1"] = new H5Dataset(table) { Attributes = { ["half_width"] = 6.0 } } }.Write(folder.Of("f.h5"));
        GridFileContent content = GridFile.Read(folder.Of("f.h5"), 2, null, null);
        Assert.Equal(values, content.Values);
        Assert.Equal(("/f1", null, 6.0, 32), (content.Dataset, content.Time, content.Grid!.HalfWidth, content.Grid.Points));
        Refused("f.h5", 3, null, null, "(n, ..., n) or (times, n, ..., n) with 3 axes of velocity is needed");
        Refused("f.h5", 2, "/f2", null, "holds no dataset \"/f2\"");
        Refused("f.h5", 2, "/f1/landau", null, "holds no dataset");
        Refused("f.h5", 2, null, 1, "no axis of times");
        Refused("none.h5", 2, null, null, "there is no file");
        folder.Write("text.h5", "no HDF5");
        Refused("text.h5", 2, null, null, "is no readable HDF5 file");
        File.WriteAllBytes(folder.Of("cut.h5"), File.ReadAllBytes(folder.Of("f.h5"))[..2000]);
        Refused("cut.h5", 2, null, null, "cut.h5");

        void Refused(string name, int dimension, string? dataset, double? time, string message) => Assert.Contains(
            message, Assert.Throws<DataFileException>(() => GridFile.Read(folder.Of(name), dimension, dataset, time)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_state_its_box_is_refused()
    {
        using var folder = new TemporaryFolder();
        new H5File { ["f1"] = new H5Dataset(new double[8, 8]) }.Write(folder.Of("f.h5"));
        Assert.Contains("half_width", Assert.Throws<DataFileException>(() => GridFile.Read(folder.Of("f.h5"), 2, null, null)).Message, StringComparison.Ordinal);
        new H5File { ["f1"] = new H5Dataset(new double[7, 7]) { Attributes = { ["half_width"] = 6.0 } } }.Write(folder.Of("odd.h5"));
        Assert.Contains("7 points an axis", Assert.Throws<DataFileException>(() => GridFile.Read(folder.Of("odd.h5"), 2, null, null)).Message, StringComparison.Ordinal);
    }
}
