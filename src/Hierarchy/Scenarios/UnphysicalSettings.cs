namespace Hierarchy.Scenarios;

/// <summary>What becomes of a run that has left the densities; see <see cref="Results.PhysicalVerdict"/>.</summary>
public static class UnphysicalSettings
{
    /// <summary>It goes on to the end.</summary>
    public const string Continue = "continue";

    /// <summary>It ends at the first output time that shows it.</summary>
    public const string Stop = "stop";
}
