using System.Diagnostics;
using Hierarchy.Benchmarks.Fuzzing;
using Hierarchy.Densities;
using Hierarchy.Tests.Cli;
using PureHDF;
using PureHDF.Filters;

namespace Hierarchy.Tests.Densities;

/// <summary>HDF5 files from strangers: links, claims, types and axes. The files are made byte by byte, so nothing is believed to be what a library would write.</summary>
public sealed class HdfFileTests : IDisposable
{
    private static readonly double[] Values = [.. Enumerable.Range(0, 64).Select(i => Math.Exp(-0.5 * (Math.Pow(i / 8 - 4, 2) + Math.Pow(i % 8 - 4, 2))))];
    private static readonly double[] Axis = [.. Enumerable.Range(0, 8).Select(j => j - 4.0)];
    private readonly TemporaryFolder _folder = new();
    private readonly HdfBuilder _file = new();

    public void Dispose() => _folder.Dispose();

    private long Density(params byte[][] more) => _file.Dataset(HdfBuilder.Float64, [8, 8], HdfBuilder.Bytes(Values), [HdfBuilder.Attribute("half_width", 4), .. more]);

    private string Write(long root)
    {
        File.WriteAllBytes(_folder.Of("f.h5"), _file.Build(root));
        return _folder.Of("f.h5");
    }

    private GridFileContent Read(long root, string? dataset = null, double? time = null) => GridFile.Read(Write(root), 2, dataset, time);

