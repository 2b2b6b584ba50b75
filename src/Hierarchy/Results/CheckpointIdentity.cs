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
/// What the files of a checkpoint begin with: a mark, the version of their format, the program whose results they continue, its transforms, and the hashes of
/// the experiment: that of the resolved scenario as the folder holds it, and that of what the data files hold, whatever they are called and wherever links
/// lead. All later formats begin in the same way; since format 8 the machine follows.
/// </summary>
internal sealed class CheckpointIdentity
{
    /// <summary>The version of the format; it rises with every change of what the files hold.</summary>
    public const int FormatVersion = 12;

    private readonly int _version;
    private const int FirstWithMachine = 8;
    private readonly string _program;
    private readonly byte[] _scenario, _data;

    private CheckpointIdentity(int version, string program, string transform, byte[] scenario, byte[] data, string machine, string processor) =>
        (_version, _program, Transform, _scenario, _data, Machine, Processor) = (version, program, transform, scenario, data, machine, processor);

    /// <summary>The name of the transform engine that the experiment began with.</summary>
    public string Transform { get; }

    /// <summary>What the last bits of results may depend on beside the program: runtime, architecture and the vectors of the processor.</summary>
    public string Machine { get; }

    /// <summary>The kind of processor.</summary>
    public string Processor { get; }

    /// <summary>Whether files of another machine are taken.</summary>
    public bool AcceptsOtherMachine { get; init; }

    /// <summary>The identity of an experiment run by this program on this machine, with the transform engine that is chosen now.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="scenario">The text of its resolved scenario.</param>
    /// <param name="acceptsOtherMachine">Whether files of another machine are taken.</param>
    /// <exception cref="IOException">A data file of the scenario cannot be read.</exception>
    public static CheckpointIdentity Of(ExperimentPlan plan, string scenario, bool acceptsOtherMachine = false)
    {
        using var data = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in plan.Scenario.Initial.OfType<DataFileSettings>().Select(component => component.File!))
            data.AppendData(SHA256.HashData(OrdinaryFile.ReadBytes(file)));
        byte[] text = SHA256.HashData(Encoding.UTF8.GetBytes(scenario));
        return new CheckpointIdentity(FormatVersion, Program, TransformEngines.Current.Name(), text, data.GetHashAndReset(), ThisMachine, MachineDescription.ProcessorName())
        {
            AcceptsOtherMachine = acceptsOtherMachine,
        };
    }

    /// <summary>The build of the library.</summary>
    public static string Program { get; } =
        $"{typeof(CheckpointIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]} "
        + $"(build {typeof(CheckpointIdentity).Module.ModuleVersionId.ToString()[..8]})";

    /// <summary>This machine.</summary>
    public static string ThisMachine { get; } =
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture} with "
            + $"{(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits";

    /// <summary>Writes the beginning of a file.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(OwnFile.Mark);
        writer.Write(_version);
        writer.Write(_program);
        writer.Write(Transform);
        writer.Write(_scenario);
        writer.Write(_data);
        if (_version < FirstWithMachine)
            return;
        writer.Write(Machine);
        writer.Write(Processor);
    }

    /// <summary>Reads the beginning of a file; null if it is none.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter.</exception>
    public static CheckpointIdentity? Read(BinaryReader reader)
    {
        if (!reader.ReadBytes(OwnFile.Mark.Length).AsSpan().SequenceEqual(OwnFile.Mark))
            return null;
        (int version, string program, string transform) = (reader.ReadInt32(), reader.ReadString(), reader.ReadString());
        byte[] scenario = reader.ReadBytes(SHA256.HashSizeInBytes), data = reader.ReadBytes(SHA256.HashSizeInBytes);
        if (data.Length < SHA256.HashSizeInBytes)
            throw new EndOfStreamException();
        (string machine, string processor) = version < FirstWithMachine ? ("", "") : (reader.ReadString(), reader.ReadString());
        return new CheckpointIdentity(version, program, transform, scenario, data, machine, processor);
    }

    /// <summary>Whether a file holds the scenario of the experiment, to the byte.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool IsOf(string scenario) => File.Exists(scenario) && SHA256.HashData(OrdinaryFile.ReadBytes(scenario)).AsSpan().SequenceEqual(_scenario);

    /// <summary>Whether scenario and data are the same.</summary>
    public bool IsSameExperiment(CheckpointIdentity other) => _scenario.AsSpan().SequenceEqual(other._scenario) && _data.AsSpan().SequenceEqual(other._data);

    /// <summary>Whether the experiment was begun by this program in its format, but on another machine.</summary>
    public bool IsOfOtherMachine(CheckpointIdentity here) => _version == here._version && _program == here._program && Machine != here.Machine;

    /// <summary>Why a file with this beginning is not used by an experiment; null if it is.</summary>
    /// <param name="wanted">The identity of the experiment.</param>
    public string? Refusal(CheckpointIdentity wanted)
    {
        if (_version != wanted._version)
            return $"has the format {_version}, this program writes {wanted._version}";
        if (_program != wanted._program)
            return $"was written by version {_program}, with which the last bits of results may differ from those of this version {wanted._program}";
        if (Machine != wanted.Machine && !wanted.AcceptsOtherMachine)
            return $"was written on {Machine}, with which the last bits of results may differ from those of {wanted.Machine}";
        if (Transform != wanted.Transform)
            return $"was written with the transforms of {Transform}, the experiment goes on with those of {wanted.Transform}";
        return IsSameExperiment(wanted) ? null : "belongs to another scenario or to other data files";
    }
}
