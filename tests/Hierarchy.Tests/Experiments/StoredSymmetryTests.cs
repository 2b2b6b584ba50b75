using System.Text;
using Hierarchy.Cli.Plots;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Experiments;

/// <summary>results.h5 holds a g with a symmetry by the columns of representatives; what opens it gives all of g, as a run with all columns has it.</summary>
public sealed class StoredSymmetryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Groups whose elements are their own inverses, and those with quarter turns and turns about a diagonal.</summary>
    [Theory]
    [InlineData(2, "[0.8, 1.2]", 4, 16)]
    [InlineData(2, "0.7", 8, 10)]
    [InlineData(3, "[0.8, 0.8, 1.3]", 16, 40)]
    [InlineData(3, "0.7", 48, 20)]
    public void Its_expansion_is_that_of_a_run_with_all_columns(int dimension, string covariance, int order, int columns)
    {
        using Hierarchy.Results.Results inMemory = Experiment.Run(Load(dimension, covariance)), whole = Experiment.Run(Load(dimension, covariance, "symmetry=none"));
        Experiment.Run(Load(dimension, covariance), _folder.Of("reduced")).Dispose();
        using Hierarchy.Results.Results opened = Hierarchy.Results.Results.Open(_folder.Of("reduced"));
        foreach ((string model, int particles) in ((string, int)[])[("cluster", 4), ("leading-order", 4), ("liouville", 2)])
        {
            PairCorrelation expected = whole[model, particles].At(0.05).Correlation;
            double[] values = expected.ToArray();
            Assert.Null(expected.Symmetry);
            foreach (PairCorrelation g in (PairCorrelation[])[opened[model, particles].At(0.05).Correlation, inMemory[model, particles].At(0.05).Correlation])
            {
                Assert.Equal((order, columns), (g.Symmetry!.Order, g.Symmetry.Count));
                double defect = g.ToArray().Zip(values, (one, other) => Math.Abs(one - other)).Max();
                Assert.True(defect <= 1e-12 * expected.MaxMagnitude(), $"{model}: {defect}");
                Assert.Equal(expected.At([0.5, .. new double[dimension - 1]], [.. new double[dimension - 1], 0.3]),
                    g.At([0.5, .. new double[dimension - 1]], [.. new double[dimension - 1], 0.3]),
                    1e-12 * expected.MaxMagnitude());
            }
        }
    }

    /// <summary>A part of g along some axes is what the whole holds there.</summary>
    [Fact]
    public void Slices_are_those_of_the_whole()
    {
        Experiment.Run(Load(3, "0.7"), _folder.Of("reduced")).Dispose();
        using StoredExperiment experiment = StoredExperiment.Open(_folder.Of("reduced"));
        FieldReader reader = experiment.Fields!;
        var four = new ParticleNumber(4);
        double[] g = reader.Correlation("cluster", four, 1)!.ToArray();
        double[] slice = reader.CorrelationSlice("cluster", four, 1, [1, 6, 3, -1, 2, -1])!;
        for (int k = 0; k < slice.Length; k++)
            Assert.Equal(g[((1 * 8 + 6) * 8 + 3) * 512 + (k / 8 * 8 + 2) * 8 + k % 8], slice[k]);
        Assert.Equal(64, slice.Length);
    }

    /// <summary>Models that keep all columns have them in the same file; so has every model in the files of before.</summary>
    [Fact]
    public void Models_with_all_columns_and_older_files_are_read()
    {
        Experiment.Run(Load(2, "0.7", "models=[\"cluster\",\"kirkwood\"]"), _folder.Of("both")).Dispose();
        using (var file = H5File.OpenRead(_folder.Of("both/results.h5")))
            Assert.Equal((4, 5), (file.Dataset("/g/cluster/4").Space.Dimensions.Length, file.Dataset("/g/kirkwood/4").Space.Dimensions.Length));
        using Hierarchy.Results.Results both = Hierarchy.Results.Results.Open(_folder.Of("both"));
        Assert.Null(both["kirkwood", 4].At(0.05).Correlation.Symmetry);

        Experiment.Run(Load(2, "0.7", "symmetry=none"), _folder.Of("old")).Dispose();
        using (var file = H5File.OpenRead(_folder.Of("old/results.h5")))
            Assert.False(file.LinkExists("/symmetry"));
        Replace("old/resolved.json", "\"symmetry\": \"none\"", "\"symmetry\": \"auto\"");
        Replace("old/manifest.json", "\"format\": 3", "\"format\": 2");
        using Hierarchy.Results.Results old = Hierarchy.Results.Results.Open(_folder.Of("old"));
        PairCorrelation g = old["cluster", 4].At(0.05).Correlation, expected = both["cluster", 4].At(0.05).Correlation;
        Assert.Null(g.Symmetry);
        Assert.All(g.ToArray().Zip(expected.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * expected.MaxMagnitude()));
    }

    /// <summary>A group that is none, or not that of the columns, is refused by the name of what is wrong.</summary>
    [Theory]
    [InlineData(3, "no signed permutation")]
    [InlineData(-2, "no signed permutation")]
    public void A_damaged_symmetry_is_refused(int sign, string why)
    {
        Experiment.Run(Load(2, "[0.8, 1.2]"), _folder.Of("reduced")).Dispose();
        byte[] bytes = File.ReadAllBytes(_folder.Of("reduced/results.h5"));
        byte[] identity = [.. BitConverter.GetBytes(1), .. BitConverter.GetBytes(2), .. BitConverter.GetBytes(-1), .. BitConverter.GetBytes(2)];
        int at = bytes.AsSpan().IndexOf(identity);
        Assert.True(at > 0);
        BitConverter.GetBytes(sign).CopyTo(bytes, at);
        File.WriteAllBytes(_folder.Of("reduced/results.h5"), bytes);
        using Hierarchy.Results.Results results = Hierarchy.Results.Results.Open(_folder.Of("reduced"));
        IOException refused = Assert.ThrowsAny<IOException>(() => results["cluster", 4].At(0.05).Correlation);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains("/symmetry/elements", refused.Message, StringComparison.Ordinal);
    }

    private Scenario Load(int dimension, string covariance, params string[] changes)
    {
        string initial = $$"""[{ "type": "gaussian", "weight": 0.5, "covariance": {{covariance}} }, { "type": "gaussian", "weight": 0.5, "covariance": 1 }]""";
        string path = _folder.Write("scenario.json", $$"""
            { "name": "stored", "dimension": {{dimension}}, "grid": { "halfWidth": 4.5, "points": 8 }, "initial": {{initial}}, "particles": [2, 4], "errors": "off",
              "models": ["cluster", "leading-order", "liouville"], "quantities": ["mass"], "time": { "end": 0.05, "tolerance": 1e-4 }, "output": { "pair": true } }
            """);
        return Scenario.Load(path, changes);
    }

    private void Replace(string file, string from, string to)
    {
        string text = File.ReadAllText(_folder.Of(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(_folder.Of(file), text.Replace(from, to, StringComparison.Ordinal), new UTF8Encoding(false));
    }
}
