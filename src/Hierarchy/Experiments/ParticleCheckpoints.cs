using System.Security.Cryptography;
using System.Text;
using Hierarchy.Particles;

namespace Hierarchy.Experiments;

/// <summary>
/// The folder "checkpoint" of an experiment: one file for each particle run with the sums of the replicas done. A file is written under a temporary name
/// and begins with a version, the hash of what it belongs to and the hash of its content; one that does not fit is not used.
/// </summary>
public sealed class ParticleCheckpoints : IParticleStore
{
    public const string FolderName = "checkpoint";
    private const int Version = 1;
    private readonly string _folder;
    private readonly byte[] _experiment;

    /// <summary>Keeps the particle runs of an experiment in its output folder.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="plan">The experiment.</param>
    public ParticleCheckpoints(string folder, ExperimentPlan plan)
    {
        _folder = Path.Combine(folder, FolderName);
        _experiment = SHA256.HashData(Encoding.UTF8.GetBytes(ScenarioWriter.Write(plan.Scenario)));
    }

    /// <summary>The files that were refused because they are damaged or belong to something else.</summary>
    public IReadOnlyList<string> Refused => _refused;

    private readonly List<string> _refused = [];

    /// <inheritdoc/>
    public bool TryRestore(PlannedRun run, ParticleExperiment experiment)
    {
        string file = FileOf(run);
        if (!File.Exists(file))
            return false;
        byte[] content = File.ReadAllBytes(file);
        int header = sizeof(int) + 2 * SHA256.HashSizeInBytes;
        bool fits = content.Length > header && BitConverter.ToInt32(content) == Version
            && content.AsSpan(sizeof(int), SHA256.HashSizeInBytes).SequenceEqual(_experiment)
            && content.AsSpan(sizeof(int) + SHA256.HashSizeInBytes, SHA256.HashSizeInBytes).SequenceEqual(SHA256.HashData(content.AsSpan(header)));
        if (!fits)
        {
            _refused.Add(file);
            return false;
        }
        using var stream = new MemoryStream(content, header, content.Length - header);
        experiment.Restore(stream);
        return true;
    }

    /// <inheritdoc/>
    public void Save(PlannedRun run, ParticleExperiment experiment)
    {
        using var sums = new MemoryStream();
        experiment.Save(sums);
        byte[] content = sums.ToArray();
        Directory.CreateDirectory(_folder);
        string file = FileOf(run), part = file + ".part";
        using (FileStream stream = File.Create(part))
        {
            stream.Write(BitConverter.GetBytes(Version));
            stream.Write(_experiment);
            stream.Write(SHA256.HashData(content));
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(part, file, overwrite: true);
    }

    /// <summary>Removes the folder.</summary>
    public void Clear()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private string FileOf(PlannedRun run) => Path.Combine(_folder, $"{run.Model}-{run.Particles}.bin");
}
