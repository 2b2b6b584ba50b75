namespace Hierarchy.Scenarios;

/// <summary>Whether the symmetry of the datum is used.</summary>
public static class SymmetrySettings
{
    public const string Auto = "auto";
    public const string None = "none";
}
