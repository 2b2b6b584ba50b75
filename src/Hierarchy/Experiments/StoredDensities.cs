using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hierarchy.Densities;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using PureHDF;

namespace Hierarchy.Experiments;

/// <summary>
/// The densities that a program brought, as a data file in the output folder, so that the folder tells its whole experiment. The file is called by the hash of its values:
/// the same experiment finds its own file, another one writes another.
/// </summary>
internal static class StoredDensities
{
    /// <summary>Writes the file unless it is there, and gives the scenario that reads it.</summary>
    /// <param name="scenario">With densities by their values.</param>
    /// <param name="folder">The output folder.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static Scenario Write(Scenario scenario, string folder)
    {
        OwnSettings[] own = [.. scenario.Initial.OfType<OwnSettings>()];
        string path = Path.Combine(Path.GetFullPath(folder), ResultFolder.DensitiesName(HashOf(own)));
        if (!File.Exists(path))
            WriteFile(scenario, own, path);
        return scenario with
        {
            Initial = [.. scenario.Initial.Select(
            component => component is OwnSettings density ? Stored(density, path, Array.IndexOf(own, density)) : component)]
        };
    }

    private static GridDataSettings Stored(OwnSettings component, string path, int number) =>
        new() { Weight = component.Weight, File = path, Dataset = "/" + NameOf(number) };

    private static string NameOf(int number) => "density" + (number + 1).ToString(CultureInfo.InvariantCulture);

    private static string HashOf(OwnSettings[] own)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (OwnSettings component in own)
            hash.AppendData(MemoryMarshal.AsBytes<double>(component.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void WriteFile(Scenario scenario, OwnSettings[] own, string path)
    {
        ulong[] shape = [.. scenario.CreateGrid().Shape.Select(n => (ulong)n)];
        var file = new H5File();
        file.Attributes["half_width"] = scenario.Grid.HalfWidth;
        file["axes"] = new H5Group { ["velocity"] = new H5Dataset(scenario.CreateGrid().Axis) };
        for (int i = 0; i < own.Length; i++)
            file[NameOf(i)] = new H5Dataset(own[i].Values!, fileDims: shape);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path + ".tmp");
        file.Write(path + ".tmp");
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
