using System.Text;
using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Densities;

/// <summary>Densities on axes that are not the solver's: closed, shifted, of another spacing along each axis, uneven, and v_perp and v_par.</summary>
public sealed class LatticeDensityTests
{
    private static readonly GaussianDensity Tilted = new([0.3, -0.4], [0.9, 0.2, 0.2, 0.7]);

    private static double[] Uniform(double first, double last, int points) => [.. Enumerable.Range(0, points).Select(j => first + (last - first) * j / (points - 1))];

    private static double[] Stretched(double half, int points) => [.. Enumerable.Range(0, points).Select(j => half * Math.Sinh(2 * (2.0 * j / (points - 1) - 1)) / Math.Sinh(2))];

    private static double[] On(IInitialDensity density, params double[][] axes)
    {
        double[] values = new double[axes.Aggregate(1, (product, axis) => product * axis.Length)];
        InitialDensities.OnProduct(density, axes, values);
        return values;
    }

    /// <summary>The largest error inside the axes, on a grid that shares no point with them.</summary>
    private static double Error(IInitialDensity exact, params double[][] axes)
    {
        var density = new LatticeDensity(axes, On(exact, axes));
        double[][] between = [.. axes.Select(axis => Uniform(axis[0] + 0.011, axis[^1] - 0.017, 31))];
        return On(density, between).Zip(On(exact, between)).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    [Fact]
    public void A_closed_grid_is_interpolated_to_all_digits_that_its_ends_allow()
    {
        Assert.True(Error(Tilted, Uniform(-6, 6, 65), Uniform(-6, 6, 65)) < 1e-8);
        Assert.True(Error(Tilted, Uniform(-6.1, 6.3, 64), Uniform(-6, 5.8, 71)) < 1e-8);
        Assert.True(Error(new GaussianDensity([0.1, 0, 0.2], [1, 0, 0, 0, 0.8, 0, 0, 0, 0.9]), Uniform(-6, 6, 33), Uniform(-6, 6, 33), Uniform(-6, 6, 33)) < 1e-6);
    }

    /// <summary>On uneven axes the spline is of fourth order: half the spacing, about a sixteenth of the error.</summary>
    [Fact]
    public void An_uneven_grid_is_interpolated_to_fourth_order()
    {
        double coarse = Error(Tilted, Stretched(6, 41), Stretched(6, 41)), fine = Error(Tilted, Stretched(6, 81), Stretched(6, 81));
        Assert.True(coarse < 1e-3, $"{coarse}");
        Assert.InRange(coarse / fine, 10, 24);
    }

    [Fact]
    public void The_values_at_the_points_come_back_and_the_moments_are_right()
    {
        double[][] axes = [Uniform(-7, 7, 65), Stretched(7, 80)];
        double[] values = On(Tilted, axes);
        var density = new LatticeDensity(axes, values, 0.4);
        Assert.Equal(values, On(density, axes));
        Assert.Equal(0, density.Evaluate([7.2, 0]));
        for (int i = 0; i < 4; i++)
            Assert.Equal(Tilted.Covariance[i], density.Covariance[i], 2e-4);
        Assert.Equal(-0.4, density.Mean[1], 1e-5);
        Assert.True(density.MassOutside(7.5) == 0 && density.MassOutside(2) > 0.02);
    }

    /// <summary>A bi-Maxwellian with a drift along the last axis, given by F(v_perp, v_par).</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.0625)]
    public void A_gyrotropic_table_is_its_density(double first)
    {
        var exact = new GaussianDensity([0, 0, 0.3], [0.8, 0, 0, 0, 0.8, 0, 0, 0, 1.4]);
        double[] across = [.. Enumerable.Range(0, 56).Select(i => first + 0.125 * i)], along = Uniform(-8, 8, 97);
        double[] table = [.. across.SelectMany(_ => along, (perpendicular, parallel) => exact.Evaluate([perpendicular, 0, parallel]))];
        var density = new GyrotropicDensity(across, along, table);
        foreach (double[] v in new double[][] { [0.3, -0.2, 1.1], [0, 0, 0], [-1.7, 0.9, -2.2], [0.01, 0, 3.3] })
            Assert.Equal(exact.Evaluate(v), density.Evaluate(v), 1e-8);
        for (int i = 0; i < 9; i++)
            Assert.Equal(exact.Covariance[i], density.Covariance[i], 1e-6);
        Assert.Equal(0.3, density.Mean[2], 1e-7);
        GridSums.AssertMoments(new VelocityGrid(3, 48, 7.5), density, 1e-4);
    }

    [Fact]
    public void Files_with_other_axes_are_read_and_periodic_ones_stay_exact()
    {
        using var folder = new TemporaryFolder();
        double[] closed = Uniform(-6, 6, 65), periodic = new VelocityGrid(2, 48, 6, GridOrigin.Edge).Axis, centred = new VelocityGrid(2, 48, 6).Axis;
        Write("closed.h5", closed, closed, "velocity");
        Write("periodic.h5", periodic, periodic, "velocity");
        GridFileContent content = GridFile.Read(folder.Of("closed.h5"), 2, null, null);
        Assert.Null(content.Grid);
        Assert.Equal(Tilted.Evaluate([0.4, 0.1]), content.Density("f", 1).Evaluate([0.4, 0.1]), 1e-8);
        Assert.Equal((48, GridOrigin.Edge), Found("periodic.h5", null));
        // An axis through the middles of cells is a closed one of its own right, unless the half width of its box is stated.
        Write("centred.h5", centred, centred, "velocity");
        Assert.Null(Found("centred.h5", null));
        Assert.Equal((48, GridOrigin.HalfCell), Found("centred.h5", 6));
        Assert.Null(Found("closed.h5", 6));
        double[] x = Stretched(6, 61), y = Uniform(-6, 6.5, 70);
        new H5File { ["dens"] = new H5Dataset(On(Tilted, x, y), fileDims: [61, 70]), ["vx"] = x, ["vy"] = y }.Write(folder.Of("both.h5"));
        GridFileContent both = GridFile.Read(folder.Of("both.h5"), 2, null, null);
        Assert.Equal("/dens", both.Dataset);
        Assert.Equal(Tilted.Evaluate([0.4, 0.1]), both.Density("f", 1).Evaluate([0.4, 0.1]), 1e-4);

        (int, GridOrigin)? Found(string name, double? halfWidth) =>
            GridFile.Read(folder.Of(name), 2, null, null, halfWidth).Grid is { } grid ? (grid.Points, grid.Origin) : null;

        void Write(string name, double[] first, double[] second, string axis) =>
            new H5File
            {
                ["f1"] = new H5Dataset(On(Tilted, first, second), fileDims: [(ulong)first.Length, (ulong)second.Length]),
                ["axes"] = new H5Group { [axis] = first }
            }.Write(folder.Of(name));
    }

    [Fact]
    public void Tables_of_text_hold_densities_too()
    {
        using var folder = new TemporaryFolder();
        var exact = new GaussianDensity([0, 0, 0.3], [0.8, 0, 0, 0, 0.8, 0, 0, 0, 1.4]);
        var text = new StringBuilder("v_par,v_perp,f\n");
        foreach (double parallel in Uniform(-8, 8, 65))
        {
            foreach (double perpendicular in Uniform(0, 7, 57))
                text.Append(FormattableString.Invariant($"{parallel:R},{perpendicular:R},{exact.Evaluate([perpendicular, 0, parallel]):R}\n"));
        }
        string file = folder.Write("f.csv", text.ToString());
        GridFileContent content = GridFile.Read(file, 3, null, null);
        Assert.True(content.IsGyrotropic);
        Assert.Equal(exact.Evaluate([0.5, 0.7, 1]), content.Density(file, 1).Evaluate([0.5, 0.7, 1]), 1e-7);
        Refused(2, "needs dimension 3");
        string odd = text.ToString().Replace("v_par,v_perp,f", "Vpar [vth],V_perpendicular,pdf value", StringComparison.Ordinal);
        Assert.Equal(content.Values, GridFile.Read(folder.Write("odd.csv", odd), 3, null, null).Values);
        string foreign = folder.Write("foreign.csv", text.ToString().Replace("v_par,v_perp,f", "a,b,c", StringComparison.Ordinal));
        Assert.Contains("\"columns\" in the scenario", Assert.Throws<DataFileException>(() => GridFile.Read(foreign, 3, null, null)).Message, StringComparison.Ordinal);
        string bare = folder.Write("bare.csv", text.ToString()["v_par,v_perp,f\n".Length..]);
        foreach ((string path, string[] columns) in (ReadOnlySpan<(string, string[])>)[(foreign, ["B", "a", "c"]), (bare, ["2", "1", "3"])])
        {
            GridFileContent chosen = GridFile.Read(path, 3, null, null, columns: columns);
            Assert.True(chosen.IsGyrotropic);
            Assert.Equal(content.Values, chosen.Values);
        }
        Assert.Contains("3 different columns", Assert.Throws<DataFileException>(() => GridFile.Read(bare, 3, null, null, columns: ["1", "1", "3"])).Message,
            StringComparison.Ordinal);
        folder.Write("f.csv", text + "8\n");
        Refused(3, "line 3707: 1 values, 3 are needed");
        folder.Write("f.csv", text + "8,7,0.1\n");
        Refused(3, "a lattice of 57 x 65 velocities has 3705");
        folder.Write("f.csv", "vx,vy,f\n0,0,1\n0,1,1\n");
        Refused(2, "the column vx has 1 points");
        folder.Write("f.csv", "1,2,3\n");
        Refused(2, "has no header; one that names the columns vx, vy, f is needed");

        void Refused(int dimension, string message) => Assert.Contains(
            message, Assert.Throws<DataFileException>(() => GridFile.Read(file, dimension, null, null)).Message, StringComparison.Ordinal);
    }
}
