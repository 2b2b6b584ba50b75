using System.Text;
using Hierarchy.Densities;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Densities;

/// <summary>Tables of velocities: what separates, how numbers are written, what headers say, and what is refused with its line and the rule.</summary>
public sealed class SampleFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("vx,vy\n1,2\n\n# remark\n-3.5e-1, 4\n")]
    [InlineData("1 2\n-0.35\t4")]
    [InlineData("# names\nv_x;v_y\n 1 ; 2 \n-0.35;4\n")]
    [InlineData("1;2\n-0,35;4")]
    [InlineData("1,0\t2,0\n-0,35\t4,0")]
    [InlineData("1.0D+00 2\n-3.5d-1 0.4D1\n")]
    [InlineData("\uFEFFvx,vy\r\n1,2\r\n-0.35,4\r\n")]
    [InlineData("\"vx\",\"vy\"\n\"1\",\"2\"\n\"-0.35\",\"4\"\n")]
    [InlineData("1,2,\n-0.35,4,\n")]
    [InlineData("id,vy [m/s],vx [m/s],time\n7,2,1,0\n8,4,-0.35,0\n")]
    [InlineData("# vx vy\n1.000000000000000000e+00 2.000000000000000000e+00\n-3.500000000000000000e-01 4.000000000000000000e+00\n")]
    public void Tables_of_several_kinds_are_read(string text) => Assert.Equal([1, 2, -0.35, 4], SampleFile.Read(_folder.Write("v.csv", text), 2).Velocities);

    [Theory]
    [InlineData("1,2\n3\n", "line 2: 1 values, 2 are needed")]
    [InlineData("1,2\n3,x\n", "line 2: \"x\" is no finite number")]
    [InlineData("1,NaN\n", "line 1: \"NaN\" is no finite number")]
    [InlineData("1,2\n3,1e999\n", "line 2: \"1e999\" is no finite number")]
    [InlineData("1,2\n,3\n", "line 2: \"\" is no finite number")]
    [InlineData("1,2\n3,4\0\n", "line 2: holds bytes that are no text, such as a zero")]
    [InlineData("# nothing\n", "holds no numbers")]
    [InlineData("vx,vy\n", "holds no numbers")]
    [InlineData("1.234,5;2\n", "\"1.234,5\" is no finite number")]
    [InlineData("0,25 -1\n", "separates by commas and by blanks")]
    [InlineData("0,25,-1,5\n", "has 4 columns and no header, 2 are needed")]
    [InlineData("vx,vy\n0,25,-1,5\n", "if the commas are decimal ones, separate by semicolons")]
    [InlineData("1,2,3\n4,5,6\n", "has 3 columns and no header, 2 are needed; a header vx, vy, weight or \"columns\"")]
    [InlineData("vx,vy,vz\n1,2,3\n", "names 3 velocities; dimension 2 needs vx, vy")]
    [InlineData("a,b\n1,2\n", "the header a, b names 0 velocities; dimension 2 needs vx, vy, or \"columns\"")]
    [InlineData("vx,vy,weight\n1,2,-1\n", "the weight of row 1 is -1")]
    [InlineData("vx,vy,weight\n1,2,0\n", "all weights are zero")]
    public void What_is_no_sample_is_refused_with_its_line(string text, string message) => Refused(text, 2, message);

    [Theory]
    [InlineData("vx,vy,weight\n1,2,3\n4,5,6\n", "the header vx, vy, weight names 2 velocities; dimension 3 needs vx, vy, vz")]
    [InlineData("# vx vy weight\n1 2 3\n4 5 6\n", "the header vx, vy, weight names 2 velocities")]
    [InlineData("0,25;-1\n1,5;2\n", "has 2 columns and no header, 3 are needed")]
    [InlineData("p_perp,p_par,f\n0,-1,0.1\n0,1,0.2\n1,-1,0.3\n1,1,0.1\n", "a table of a density is read with \"type\": \"grid\"")]
    public void Names_in_a_header_are_believed(string text, string message) => Refused(text, 3, message);

    /// <summary>p_perp, p_par, f on a lattice without a header are three columns of numbers and no velocities.</summary>
    [Fact]
    public void A_function_on_a_lattice_is_no_set_of_velocities()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 12; i++)
        {
            for (int j = -6; j <= 6; j++)
                text.Append(FormattableString.Invariant($"{0.25 * i} {0.5 * j} {Math.Exp(-0.1 * (i * i + j * j))}\n"));
        }
        Refused(text.ToString(), 3, "looks like a density on a lattice and not like velocities");
        // Velocities are no lattice, even where one of their components is positive.
        var random = new Random(3);
        string velocities = string.Concat(Enumerable.Range(0, 156)
            .Select(_ => FormattableString.Invariant($"{random.NextDouble()} {random.NextDouble() - 0.5} {random.NextDouble()}\n")));
        Assert.Equal(468, SampleFile.Read(_folder.Write("v.txt", velocities), 3).Velocities.Length);
    }

    [Fact]
    public void Columns_are_chosen_by_name_or_number()
    {
        string file = _folder.Write("v.csv", "id;u;v;share\n1;0,5;2;3\n2;-1;4;1\n");
        SampleFileContent content = SampleFile.Read(file, 2, ["v", "2"], "share");
        Assert.Equal([2, 0.5, 4, -1], content.Velocities);
        Assert.Equal([3, 1], content.Weights!);
        Assert.Contains("has no column \"x\"; it has the columns id, u, v, share",
            Assert.Throws<DataFileException>(() => SampleFile.Read(file, 2, ["x", "u"])).Message, StringComparison.Ordinal);
        Assert.Contains("no column \"5\"", Assert.Throws<DataFileException>(() => SampleFile.Read(file, 2, ["5", "u"])).Message, StringComparison.Ordinal);
        Assert.Contains("2 different columns", Assert.Throws<DataFileException>(() => SampleFile.Read(file, 2, ["u", "2"])).Message, StringComparison.Ordinal);
        Assert.Equal([2, 1], SampleFile.Read(_folder.Write("w.txt", "vx vy w\n1 2 2\n3 4 1\n"), 2).Weights!);
    }

    [Theory]
    [InlineData("<f8", false)]
    [InlineData(">f4", false)]
    [InlineData("<f8", true)]
    [InlineData("<i2", false)]
    public void Arrays_of_numpy_are_read(string type, bool isFortran)
    {
        double[] rows = [1, 2, 3, -4, 5, 6, 7, 8], stored = isFortran ? [1, 3, 5, 7, 2, -4, 6, 8] : rows;
        byte[] bytes = [.. stored.SelectMany(value => type switch { "<f8" => BitConverter.GetBytes(value), "<i2" => BitConverter.GetBytes((short)value),
            _ => [.. BitConverter.GetBytes((float)value).Reverse()] })];
        Assert.Equal(rows, SampleFile.Read(Npy("v.npy", type, isFortran, "(4, 2)", bytes), 2).Velocities);
    }

    [Theory]
    [InlineData("<f8", "(2, 9)", 144, "save the transposed array")]
    [InlineData("<c16", "(4, 2)", 128, "holds values of the type <c16; floating-point numbers")]
    [InlineData("<f8", "(8,)", 64, "has the shape (8); velocities have (M, d)")]
    [InlineData("<f8", "(4000, 2)", 64, "the file is cut short")]
    [InlineData("<f8", "(999999999, 999999999)", 64, "at most 6E+07 values are read")]
    [InlineData("|O", "(4, 2)", 64, "holds values of the type |O")]
    public void Other_arrays_are_named(string type, string shape, int bytes, string message)
    {
        string file = Npy("v.npy", type, false, shape, new byte[bytes]);
        Assert.Contains(message, Assert.Throws<DataFileException>(() => SampleFile.Read(file, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_array_is_named()
    {
        File.WriteAllBytes(_folder.Of("v.npy"), [0x93, .. "NUMPY"u8, 1, 0, 118, 0, (byte)'{']);
        Assert.EndsWith("v.npy\" is cut short", Assert.Throws<DataFileException>(() => SampleFile.Read(_folder.Of("v.npy"), 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_and_other_kinds_are_named()
    {
        File.WriteAllBytes(_folder.Of("a.npz"), [(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0]);
        Assert.Contains("is an archive (.npz, .zip)", Assert.Throws<DataFileException>(() => SampleFile.Read(_folder.Of("a.npz"), 2)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no file", Assert.Throws<DataFileException>(() => SampleFile.Read(_folder.Of("none.csv"), 2)).Message, StringComparison.Ordinal);
        Assert.Contains("is a directory, no ordinary file", Assert.Throws<DataFileException>(() => SampleFile.Read(_folder.Path, 2)).Message, StringComparison.Ordinal);
    }

    private string Npy(string name, string type, bool isFortran, string shape, byte[] bytes)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, }}".PadRight(117) + "\n");
        File.WriteAllBytes(_folder.Of(name), [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header, .. bytes]);
        return _folder.Of(name);
    }

    private void Refused(string text, int dimension, string message)
    {
        string said = Assert.Throws<DataFileException>(() => SampleFile.Read(_folder.Write("v.csv", text), dimension)).Message;
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains("v.csv", said, StringComparison.Ordinal);
    }
}
