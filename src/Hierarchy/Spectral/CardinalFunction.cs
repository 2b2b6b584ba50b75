namespace Hierarchy.Spectral;

/// <summary>
/// The cardinal function of trigonometric interpolation with n points on a period 2L: sin(n t/2) cot(t/2)/n with t = pi x/L, which is 1 at x = 0 and 0 at the other points.
/// </summary>
internal static class CardinalFunction
{
    private const double Smallest = 1e-12;

    /// <summary>Its value at a distance x from its point.</summary>
    public static double At(VelocityGrid grid, double distance)
    {
        double t = Math.PI * distance / grid.HalfWidth, sine = Math.Sin(t / 2);
        return Math.Abs(sine) < Smallest ? 1 : Math.Sin(grid.Points * t / 2) * Math.Cos(t / 2) / (sine * grid.Points);
    }

    /// <summary>The n^d weights that turn the values of a field on the grid into that of its interpolant at one velocity.</summary>
    /// <exception cref="ArgumentException">The velocity has not d components in [-L, L].</exception>
    public static double[] Weights(VelocityGrid grid, ReadOnlySpan<double> velocity)
    {
        if (velocity.Length != grid.Dimension)
            throw new ArgumentException($"a velocity has {grid.Dimension} components, not {velocity.Length}", nameof(velocity));
        double[] weights = new double[grid.Size];
        Array.Fill(weights, 1);
        for (int a = 0; a < grid.Dimension; a++)
        {
            if (!(Math.Abs(velocity[a]) <= grid.HalfWidth))
                throw new ArgumentException(FormattableString.Invariant($"{velocity[a]:R} lies outside the box [-{grid.HalfWidth:R}, {grid.HalfWidth:R}]"), nameof(velocity));
            double[] line = new double[grid.Points];
            for (int j = 0; j < line.Length; j++)
                line[j] = At(grid, velocity[a] - grid.Axis[j]);
            for (int i = 0; i < weights.Length; i++)
                weights[i] *= line[grid.AxisIndex(i, a)];
        }
        return weights;
    }
}
