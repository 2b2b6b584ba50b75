namespace Hierarchy.Cli.Commands;

/// <summary>What the program tells its caller.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>Unknown command or option.</summary>
    WrongUsage = 1,

    /// <summary>The scenario, or the place for its results, was refused before anything ran.</summary>
    Refused = 2,

    /// <summary>A model could not be integrated to the end.</summary>
    NumericalFailure = 3,

    /// <summary>Stopped by the user before the end.</summary>
    Stopped = 4,

    /// <summary>A file could not be read or written.</summary>
    InputOutput = 5,
}
