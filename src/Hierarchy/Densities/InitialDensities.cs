using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>Initial data on the grid.</summary>
public static class InitialDensities
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
        double[] values = new double[grid.Size];
        int perPlane = grid.Size / grid.Points;
        WorkCrew.Run(grid.Points, (plane, _) => SamplePlane(grid, components, values, plane * perPlane, perPlane));
        values.CopyTo(destination);
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

    private static void SamplePlane(VelocityGrid grid, IReadOnlyList<IInitialDensity> components, double[] values, int start, int count)
    {
        Span<double> velocity = stackalloc double[grid.Dimension];
        for (int i = start; i < start + count; i++)
        {
            for (int a = 0; a < velocity.Length; a++)
                velocity[a] = grid.Velocity(i, a);
            double sum = 0;
            for (int c = 0; c < components.Count; c++)
                sum += components[c].Weight * components[c].Evaluate(velocity);
            values[i] = sum;
        }
    }
}
