using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>
/// The mean and the covariance of a data file beside those of the density on the grid that was made of it, so that what an estimate or a box changes can be
/// seen.
/// </summary>
/// <param name="Path">Which component of the scenario it is.</param>
/// <param name="Mean">That of the file, d values.</param>
/// <param name="Covariance">That of the file, d x d values.</param>
/// <param name="GridMean">That of the component on the grid.</param>
/// <param name="GridCovariance">That of the component on the grid.</param>
internal sealed record DataFileMoments(string Path, IReadOnlyList<double> Mean, IReadOnlyList<double> Covariance, IReadOnlyList<double> GridMean,
    IReadOnlyList<double> GridCovariance)
{
    /// <summary>Reads the component of a plan off the grid, in the units of the file.</summary>
    internal static DataFileMoments Of(string path, ExperimentPlan plan, DataFileSettings component, IInitialDensity density)
    {
        // Rescaled data lie on the grid in other units; those of the file are found on the grid as the scenario states it.
        VelocityGrid grid = plan.Grid;
        double scale = plan.Scenario.Rescale ? Math.Sqrt(density.Covariance.Where((_, ab) => ab / grid.Dimension == ab % grid.Dimension).Average()) : 1;
        double[] shift = plan.Scenario.Rescale ? [.. density.Mean] : new double[grid.Dimension], values = new double[grid.Size];
        InitialDensities.OnProduct(density, [.. shift.Select(m => grid.Axis.Select(v => scale * v + m).ToArray())], values);
        int d = grid.Dimension;
        double mass = values.Sum();
        double[] mean = new double[d], covariance = new double[d * d];
        for (int i = 0; i < values.Length; i++)
        {
            for (int a = 0; a < d; a++)
                mean[a] += values[i] / mass * (scale * grid.Velocity(i, a) + shift[a]);
        }
        for (int i = 0; i < values.Length; i++)
        {
            for (int ab = 0; ab < d * d; ab++)
                covariance[ab] += values[i] / mass * (scale * grid.Velocity(i, ab / d) + shift[ab / d] - mean[ab / d]) * (
                    scale * grid.Velocity(i, ab % d) + shift[ab % d] - mean[ab % d]);
        }
        return new DataFileMoments($"{path} ({System.IO.Path.GetFileName(component.File)})", density.Mean, density.Covariance, mean, covariance);
    }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Path}: mean ({Text(Mean)}), covariance ({Text(Covariance)}) in the file; ({Text(GridMean)}), ({Text(GridCovariance)}) on the grid";

    private static string Text(IReadOnlyList<double> values) =>
        string.Join(", ", values.Select(value => (Math.Abs(value) < 1e-12 ? 0 : value).ToString("G5", CultureInfo.InvariantCulture)));
}
