using PureHDF;
using PureHDF.Filters;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Makes HDF5 files that are sound, strange or damaged, the same way for the same random numbers.</summary>
internal sealed class HdfGenerator(Random random)
{
    private static readonly string[] Names = ["f1", "axes", "velocity", "time", "g", "landau", "infinity", "vx", "vy", "v_perp", "v_par", "a\u001b[31m", "\u202eb",
        "", ".", "..", "x/y"];
    private static readonly long[] Extents = [0, 1, 7, 8, 10, 16, 65, 128, 2048, 100_000, 500_000_000, int.MaxValue, long.MaxValue, -1];
    private static readonly double[] Numbers = [0, -1, 1, 1e-320, 1e300, -1e300, double.NaN, double.PositiveInfinity, 6, 5e-324];

    /// <summary>Writes a file.</summary>
    public void Write(string path)
    {
        if (random.Next(4) == 0)
            WriteByLibrary(path);
        else
            File.WriteAllBytes(path, ByHand());
        if (random.Next(3) == 0)
            Damage(path);
    }

    /// <summary>Compressed and chunked values, which are read by the library.</summary>
    private void WriteByLibrary(string path)
    {
        int n = 8 * random.Next(1, 4), times = random.Next(1, 4);
        double[] values = Density(times * n * n, n);
        List<ushort> filters = [.. new[] { ShuffleFilter.Id, Fletcher32Filter.Id, DeflateFilter.Id }.Where(_ => random.Next(2) == 0)];
        var data = new H5Dataset(values, fileDims: [(ulong)times, (ulong)n, (ulong)n], chunks: [1, (uint)n, 8], datasetCreation: new(Filters: [.. filters]));
        new H5File { ["f1"] = data, ["axes"] = new H5Group { ["time"] = Enumerable.Range(0, times).Select(t => 0.1 * t).ToArray(), ["velocity"] = Axis(n) } }.Write(path);
    }

    private byte[] ByHand()
    {
        var file = new HdfBuilder();
        long density = Dataset(file), axis = Dataset(file), group = Group(file, density, axis, 0);
        byte[][] links = [HdfBuilder.Attribute("half_width", Numbers[random.Next(Numbers.Length)]), HdfBuilder.Hard("axes", random.Next(3) == 0 ? density : group),
            Link(density), .. Links(density, group)];
        return file.Build(random.Next(5) == 0 ? Group(file, density, group, 0) : file.Group(links));
    }

    private byte[] Link(long density) => random.Next(5) switch
    {
        0 => HdfBuilder.Soft("f1", "/" + Name()),
        1 => HdfBuilder.External("f1", random.Next(2) == 0 ? "/etc/hostname" : "/dev/zero", "/f1"),
        _ => HdfBuilder.Hard("f1", density),
    };

    private IEnumerable<byte[]> Links(long density, long group) => Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(4) switch
    {
        0 => HdfBuilder.Soft(Name(), random.Next(2) == 0 ? "/" + Name() + "/" + Name() : Name()),
        1 => HdfBuilder.External(Name(), "other.h5", "/" + Name()),
        2 => HdfBuilder.Hard(Name(), random.Next(2) == 0 ? group : 48),
        _ => HdfBuilder.Hard(Name(), density),
    }).ToArray();

    private long Group(HdfBuilder file, long density, long axis, int depth) => random.Next(3) switch
    {
        0 => file.OldGroup(("time", null, axis), ("velocity", random.Next(2) == 0 ? "/axes/velocity" : null, axis), ("x", "/x/x", 0)),
        1 when depth < 3 => Group(file, density, file.Group(HdfBuilder.Hard(Name(), axis)), depth + 1),
        _ => file.Group([HdfBuilder.Hard("velocity", axis), HdfBuilder.Hard("time", axis), .. Links(density, axis)]),
    };

    private long Dataset(HdfBuilder file)
    {
        byte[][] types = [HdfBuilder.Float64, HdfBuilder.Float64, HdfBuilder.Float32, HdfBuilder.Float32BigEndian, HdfBuilder.Int16BigEndian, HdfBuilder.Byte8,
            HdfBuilder.Text8, HdfBuilder.Compound, HdfBuilder.Enumeration];
        byte[] type = types[random.Next(types.Length)];
        long[] shape = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(3) > 0 ? 8 : Extents[random.Next(Extents.Length)])];
        return random.Next(6) switch
        {
            0 => file.Unstored(type, shape, [.. shape.Select(_ => random.Next(4) == 0 ? int.MaxValue : 8)]),
            1 => file.Elsewhere(type, shape, "/etc/hostname"),
            2 => file.Virtual(type, shape, "/etc/hostname", "/f1"),
            3 => file.Dataset(type, shape, new byte[random.Next(2000)], HdfBuilder.Filter(random.Next(5) * 8000 + random.Next(8))),
            4 => file.Dataset(HdfBuilder.Float64, [8], HdfBuilder.Bytes(Axis(8))),
            _ => file.Dataset(HdfBuilder.Float64, [8, 8], HdfBuilder.Bytes(Density(64, 8)),
                HdfBuilder.Attribute("half_width", random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : 4)),
        };
    }

    private double[] Axis(int points)
    {
        double[] axis = [.. Enumerable.Range(0, points).Select(j => -6 + 12.0 * j / (random.Next(8) == 0 ? points - 1 : points))];
        if (random.Next(4) == 0)
            axis[random.Next(points)] = Numbers[random.Next(Numbers.Length)];
        return axis;
    }

    private double[] Density(int count, int points)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => Math.Exp(-0.02 * (Math.Pow(i / points % points - points / 2, 2) + Math.Pow(i % points - points / 2, 2))))];
        if (random.Next(5) == 0)
            values[random.Next(count)] = Numbers[random.Next(Numbers.Length)];
        return values;
    }

    private void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        for (int i = random.Next(1, 6); i > 0; i--)
            bytes[random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 400) : bytes.Length)] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
        File.WriteAllBytes(path, random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
    }

    private string Name() => Names[random.Next(Names.Length)];
}
