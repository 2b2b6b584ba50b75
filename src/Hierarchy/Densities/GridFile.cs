using Hierarchy.Densities.Files;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// A density in a file, by the kind of the file: an HDF5 dataset with its axes, an array of NumPy (.npy) in a box whose half width is given, or a table of text whose
/// columns are named. What each may look like is <see cref="HdfGridReader"/>, <see cref="NpyFile"/> and <see cref="TableGridReader"/>.
/// </summary>
internal static class GridFile
{
    /// <summary>The dataset that is read when none is named: /f1 itself or, in the results of a run, that of the direct solver.</summary>
    public const string DirectSolver = "/f1/landau/infinity";

    /// <summary>Reads a density.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="dataset">The path of the dataset; null for /f1, for <see cref="DirectSolver"/> where /f1 is a group, or for the only dataset that can be one.</param>
    /// <param name="time">One of the times of the dataset; null for the last one that holds numbers.</param>
    /// <param name="halfWidth">The half width of the box where the file does not state it.</param>
    /// <param name="origin">Where the points lie in it where the file does not state it; null for the edge.</param>
    /// <param name="columns">The columns of a table; null for those that its header names.</param>
    /// <exception cref="DataFileException">The file does not exist, cannot be read or holds something else.</exception>
    public static GridFileContent Read(
        string file, int dimension, string? dataset, double? time, double? halfWidth = null, GridOrigin? origin = null, IReadOnlyList<string>? columns = null)
    {
        try
        {
            byte[] start = new byte[8];
            int length;
            using (FileStream stream = OrdinaryFile.Open(file))
                length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (NpyFile.IsOne(start) || (!IsNamedHdf(file) && TextTable.LooksLikeText(start.AsSpan(0, length))))
            {
                if (dataset is not null || time is not null)
                    throw new DataFileException($"\"{file}\" is no HDF5 file, so it has no dataset and no times to choose from");
                if (!NpyFile.IsOne(start))
                    return TableGridReader.Read(file, dimension, halfWidth, columns);
                RefuseColumns(file, columns);
                return NpyFile.ReadGrid(file, dimension, halfWidth, origin);
            }
            RefuseColumns(file, columns);
            using var open = new HdfFile(file);
            return new HdfGridReader(open, file, dimension).Read(dataset, time, halfWidth, origin);
        }
        catch (Exception error) when (error is (IOException and not DataFileException) or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or OutOfMemoryException)
        {
            throw DataFileException.Of(file, error);
        }
        catch (Exception error) when (error is OverflowException or IndexOutOfRangeException)
        {
            throw new DataFileException($"\"{file}\" is damaged", error);
        }
    }

    private static void RefuseColumns(string file, IReadOnlyList<string>? columns)
    {
        if (columns is not null)
            throw new DataFileException($"\"{file}\" is no table, so it has no columns to choose from");
    }

    private static bool IsNamedHdf(string file) => Path.GetExtension(file).ToLowerInvariant() is ".h5" or ".hdf5" or ".hdf" or ".he5" or ".nc" or ".nc4";
}
