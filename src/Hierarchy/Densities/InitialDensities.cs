using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>Initial data on the grid.</summary>
internal static class InitialDensities
{
    /// <summary>f_0 = sum_k Weight_k f_k at the n^d points of the grid.</summary>
    /// <exception cref="ArgumentException">No component, or one of another dimension, or a destination of another length.</exception>
    public static void OnGrid(VelocityGrid grid, IReadOnlyList<IInitialDensity> components, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count == 0)
            throw new ArgumentException("at least one component", nameof(components));
        if (destination.Length != grid.Size)
            throw new ArgumentException("the destination has n^d values", nameof(destination));
        foreach (IInitialDensity component in components)
        {
            if (component.Dimension != grid.Dimension)
                throw new ArgumentException("components have the dimension of the grid", nameof(components));
        }
        double[][] axes = [.. Enumerable.Repeat(grid.Axis, grid.Dimension)];
        IInitialDensity[] pointwise = [.. components.Where(component => component is not ITensorDensity)];
        Fill(pointwise, axes, destination);
        double[] values = [];
        foreach (ITensorDensity component in components.OfType<ITensorDensity>())
        {
            if (values.Length == 0)
                values = new double[grid.Size];
            component.Fill(axes, values);
            TensorPrimitives.MultiplyAdd(values, component.Weight, destination, destination);
        }
    }

    /// <summary>f of mass one at every point of a product of axes, row-major, the first axis slowest.</summary>
    internal static void OnProduct(IInitialDensity density, double[][] axes, Span<double> destination)
    {
        if (density is ITensorDensity tensor)
        {
            tensor.Fill(axes, destination);
            return;
        }
        Fill([density], axes, destination);
        TensorPrimitives.Divide(destination, density.Weight, destination);
    }

    /// <summary>The mass of the datum outside the box, an upper bound.</summary>
    public static double MassOutside(VelocityGrid grid, IReadOnlyList<IInitialDensity> components)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(components);
        double mass = 0;
        foreach (IInitialDensity component in components)
            mass += component.Weight * component.MassOutside(grid.HalfWidth);
        return mass;
    }

    private static void Fill(IInitialDensity[] components, double[][] axes, Span<double> destination)
    {
        double[] values = new double[destination.Length];
        int perPlane = destination.Length / axes[0].Length;
        WorkCrew.Run(axes[0].Length, (plane, _) => SamplePlane(components, axes, plane, values.AsSpan(plane * perPlane, perPlane)));
        values.CopyTo(destination);
    }

    private static void SamplePlane(IInitialDensity[] components, double[][] axes, int plane, Span<double> values)
    {
        Span<double> velocity = stackalloc double[axes.Length];
        velocity[0] = axes[0][plane];
        for (int i = 0; i < values.Length; i++)
        {
            for (int a = axes.Length - 1, rest = i; a > 0; a--)
            {
                velocity[a] = axes[a][rest % axes[a].Length];
                rest /= axes[a].Length;
            }
            double sum = 0;
            foreach (IInitialDensity component in components)
                sum += component.Weight * component.Evaluate(velocity);
            values[i] = sum;
        }
    }
}
