using System.Globalization;
using System.Text;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Makes tables of numbers as people and programs write them, and as nobody does, the same way for the same random numbers.</summary>
internal sealed class TableGenerator(Random random)
{
    private static readonly string[] Headers =
    [
        "", "", "vx,vy", "vx vy", "v_x;v_y", "# vx vy", "vx,vy,weight", "vx,vy,vz", "w,vy,vx", "p_perp,p_par,f", "vx,vy,f", "v_perp;v_par;f", "\"vx\",\"vy\"",
            "a,b", "vx,vx", "vx,v\u001b[31my", "\u202evx,vy", "vx,vy,", ",",
    ];

    private static readonly string[] Cells =
    [
        "NaN", "inf", "1e999", "1.0D+00", "-2.5d-1", "0,25", "1.234,5", "1,234.5", "", " ", "x", "\"1\"", "\"", "0x10", "1_000", "−1", "١", "1e5e5", "+-1", ".",
            "-", "e", "1\0", "\u001b[2J", "\u202e1", "1e-400", "1e300", "-1e101", "5e-324", "=1+1",
    ];

    private static readonly string[] Separators = [",", ";", " ", "\t", ", ", " , ", "  ", ",,", ";;", "|", "\u00a0"];

    /// <summary>Writes a table, or an array of NumPy.</summary>
    public void Write(string path)
    {
        byte[] bytes = random.Next(6) == 0 ? Array() : Encoding.UTF8.GetBytes(Text());
        for (int i = random.Next(6) == 0 ? random.Next(1, 5) : 0; i > 0 && bytes.Length > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        File.WriteAllBytes(path, random.Next(12) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes);
    }

    /// <summary>As it should be, with one cell in a few tables that should not.</summary>
    private string Sound()
    {
        char separator = " ,;\t"[random.Next(4)];
        bool hasWeights = random.Next(3) == 0;
        var text = new StringBuilder($"{(random.Next(2) == 0 ? "# " : "")}vx{separator}vy{(hasWeights ? $"{separator}weight" : "")}\n");
        int strange = random.Next(3) == 0 ? random.Next(60) : -1;
        for (int row = 0; row < 60; row++)
        {
            string second = row == strange ? Cells[random.Next(Cells.Length)] : Print(Velocity());
            text.Append(Print(Velocity())).Append(separator).Append(second).Append(hasWeights ? separator + Print(random.Next(4)) : "").Append('\n');
        }
        return text.ToString();
    }

    private double Velocity() => Math.Round(4 * (random.NextDouble() + random.NextDouble() - 1), 4);

    private string Text()
    {
        if (random.Next(2) == 0)
            return Sound();
        string separator = Separators[random.Next(random.Next(2) == 0 ? 4 : Separators.Length)], end = random.Next(4) == 0 ? "\r\n" : random.Next(12) == 0 ? "\r" : "\n";
        int columns = random.Next(4) > 0 ? 2 : random.Next(5);
        var text = new StringBuilder(random.Next(8) == 0 ? "\uFEFF" : "");
        text.Append(Headers[random.Next(Headers.Length)]).Append(end);
        bool isLattice = random.Next(6) == 0, hasDecimalCommas = random.Next(6) == 0;
        for (int row = random.Next(1, 80), i = 0; i < row; i++)
        {
            string[] cells = isLattice
                ? [Print(i / 8), Print(i % 8), Print(Math.Exp(-0.1 * i))]
                : [.. Enumerable.Range(0, random.Next(60) == 0 ? random.Next(6) : columns)
                    .Select(_ => random.Next(120) == 0 ? Cells[random.Next(Cells.Length)] : Print(Velocity()))];
            string line = string.Join(separator, cells);
            text.Append(hasDecimalCommas ? line.Replace('.', ',') : line).Append(random.Next(50) == 0 ? separator : "").Append(end);
            if (random.Next(60) == 0)
                text.Append(random.Next(2) == 0 ? "# remark" : new string('9', 5000)).Append(end);
        }
        return text.ToString();
    }

    private byte[] Array()
    {
        string[] types = ["<f8", ">f4", "<i2", "|u1", "<c16", "|O", "<f16", "", "<f-8"],
            shapes = ["(20, 2)", "(2, 20)", "(40,)", "()", "(999999999, 999999999)", "(0, 2)", "(-1, 2)", "(20, 2", "(16, 16)"];
        string header = $"{{'descr': '{types[random.Next(random.Next(2) == 0 ? 1 : types.Length)]}', 'fortran_order': {(random.Next(4) == 0 ? "True" : "False")}, "
            + $"'shape': {shapes[random.Next(random.Next(2) == 0 ? 1 : shapes.Length)]}, }}\n";
        double[] values = [.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(60) : 40).Select(_ => random.Next(200) == 0 ? double.NaN : random.NextDouble() - 0.5)];
        return [0x93, .. "NUMPY"u8, (byte)random.Next(1, 3 + random.Next(2)), 0, .. BitConverter.GetBytes((ushort)header.Length),
            .. Encoding.ASCII.GetBytes(header), .. values.SelectMany(BitConverter.GetBytes)];
    }

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
