using System.Globalization;
using System.Xml.Linq;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Docs;

/// <summary>results.xdmf2 refers to what results.h5 holds.</summary>
public sealed class XdmfTests
{
    [Fact]
    public void Every_slab_lies_in_its_dataset_and_the_mesh_is_that_of_the_axes()
    {
        using var folder = new TemporaryFolder();
        string scenario = folder.Write("space.json", """
            { "name": "space", "dimension": 3, "grid": { "halfWidth": 4.5, "points": 8 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1, 1.2] }], "particles": [3],
              "models": ["tensorised"], "quantities": ["mass"], "errors": "off", "time": { "end": 0.02, "tolerance": 1e-3, "output": 0.01 } }
            """);
        CommandLine run = CommandLine.Run("run", scenario, "--out", folder.Of("results"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
        using var file = H5File.OpenRead(folder.Of("results/results.h5"));
        double[] axis = file.Dataset("/axes/velocity").Read<double[]>(), times = file.Dataset("/axes/time").Read<double[]>();
        XElement[] grids = [.. XDocument.Load(folder.Of("results/results.xdmf2")).Descendants("Grid").Where(grid => grid.Attribute("GridType")!.Value == "Uniform")];
        Assert.Equal(times, grids.Select(grid => Numbers(grid.Element("Time")!.Attribute("Value")!.Value)[0]));
        for (int t = 0; t < grids.Length; t++)
        {
            double[][] geometry = [.. grids[t].Element("Geometry")!.Elements().Select(item => Numbers(item.Value))];
            Assert.All(geometry[0], origin => Assert.Equal(axis[0], origin));
            Assert.All(geometry[1], step => Assert.Equal(axis[1] - axis[0], step, 1e-12));
            Assert.Equal([8, 8, 8], Numbers(grids[t].Element("Topology")!.Attribute("Dimensions")!.Value));
            XElement[] fields = [.. grids[t].Elements("Attribute")];
            Assert.Equal(["f landau N=infinity", "f tensorised N=3"], fields.Select(field => field.Attribute("Name")!.Value).Order());
            foreach (XElement slab in fields.Select(field => field.Element("DataItem")!))
            {
                XElement[] parts = [.. slab.Elements("DataItem")];
                Assert.Equal([t, 0, 0, 0, 1, 1, 1, 1, 1, 8, 8, 8], Numbers(parts[0].Value));
                IH5Dataset data = file.Dataset(parts[1].Value.Trim().Split(':')[1]);
                Assert.Equal(data.Space.Dimensions.Select(extent => (double)extent), Numbers(parts[1].Attribute("Dimensions")!.Value));
            }
        }
    }

    /// <summary>ParaView opens the file as it would on a click, finds every output time, and shows at each the values and the mesh that h5py reads.</summary>
    [ParaViewFact]
    public void ParaView_shows_the_values_of_the_fields()
    {
        using var folder = new TemporaryFolder();
        string scenario = folder.Write("space.json", """
            { "name": "space", "dimension": 3, "grid": { "halfWidth": 4.5, "points": 8 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1, 1.2] }], "particles": [3],
              "models": ["tensorised"], "quantities": ["mass"], "errors": "off", "time": { "end": 0.02, "tolerance": 1e-3, "output": 0.01 } }
            """);
        Assert.Equal(0, CommandLine.Run("run", scenario, "--out", folder.Of("results"), "--quiet").Code);
        string text = ParaViewFactAttribute.Run(folder.Write("look.py", """
            import sys, h5py
            from paraview.simple import OpenDataFile, UpdatePipeline
            from paraview import servermanager
            from paraview.vtk.util.numpy_support import vtk_to_numpy
            fields = h5py.File(sys.argv[1] + "/results.h5")
            axis, times = fields["axes/velocity"][:], fields["axes/time"][:]
            reader = OpenDataFile(sys.argv[1] + "/results.xdmf2")
            assert list(reader.TimestepValues) == list(times), reader.TimestepValues
            for k, time in enumerate(times):
                UpdatePipeline(time=time, proxy=reader)
                shown = servermanager.Fetch(reader)
                assert shown.GetBounds() == (axis[0], axis[-1]) * 3, shown.GetBounds()
                for model, particles in (("landau", "infinity"), ("tensorised", "3")):
                    values = vtk_to_numpy(shown.GetPointData().GetArray(f"f {model} N={particles}"))
                    assert (values.reshape(8, 8, 8) == fields["f1"][model][particles][k]).all()
            print("equal at", len(times), "times")
            """), folder.Of("results"));
        Assert.Contains("equal at 3 times", text, StringComparison.Ordinal);
    }

    private static double[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
