using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The histogram of velocities in a file against the kernel estimate that the run starts from, an axis a panel.</summary>
internal sealed class SamplesFigure : IFigure
{
    private static readonly string[] Axes = ["v_x", "v_y", "v_z"];

    public int Order => 45;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Scenario.Initial.OfType<SamplesSettings>().FirstOrDefault(part => File.Exists(part.File)) is not { } part)
            return null;
        try
        {
            return Make(experiment, part);
        }
        catch (Exception error) when (error is DataFileException or ArgumentException)
        {
            // The file is another one than the run had; what was computed can be shown without it.
            return null;
        }
    }

    private static Figure Make(StoredExperiment experiment, SamplesSettings part)
    {
        VelocityGrid grid = experiment.Plan.Grid;
        int d = grid.Dimension;
        SampleFileContent content = SampleFile.Read(part.File!, d, part.Columns, part.WeightColumn);
        IInitialDensity density = part.Density(new DensityInput(
            d, grid.HalfWidth, grid.Points, experiment.Scenario.Kernel.Gamma, experiment.Scenario.Kernel.Strength, grid.Origin));
        double[] values = new double[grid.Size];
        InitialDensities.OnProduct(density, [.. Enumerable.Repeat(grid.Axis, d)], values);
        LinePanel[] panels = [.. Enumerable.Range(0, d).Select(axis => Panel(grid, content, values, axis))];
        return new Figure(
            "samples", "Velocities in the file against their estimate",
            $"Points: the histogram of the {content.Velocities.Length / d} velocities in {Path.GetFileName(part.File)} along each axis, with the standard errors of "
                + "the counts. Curve: the kernel estimate on the grid, which keeps their mean and covariance.",
            panels);
    }

    private static LinePanel Panel(VelocityGrid grid, SampleFileContent content, double[] values, int axis)
    {
        double[] marginal = Marginal(grid, values, axis);
        (double[] centres, double[] heights, double[] errors) = Histogram(content, grid.Dimension, axis, grid.HalfWidth, grid.Points);
        int[] kept = [.. Enumerable.Range(0, heights.Length).Where(k => heights[k] > 0)];
        return new LinePanel
        {
            Title = $"along {Axes[axis]}, t = 0",
            XLabel = Axes[axis],
            YLabel = "density",
            Series =
            [
                new Series(ModelRegistry.Landau.Name, "estimate", grid.Axis, marginal) { Form = SeriesForm.Curve },
                new Series(ModelStyle.Numbered(1), "samples", [.. kept.Select(k => centres[k])], [.. kept.Select(k => heights[k])],
                    [.. kept.Select(k => errors[k])], SeriesForm.Points),
            ],
            Alt = $"Histogram of the samples along {Axes[axis]} and the density estimated from them: largest values {StoredExperiment.Text(heights.Max())} and "
                + $"{StoredExperiment.Text(marginal.Max())}.",
        };
    }

    /// <summary>The density of one component of the velocity, of mass 1: the sum of n^d values over the other axes.</summary>
    internal static double[] Marginal(VelocityGrid grid, double[] values, int axis)
    {
        double[] marginal = new double[grid.Points];
        for (int i = 0; i < values.Length; i++)
            marginal[grid.AxisIndex(i, axis)] += values[i];
        double mass = marginal.Sum() * grid.Spacing;
        return [.. marginal.Select(value => value / mass)];
    }

    /// <summary>Shares of the weight in cells of [-L, L) over their width, with the standard errors of weighted counts, sqrt(sum w^2)/sum w.</summary>
    internal static (double[] Centres, double[] Heights, double[] Errors) Histogram(SampleFileContent content, int dimension, int axis, double halfWidth, int cells)
    {
        double[] sums = new double[cells], squares = new double[cells];
        double width = 2 * halfWidth / cells, total = 0;
        for (int i = 0; i < content.Velocities.Length / dimension; i++)
        {
            double weight = content.Weights?[i] ?? 1;
            total += weight;
            int cell = (int)Math.Floor((content.Velocities[i * dimension + axis] + halfWidth) / width);
            if (cell < 0 || cell >= cells)
                continue;
            sums[cell] += weight;
            squares[cell] += weight * weight;
        }
        return ([.. Enumerable.Range(0, cells).Select(k => -halfWidth + (k + 0.5) * width)], [.. sums.Select(sum => sum / total / width)],
            [.. squares.Select(square => Math.Sqrt(square) / total / width)]);
    }
}
