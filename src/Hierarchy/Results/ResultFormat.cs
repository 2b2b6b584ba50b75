using System.Globalization;

namespace Hierarchy.Results;

/// <summary>The number of the format of a folder of results, in manifest.json and in results.h5. It rises when an older program would misread what a newer one writes.</summary>
internal static class ResultFormat
{
    /// <summary>The format that this program writes; folders without a number are of format 1.</summary>
    public const int Number = 3;

    /// <summary>The key of the manifest and the attribute of the field file.</summary>
    public const string Key = "format";

    /// <summary>Refuses what a newer program wrote.</summary>
    /// <param name="found">The number in the file; 0 where it has none.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NewerFormatException">The format is newer than this program.</exception>
    public static void Require(double found, string path)
    {
        if (found > Number)
            throw new NewerFormatException($"{path} has the format {found.ToString("R", CultureInfo.InvariantCulture)} of a newer version of this program; this one "
                + $"reads formats up to {Number}");
    }
}

/// <summary>A file that a newer program wrote.</summary>
internal sealed class NewerFormatException(string message) : IOException(message);
