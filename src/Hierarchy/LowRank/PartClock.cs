namespace Hierarchy.LowRank;

/// <summary>Processor seconds of the parts of a step, all threads together; only a benchmark asks for them.</summary>
internal sealed class PartClock
{
    private readonly Dictionary<string, double> _seconds = [];

    /// <summary>The parts and their seconds since the last <see cref="Clear"/>.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    public void Clear() => _seconds.Clear();

    /// <summary>The work of a part.</summary>
    public static T Time<T>(PartClock? clock, string part, Func<T> work)
    {
        if (clock is null)
            return work();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        T result = work();
        clock._seconds[part] = clock._seconds.GetValueOrDefault(part) + (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        return result;
    }
}
