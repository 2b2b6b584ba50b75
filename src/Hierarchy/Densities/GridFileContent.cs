using System.Globalization;
using Hierarchy.Densities.Files;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>A density as a data file holds it: values on a product of axes.</summary>
/// <param name="Axes">The axes, increasing; v_perp and v_par if it is gyrotropic.</param>
/// <param name="Values">The values, the first axis slowest.</param>
/// <param name="Dataset">What of the file it is: the path of a dataset, or empty where a file holds one thing.</param>
/// <param name="Time">The time of the values, or null if the file has no times.</param>
/// <param name="IsGyrotropic">Whether the values depend on the speed across the last axis and the velocity along it.</param>
/// <param name="HalfWidth">The half width of their box that is stated beside the axes; null if none is.</param>
internal sealed record GridFileContent(IReadOnlyList<double[]> Axes, double[] Values, string Dataset, double? Time, bool IsGyrotropic, double? HalfWidth)
{
    /// <summary>Values beyond this overflow where they are squared.</summary>
    private const double LargestValue = 1e100;

    /// <summary>The grid of the solver on which the values lie, or null if they have to be interpolated.</summary>
    public VelocityGrid? Grid { get; } = IsGyrotropic ? null : GridOf(Axes, HalfWidth);

    /// <summary>The density.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="weight">The weight of the component.</param>
    /// <exception cref="DataFileException">The values are no density.</exception>
    public IInitialDensity Density(string file, double weight)
    {
        string what = Dataset.Length == 0 ? $"\"{file}\"" : $"\"{file}\": \"{Dataset}\"";
        double largest = 0;
        foreach (double value in Values)
        {
            if (!double.IsFinite(value))
                throw new DataFileException($"{what} holds values that are no finite numbers");
            largest = Math.Max(largest, Math.Abs(value));
        }
        if (largest > LargestValue)
            throw new DataFileException(string.Create(CultureInfo.InvariantCulture, $"{what} holds values up to {largest:G3}; at most {LargestValue:G1} are read"));
        try
        {
            return IsGyrotropic ? new GyrotropicDensity(Axes[0], Axes[1], Values, weight) : Grid is { } grid ? new GridDensity(grid, Values, weight)
                : new LatticeDensity(Axes, Values, weight);
        }
        catch (ArgumentException error)
        {
            throw new DataFileException($"{what} is no density: its mass and its temperature have to be positive", error);
        }
    }

    private static VelocityGrid? GridOf(IReadOnlyList<double[]> axes, double? stated)
    {
        bool isHalfCell = LatticeAxis.IsHalfCell(axes[0], stated);
        if ((isHalfCell ? stated : LatticeAxis.PeriodicHalfWidth(axes[0])) is not { } halfWidth || !VelocityGrid.IsSupportedLength(axes[0].Length))
            return null;
        double slack = 1e-4 * LatticeAxis.Spacing(axes[0]);
        bool isCube = axes.All(axis => axis.Length == axes[0].Length && axis.Zip(axes[0]).All(pair => Math.Abs(pair.First - pair.Second) <= slack));
        return isCube ? new VelocityGrid(axes.Count, axes[0].Length, halfWidth, isHalfCell ? GridOrigin.HalfCell : GridOrigin.Edge) : null;
    }
}
