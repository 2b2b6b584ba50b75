namespace Hierarchy.Scenarios;

/// <summary>Whether an experiment has a <see cref="Companion"/>.</summary>
public static class ErrorSettings
{
    /// <summary>Where the companion is cheap.</summary>
    public const string Auto = "auto";

    public const string On = "on";
    public const string Off = "off";
}
