using System.Globalization;
using System.Text;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Densities;

/// <summary>
/// Values in the middle of cells and values with 0 among the points are both read, from every kind of file, on grids of either origin. What is read is compared with the
/// Gaussian that was written.
/// </summary>
public sealed class GridOriginTests
{
    private static readonly GaussianDensity Tilted = new([0.3, -0.4], [0.9, 0.2, 0.2, 0.7]);

    public static TheoryData<string, GridOrigin, GridOrigin> Cases
    {
        get
        {
            var cases = new TheoryData<string, GridOrigin, GridOrigin>();
            foreach (string kind in (string[])["h5", "axes", "npy", "csv"])
            {
                foreach (GridOrigin written in Enum.GetValues<GridOrigin>())
                {
                    foreach (GridOrigin read in Enum.GetValues<GridOrigin>())
                        cases.Add(kind, written, read);
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Files_of_either_origin_are_read_on_grids_of_either(string kind, GridOrigin written, GridOrigin read)
    {
        using var folder = new TemporaryFolder();
        var source = new VelocityGrid(2, 32, 6, written);
        string file = folder.Of("f." + (kind == "axes" ? "h5" : kind));
        Write(file, kind, source, GridSums.OnGrid(source, Tilted));
        // An HDF5 file without axes and an array of NumPy do not state where their points lie; the setting does.
        GridFileContent content = GridFile.Read(file, 2, null, null, 6, kind is "h5" or "npy" ? written : null);
        Assert.Equal((written, 32, 6.0), (content.Grid!.Origin, content.Grid.Points, Math.Round(content.Grid.HalfWidth, 9)));
        var target = new VelocityGrid(2, 24, 5.5, read);
        double[] values = GridSums.OnGrid(target, content.Density(file, 1)), exact = GridSums.OnGrid(target, Tilted);
        for (int i = 0; i < target.Size; i++)
            Assert.Equal(exact[i], values[i], 1e-8);
    }

    /// <summary>The results of a run of one origin begin a run of the other: every moment of the datum is that of the first run.</summary>
    [Theory]
    [InlineData("half-cell", "edge")]
    [InlineData("edge", "half-cell")]
    public void Results_of_one_origin_begin_runs_of_the_other(string first, string second)
    {
        using var folder = new TemporaryFolder();
        Scenario one = Read("[{ \"type\": \"gaussian\", \"mean\": [0.3, -0.2], \"covariance\": [0.8, 1.1] }]", first);
        using Hierarchy.Results.Results before = Experiment.Run(one, folder.Of("first"));
        Scenario two = Read($$"""[{ "type": "grid", "file": {{System.Text.Json.JsonSerializer.Serialize(folder.Of("first/results.h5"))}}, "time": 0.1 }]""", second);
        using Hierarchy.Results.Results after = Experiment.Run(two);
        foreach (string name in (string[])["energy", "fourth_moment", "entropy_1", "fisher_1"])
        {
            double end = before["landau"].At(0.1).Quantities[name].Value, begin = after["landau"].At(0).Quantities[name].Value;
            Assert.Equal(end, begin, 1e-6 * Math.Abs(end));
        }

        Scenario Read(string initial, string origin) => Scenario.Load(folder.Write("s.json", $$"""
            { "name": "s", "dimension": 2, "kernel": { "gamma": 0 }, "grid": { "halfWidth": 6, "points": 32, "origin": "{{origin}}" }, "initial": {{initial}},
              "models": [], "time": { "end": 0.1, "output": 0.1 }, "errors": "off" }
            """));
    }

    private static void Write(string file, string kind, VelocityGrid grid, double[] values)
    {
        int n = grid.Points;
        if (kind == "csv")
        {
            StringBuilder table = new("vx,vy,f\n");
            for (int i = 0; i < grid.Size; i++)
                table.AppendLine(CultureInfo.InvariantCulture, $"{grid.Velocity(i, 0):R},{grid.Velocity(i, 1):R},{values[i]:R}");
            File.WriteAllText(file, table.ToString());
            return;
        }
        if (kind == "npy")
        {
            using var writer = new BinaryWriter(File.Create(file));
            byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {n}), }}".PadRight(117) + "\n");
            writer.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header]);
            foreach (double value in values)
                writer.Write(value);
            return;
        }
        double[,] table2 = new double[n, n];
        Buffer.BlockCopy(values, 0, table2, 0, sizeof(double) * values.Length);
        var data = new H5Dataset(table2) { Attributes = { ["half_width"] = grid.HalfWidth } };
        (kind == "axes" ? new H5File { ["f1"] = data, ["vx"] = grid.Axis, ["vy"] = grid.Axis } : new H5File { ["f1"] = data }).Write(file);
    }
}
