using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using Hierarchy.Densities;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Results;

/// <summary>
/// What the files of a checkpoint begin with: a mark, the version of their format, the program whose results they continue and the hash of the experiment,
/// its data files included. A file with another beginning is not used.
/// </summary>
internal sealed class CheckpointIdentity
{
    /// <summary>The version of the format; it rises with every change of what the files hold.</summary>
    public const int FormatVersion = 6;

    private static readonly byte[] Mark = "HIERCHK\n"u8.ToArray();
    private readonly byte[] _experiment;
    private readonly string _program;

    /// <summary>The identity of an experiment run by this program on this machine, with the transform engine that is chosen now.</summary>
    /// <exception cref="IOException">A data file of the scenario cannot be read.</exception>
    public CheckpointIdentity(ExperimentPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(ScenarioWriter.Write(plan.Scenario)));
        foreach (string file in plan.Scenario.Initial.Select(component => component.File).OfType<string>())
            hash.AppendData(OrdinaryFile.ReadBytes(file));
        _experiment = hash.GetHashAndReset();
        _program = TransformEngines.Current == default ? Program : $"{Program} with the transforms of {TransformEngines.Current.Name()}";
    }

    /// <summary>
    /// The build of the library, the runtime and the vectors of the processor: what the last bits of results may depend on.
    /// </summary>
    public static string Program { get; } =
        $"{typeof(CheckpointIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]} "
        + $"(build {typeof(CheckpointIdentity).Module.ModuleVersionId.ToString()[..8]}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture} with "
        + $"{(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits)";

    /// <summary>Writes the beginning of a file.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Mark);
        writer.Write(FormatVersion);
        writer.Write(_program);
        writer.Write(_experiment);
    }

    /// <summary>Reads the beginning of a file whose hash is right.</summary>
    /// <returns>Null if it is that of this experiment and program, otherwise why not.</returns>
    public string? Refusal(BinaryReader reader)
    {
        if (!reader.ReadBytes(Mark.Length).AsSpan().SequenceEqual(Mark))
            return "is no checkpoint";
        int version = reader.ReadInt32();
        if (version != FormatVersion)
            return $"has the format {version}, this program writes {FormatVersion}";
        string program = reader.ReadString();
        if (program != _program)
            return $"was written by version {program}, with which the last bits of results may differ from those of this version {_program}";
        return reader.ReadBytes(_experiment.Length).AsSpan().SequenceEqual(_experiment) ? null : "belongs to another scenario or to other data files";
    }
}
