using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>Whether a disk holds the results of an experiment, asked before it begins.</summary>
internal static class DiskSpace
{
    /// <summary>Results below this are not asked for.</summary>
    private const long Small = 100_000_000;

    /// <summary>
    /// What the folder of an experiment takes at the most, in bytes: its fields in the journal, and once more in results.h5 before the journal is removed, for
    /// which no compression is counted on.
    /// </summary>
    public static long Needed(ExperimentPlan plan, bool hasJournal) => plan.FieldBytes <= Small ? 0 : (hasJournal ? 1 : 2) * plan.FieldBytes;

    /// <summary>What is free where a folder lies or will lie; null if the system does not tell.</summary>
    public static long? Available(string folder)
    {
        string? place = Path.GetFullPath(folder);
        while (place is not null && !Directory.Exists(place))
            place = Path.GetDirectoryName(place);
        try
        {
            return place is null ? null : new DriveInfo(place).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
