using Hierarchy.Results;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Correlations;

/// <summary>A checkpoint gives a pair correlation back to the last bit: by its products where it has some, by its values otherwise.</summary>
public sealed class KeptPairTests
{
    private static readonly VelocityGrid Grid = new(2, 10, 4);
    private static readonly VelocityOrbits Orbits = new(Grid, AxisSymmetry.All(2));

    [Fact]
    public void Products_come_back_as_products()
    {
        double[] one = Field(1), two = Field(2);
        PairCorrelation kept = PairCorrelation.OfProducts(Grid, [0.3, -2], [one, two]);
        (PairCorrelation back, long length) = ThereAndBack(kept);
        Assert.IsType<FactoredCorrelation>(back);
        Assert.Equal(2 + 2 * Grid.Size, length);
        Assert.Equal(kept.ToArray(), back.ToArray());
    }

    [Fact]
    public void Values_come_back_as_values()
    {
        double[] values = [.. Enumerable.Range(0, Grid.Size * Grid.Size).Select(i => Math.Sin(i))];
        var leading = new LeadingOrderCorrelation(PairCorrelation.Of(Grid, values), Field(3), 0.25);
        foreach (PairCorrelation kept in (PairCorrelation[])[PairCorrelation.Of(Grid, values), leading])
        {
            (PairCorrelation back, long length) = ThereAndBack(kept);
            Assert.Equal(values.Length, length);
            Assert.Equal(kept.ToArray(), back.ToArray());
        }
    }

    /// <summary>Of a symmetry the columns of the representatives: what the rows hold of the values in double and in single precision, and of their leading order.</summary>
    [Fact]
    public void Columns_of_representatives_come_back_as_such()
    {
        double[] values = [.. Enumerable.Range(0, Grid.Size * Orbits.Count).Select(i => Math.Sin(i))], shift = Field(3);
        Orbits.Unfold(shift);
        var columns = new OrbitCorrelation(Orbits, values, single: false);
        PairCorrelation[] pairs = [columns, new OrbitCorrelation(Orbits, values[..(values.Length / 2)], single: true), new LeadingOrderCorrelation(columns, shift, 0.25)];
        foreach (PairCorrelation kept in pairs)
        {
            (PairCorrelation back, long length) = ThereAndBack(kept);
            Assert.Equal(values.Length, length);
            Assert.Same(Orbits, back.Symmetry);
            Assert.Equal(kept.ToArray(), back.ToArray());
        }
    }

    [Fact]
    public void Forms_that_no_file_can_hold_are_refused()
    {
        using var reader = new BinaryReader(new MemoryStream(new byte[800]));
        Assert.Null(KeptPair.Read(reader, KeptPair.FormOf(null), Grid, null));
        Assert.Throws<InvalidDataException>(() => KeptPair.Read(reader, 50, Grid, null));
        Assert.Throws<InvalidDataException>(() => KeptPair.Read(reader, -4, Grid, null));
        Assert.Throws<InvalidDataException>(() => KeptPair.Read(reader, -5, Grid, Orbits));
    }

    private static (PairCorrelation Back, long Length) ThereAndBack(PairCorrelation correlation)
    {
        var pair = new KeptPair(correlation);
        // Rows are read when they are asked for, so the stream stays open.
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        for (int i = 0; i < pair.Count; i++)
            CheckpointFormat.WriteValues(writer, pair.Part(i));
        Assert.Equal(pair.Length * sizeof(double), stream.Length);
        stream.Position = 0;
        var reader = new BinaryReader(stream);
        return (KeptPair.Read(reader, KeptPair.FormOf(pair), Grid, correlation.Symmetry)!, pair.Length);
    }

    private static double[] Field(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Grid.Size).Select(_ => random.NextDouble() - 0.5)];
    }
}
