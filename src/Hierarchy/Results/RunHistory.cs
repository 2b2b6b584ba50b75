using System.Diagnostics;
using System.Globalization;
using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>One time that a program worked on an experiment.</summary>
/// <param name="CommandLine">The command.</param>
/// <param name="ToolVersion">The version of the program.</param>
/// <param name="Threads">The threads it used.</param>
/// <param name="Start">When it began.</param>
internal sealed record RunSession(string CommandLine, string ToolVersion, int Threads, DateTimeOffset Start)
{
    /// <summary>When it ended; null if it did not come to say so.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>What it took; nothing if it did not come to say so.</summary>
    public RunTime Took { get; init; }

    /// <summary>The most memory that it held, in bytes.</summary>
    public long PeakMemory { get; init; }

    public static RunSession Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadInt32(), Instant(reader.ReadString()))
    {
        End = reader.ReadBoolean() ? Instant(reader.ReadString()) : null,
        Took = RunTime.Read(reader),
        PeakMemory = reader.ReadInt64(),
    };

    public void Write(BinaryWriter writer)
    {
        writer.Write(CommandLine);
        writer.Write(ToolVersion);
        writer.Write(Threads);
        writer.Write(Text(Start));
        writer.Write(End is not null);
        if (End is { } end)
            writer.Write(Text(end));
        Took.Write(writer);
        writer.Write(PeakMemory);
    }

    public static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}

/// <summary>The file "history" of a checkpoint: the commands that worked on the experiment, the first one first, and where the values of its scenario came from.</summary>
internal sealed class RunHistory
{
    public const string FileName = "history";
    private readonly string _path;
    private readonly CheckpointIdentity _identity;
    private readonly List<RunSession> _sessions = [];
    private readonly RunTime _start = RunTime.Now;

    private RunHistory(string path, CheckpointIdentity identity) => (_path, _identity) = (path, identity);

    /// <summary>The commands; the last one is the present one.</summary>
    public IReadOnlyList<RunSession> Sessions => _sessions;

    /// <summary>Where the values of the scenario came from; empty if nobody knows.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; private set; } = [];

    /// <summary>Adds a command to the history of an experiment, or begins it.</summary>
    /// <param name="folder">The folder of the checkpoint.</param>
    /// <param name="identity">The experiment.</param>
    /// <param name="session">The command.</param>
    /// <param name="sources">Where its values come from, if it is the first command.</param>
    /// <param name="before">The commands that worked on results which this experiment replaces.</param>
    /// <param name="refusal">Why an earlier history was not used; empty if it was, or if there was none.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static RunHistory Begin(string folder, CheckpointIdentity identity, RunSession session, IReadOnlyList<KeyValuePair<string, string>> sources,
        IReadOnlyList<RunSession> before, out string refusal)
    {
        var history = new RunHistory(Path.Combine(folder, FileName), identity) { Sources = sources };
        refusal = history.TryRead();
        if (history._sessions.Count == 0)
            history._sessions.AddRange(before);
        else
            history.Sources = SettingSources.Joined(history.Sources, sources);
        history._sessions.Add(session);
        history.Write();
        return history;
    }

    /// <summary>Says that the present command ends.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void End(DateTimeOffset end)
    {
        using Process self = Process.GetCurrentProcess();
        _sessions[^1] = _sessions[^1] with { End = end, Took = RunTime.Now - _start, PeakMemory = self.PeakWorkingSet64 };
        Write();
    }

    private string TryRead()
    {
        if (!File.Exists(_path))
            return "";
        using BinaryReader? reader = SealedFile.Open(_path, _identity, out string refusal);
        if (reader is null)
            return $"{_path} {refusal}; the commands before this one are not known";
        SealedFile.Read(_path, () =>
        {
            int count = CheckpointFormat.ReadLength(reader);
            for (int i = 0; i < count; i++)
                _sessions.Add(RunSession.Read(reader));
            var sources = new KeyValuePair<string, string>[CheckpointFormat.ReadLength(reader)];
            for (int i = 0; i < sources.Length; i++)
                sources[i] = new(reader.ReadString(), reader.ReadString());
            Sources = sources;
            return true;
        });
        return "";
    }

    private void Write() => SealedFile.Write(_path, _identity, [], writer =>
    {
        writer.Write(_sessions.Count);
        foreach (RunSession session in _sessions)
            session.Write(writer);
        writer.Write(Sources.Count);
        foreach ((string key, string source) in Sources)
        {
            writer.Write(key);
            writer.Write(source);
        }
    });
}