    private void Refused(long root, string message, string? dataset = null)
    {
        string said = Assert.Throws<DataFileException>(() => Read(root, dataset)).Message;
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains("f.h5", said, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_made_by_hand_is_read()
    {
        GridFileContent content = Read(_file.Group(HdfBuilder.Hard("f1", Density())));
        Assert.Equal(Values, content.Values);
        Assert.Equal(4, content.Grid!.HalfWidth);
    }

    [Fact]
    public void Links_that_lead_in_circles_are_refused()
    {
        Refused(_file.Group(HdfBuilder.Soft("f1", "/f1")), "leads to itself");
        Refused(_file.Group(HdfBuilder.Soft("f1", "f1")), "leads to itself");
        Refused(_file.Group(HdfBuilder.Soft("f1", "/a/x"), HdfBuilder.Soft("a", "/b"), HdfBuilder.Soft("b", "/a")), "leads to itself");
        Refused(_file.Group(HdfBuilder.Soft("f1", "/f1/f1/f1")), "leads to itself");
        Refused(_file.Group(HdfBuilder.Soft("f1", "/axes/velocity"), HdfBuilder.Soft("axes", "/axes")), "leads to itself");
        Refused(_file.OldGroup(("f1", "/f1", 0)), "leads to itself");
        Refused(_file.OldGroup(("a", "/b", 0), ("b", "/a", 0), ("f1", "/a/c", 0)), "leads to itself");
    }

    /// <summary>Each of forty links leads twice through the one before: followed without a count they are 2^40 steps.</summary>
    [Fact]
    public void Links_that_multiply_end_soon()
    {
        byte[][] links = [.. Enumerable.Range(1, 40).Select(k => HdfBuilder.Soft($"l{k}", $"/l{k - 1}/l{k - 1}"))];
        Stopwatch watch = Stopwatch.StartNew();
        Refused(_file.Group([HdfBuilder.Soft("l0", "/"), HdfBuilder.Soft("f1", "/l40"), .. links]), "more than 32 others");
        Assert.True(watch.Elapsed.TotalSeconds < 2);
    }

    [Fact]
    public void A_group_that_holds_itself_is_listed_once()
    {
        // The header of the group is as long with any address in it.
        long root = 48 + 0;
        byte[] link = HdfBuilder.Hard("self", root);
        Assert.Equal(root, _file.Group(link));
        Refused(root, "it holds no dataset");
    }

    [Fact]
    public void Soft_links_within_the_file_are_followed()
    {
        long inner = _file.Group(HdfBuilder.Hard("real", Density()), HdfBuilder.Soft("alias", "real"));
        Assert.Equal(Values, Read(_file.Group(HdfBuilder.Hard("g", inner), HdfBuilder.Soft("f1", "/g/alias"))).Values);
        Assert.Equal(Values, Read(_file.OldGroup(("f1", "/g/alias", 0), ("g", null, inner))).Values);
    }

    [Fact]
    public void What_lies_in_other_files_is_refused_by_its_name()
    {
        Refused(_file.Group(HdfBuilder.External("f1", "/etc/hostname", "/f1")), "in the file \"/etc/hostname\", which is not opened");
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Elsewhere(HdfBuilder.Float64, [8, 8], "/etc/passwd")), HdfBuilder.Attribute("half_width", 4)),
            "another file, \"/etc/passwd\", which is not opened");
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Virtual(HdfBuilder.Float64, [8, 8], "other.h5", "/f1")), HdfBuilder.Attribute("half_width", 4)),
            "a virtual dataset over \"other.h5\", which is not opened");
        Refused(_file.Group(HdfBuilder.Hard("f1", Density()), HdfBuilder.External("axes", "/etc/hostname", "/")), "/etc/hostname");
    }

    /// <summary>A few kilobytes that claim five hundred million times, or a density of terabytes, are refused before anything is allocated.</summary>
    [Fact]
    public void Claims_are_checked_before_memory_is_taken()
    {
        long times = _file.Unstored(HdfBuilder.Float64, [500_000_000], [1000]), fields = _file.Unstored(HdfBuilder.Float64, [500_000_000, 8, 8], [1, 8, 8]);
        byte[] half = HdfBuilder.Attribute("half_width", 4);
        long many = _file.Group(HdfBuilder.Hard("f1", fields), HdfBuilder.Hard("axes", _file.Group(HdfBuilder.Hard("time", times))), half);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        Refused(many, "has 500000000 times; 1 to 1000000 are read");
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Unstored(HdfBuilder.Float64, [1_000_000, 1_000_000], [8, 8])), half), "points an axis");
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Unstored(HdfBuilder.Float64, [64, 64], [30_000, 30_000])), half), "in chunks of 7.2E+09 bytes");
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Dataset(HdfBuilder.Float64, [2000, 2000], HdfBuilder.Bytes(Values))), half), "beyond the end of the file");
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Unstored(HdfBuilder.Float64, [long.MaxValue, long.MaxValue], [8, 8])), half), "points an axis");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 5e6);
        Assert.True(watch.Elapsed.TotalSeconds < 2);
    }

    /// <summary>Of many times only the one that is asked for is read: the file is sparse and its other values could not be held.</summary>
    [Fact]
    public void Only_the_time_in_use_is_read()
    {
        const int count = 100_000;
        double[] times = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        long axes = _file.Group(HdfBuilder.Hard("time", _file.Dataset(HdfBuilder.Float64, [count], HdfBuilder.Bytes(times))),
            HdfBuilder.Hard("velocity", _file.Dataset(HdfBuilder.Float64, [8], HdfBuilder.Bytes(Axis))));
        byte[] values = new byte[count * 512];
        HdfBuilder.Bytes(Values).CopyTo(values, 512 * 777);
        string file = Write(_file.Group(HdfBuilder.Hard("f1", _file.Dataset(HdfBuilder.Float64, [count, 8, 8], values)), HdfBuilder.Hard("axes", axes)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        GridFileContent content = GridFile.Read(file, 2, null, 777);
        Assert.Equal(Values, content.Values);
        Assert.Equal(777, content.Time);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 5e6);
    }

    [Fact]
    public void Numbers_of_every_type_are_read()
    {
        byte[] half = HdfBuilder.Attribute("half_width", 4);
        byte[] big = [.. Values.SelectMany(value => BitConverter.GetBytes(value).Reverse())], single = [.. Values.SelectMany(value => BitConverter.GetBytes((float)value))];
        byte[] bigSingle = [.. Values.SelectMany(value => BitConverter.GetBytes((float)value).Reverse())],
            whole = [.. Values.SelectMany(value => BitConverter.GetBytes((short)(1000 * value)).Reverse())];
        double[] Of(byte[] type, byte[] bytes) => Read(_file.Group(HdfBuilder.Hard("f1", _file.Dataset(type, [8, 8], bytes, half)))).Values;
        Assert.Equal(Values, Of(HdfBuilder.Float64BigEndian, big));
        Assert.Equal([.. Values.Select(value => (double)(float)value)], Of(HdfBuilder.Float32, single));
        Assert.Equal([.. Values.Select(value => (double)(float)value)], Of(HdfBuilder.Float32BigEndian, bigSingle));
        Assert.Equal([.. Values.Select(value => (double)(short)(1000 * value))], Of(HdfBuilder.Int16BigEndian, whole));
        Assert.Equal([.. Values.Select(value => (double)(byte)(200 * value))], Of(HdfBuilder.Byte8, [.. Values.Select(value => (byte)(200 * value))]));
    }

    [Fact]
    public void Other_types_and_filters_are_named()
    {
        long Of(byte[] type, int size, params byte[][] more) =>
            _file.Group(HdfBuilder.Hard("f1", _file.Dataset(type, [8, 8], new byte[64 * size], [HdfBuilder.Attribute("half_width", 4), .. more])));
        Refused(Of(HdfBuilder.Text8, 8), "\"/f1\" holds texts; floating-point numbers of 16, 32 or 64 bits or whole numbers");
        Refused(Of(HdfBuilder.Compound, 16), "holds compound values (such as complex numbers)");
        Refused(Of(HdfBuilder.Enumeration, 1), "holds an enumeration (such as booleans)");
        Refused(Of(HdfBuilder.Float64, 8, HdfBuilder.Filter(32000)), "is compressed by lzf; gzip (deflate) is read");
        Refused(Of(HdfBuilder.Float64, 8, HdfBuilder.Filter(4242)), "is compressed by the filter 4242");
    }

    [Fact]
    public void Compressed_values_are_read()
    {
        double[,] table = new double[8, 8];
        Buffer.BlockCopy(Values, 0, table, 0, 512);
        var data = new H5Dataset(table, chunks: [4, 8], datasetCreation: new(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));
        new H5File { ["f1"] = data, Attributes = { ["half_width"] = 4.0 } }.Write(_folder.Of("f.h5"));
        Assert.Equal(Values, GridFile.Read(_folder.Of("f.h5"), 2, null, null).Values);
        byte[] bytes = File.ReadAllBytes(_folder.Of("f.h5"));
        File.WriteAllBytes(_folder.Of("g.h5"), bytes[..(bytes.Length - 40)]);
        Assert.Contains("g.h5", Assert.Throws<DataFileException>(() => GridFile.Read(_folder.Of("g.h5"), 2, null, null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, double.NaN, "[5] is NaN; finite velocities are needed")]
    [InlineData(5, -1.0, "[5] = -1 is not above [4] = 0; an axis increases")]
    [InlineData(7, double.PositiveInfinity, "[7] is Infinity")]
    public void The_whole_axis_is_checked(int index, double value, string message)
    {
        double[] axis = [.. Axis];
        axis[index] = value;
        long velocity = _file.Dataset(HdfBuilder.Float64, [8], HdfBuilder.Bytes(axis));
        Refused(_file.Group(HdfBuilder.Hard("f1", _file.Dataset(HdfBuilder.Float64, [8, 8], HdfBuilder.Bytes(Values))), HdfBuilder.Hard("velocity", velocity)), message);
    }

    [Theory]
    [InlineData(0, double.NaN, "holds the time NaN at [1]; times are finite")]
    [InlineData(3, 2, "holds 2 at [1] behind 3; times increase")]
    public void The_times_are_checked(double first, double second, string message)
    {
        long time = _file.Dataset(HdfBuilder.Float64, [2], HdfBuilder.Bytes(first, second)),
            fields = _file.Dataset(HdfBuilder.Float64, [2, 8, 8], HdfBuilder.Bytes([.. Values, .. Values]), HdfBuilder.Attribute("half_width", 4));
        Refused(_file.Group(HdfBuilder.Hard("f1", fields), HdfBuilder.Hard("time", time)), message);
    }

    [Fact]
    public void Values_that_overflow_are_refused()
    {
        double[] values = [.. Values];
        values[9] = 1e300;
        GridFileContent content = Read(_file.Group(HdfBuilder.Hard(
            "f1", _file.Dataset(HdfBuilder.Float64, [8, 8], HdfBuilder.Bytes(values), HdfBuilder.Attribute("half_width", 4)))));
        Assert.Contains("\"/f1\" holds values up to 1E+300; at most 1E+100 are read", Assert.Throws<DataFileException>(() => content.Density("f.h5", 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_lists_what_the_file_holds_and_the_only_candidate_is_taken()
    {
        long small = _file.Dataset(HdfBuilder.Float64, [3], new byte[24]), density = Density();
        long inner = _file.Group(HdfBuilder.Hard("psd", density));
        Assert.Equal("/run/psd", Read(_file.Group(HdfBuilder.Hard("other", small), HdfBuilder.Hard("run", inner))).Dataset);
        long two = _file.Group(HdfBuilder.Hard("other", small), HdfBuilder.Hard("run", inner), HdfBuilder.Hard("late", density));
        Refused(two, "it holds /other (3), /late (8, 8), /run/psd (8, 8); \"dataset\" names one");
        Refused(two, "holds no dataset \"/f1\"; it holds /other (3), /late (8, 8), /run/psd (8, 8)", "/f1");
    }

    /// <summary>Damage of any single byte ends in a density or in a message about the file, never in anything else.</summary>
    [Fact]
    public void Any_damaged_byte_is_survived()
    {
        byte[] sound = _file.Build(_file.OldGroup(("axes", null,
            _file.Group(HdfBuilder.Hard("velocity", _file.Dataset(HdfBuilder.Float32, [8], [.. Axis.SelectMany(v => BitConverter.GetBytes((float)v))])))),
            ("f1", null, Density())));
        string file = _folder.Of("f.h5");
        foreach (byte damage in new byte[] { 0x01, 0x80, 0xff })
        {
            for (int i = 0; i < sound.Length; i++)
            {
                byte[] bytes = [.. sound];
                bytes[i] ^= damage;
                File.WriteAllBytes(file, bytes);
                try
                {
                    GridFile.Read(file, 2, null, null).Density(file, 1);
                }
                catch (DataFileException error)
                {
                    Assert.DoesNotContain("(Parameter", error.Message, StringComparison.Ordinal);
                }
            }
        }
    }
}
