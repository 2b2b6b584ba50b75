using Hierarchy.Results;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>A field on a plane of velocities, on a grid fine enough to be looked at: the trigonometric interpolant of the stored values.</summary>
/// <param name="Axis">The m coordinates of either axis.</param>
/// <param name="Values">The values, index = i m + j, with i along the horizontal and j along the vertical axis.</param>
internal sealed record FieldPlane(double[] Axis, double[] Values)
{
    /// <summary>The points an axis that a picture needs.</summary>
    private const int Fine = 96;

    /// <summary>The share of the largest value at which a density counts as ended.</summary>
    private const double Visible = 2e-3;

    /// <summary>The largest absolute value.</summary>
    public double Largest => Values.Max(Math.Abs);

    /// <summary>f_{N,1} as a function of v_x and v_y: itself in d = 2, its integral over v_z in d = 3; null if it is not stored.</summary>
    public static FieldPlane? OfDensity(FieldReader fields, VelocityGrid grid, string model, ParticleNumber particles, int timeIndex) =>
        fields.Density(model, particles, timeIndex) is { } density ? OfDensity(grid, density) : null;

    /// <summary>The same of n^d values.</summary>
    public static FieldPlane OfDensity(VelocityGrid grid, double[] density) => Refined(grid, Marginal(grid, density));

    /// <summary>g(v1, v2) at one v1 as a function of the first two components of v2, the third being the one next to 0; null if it is not stored.</summary>
    /// <param name="fields">The stored fields.</param>
    /// <param name="grid">Their grid.</param>
    /// <param name="model">The model.</param>
    /// <param name="particles">N.</param>
    /// <param name="timeIndex">The output time.</param>
    /// <param name="point">The index of v1 along the first axis; its other components are those next to 0.</param>
    public static FieldPlane? OfCorrelationAt(FieldReader fields, VelocityGrid grid, string model, ParticleNumber particles, int timeIndex, int point)
    {
        int middle = grid.Points / 2;
        int[] first = [point, .. Enumerable.Repeat(middle, grid.Dimension - 1)];
        int[] second = [-1, -1, .. Enumerable.Repeat(middle, grid.Dimension - 2)];
        return fields.CorrelationSlice(model, particles, timeIndex, [.. first, .. second]) is { } slice ? Refined(grid, slice) : null;
    }

    /// <summary>g(v1, v2) as a function of the first components of v1 and v2, all others being those next to 0; null if it is not stored.</summary>
    public static FieldPlane? OfCorrelationAlongX(FieldReader fields, VelocityGrid grid, string model, ParticleNumber particles, int timeIndex)
    {
        int[] line = [-1, .. Enumerable.Repeat(grid.Points / 2, grid.Dimension - 1)];
        return fields.CorrelationSlice(model, particles, timeIndex, [.. line, .. line]) is { } slice ? Refined(grid, slice) : null;
    }

    /// <summary>This less another on the same axis, times a factor.</summary>
    public FieldPlane Less(FieldPlane other, double factor) => this with { Values = [.. Values.Zip(other.Values, (mine, theirs) => factor * (mine - theirs))] };

    /// <summary>The values times a factor.</summary>
    public FieldPlane Times(double factor) => this with { Values = [.. Values.Select(value => factor * value)] };

    /// <summary>The part of the plane within [-reach, reach] on either axis.</summary>
    public FieldPlane Within(double reach)
    {
        int[] kept = [.. Enumerable.Range(0, Axis.Length).Where(i => Math.Abs(Axis[i]) <= reach)];
        return new FieldPlane([.. kept.Select(i => Axis[i])], [.. kept.SelectMany(i => kept.Select(j => Values[i * Axis.Length + j]))]);
    }

    /// <summary>The largest |coordinate| at which the field is visible.</summary>
    public double Reach()
    {
        double level = Visible * Largest, reach = 0;
        for (int k = 0; k < Values.Length; k++)
        {
            if (Math.Abs(Values[k]) > level)
                reach = Math.Max(reach, Math.Max(Math.Abs(Axis[k / Axis.Length]), Math.Abs(Axis[k % Axis.Length])));
        }
        return reach;
    }

    private static double[] Marginal(VelocityGrid grid, double[] density)
    {
        if (grid.Dimension == 2)
            return density;
        double[] marginal = new double[grid.Points * grid.Points];
        for (int k = 0; k < density.Length; k++)
            marginal[k / grid.Points] += grid.Spacing * density[k];
        return marginal;
    }

    private static FieldPlane Refined(VelocityGrid grid, double[] values)
    {
        var plane = new VelocityGrid(2, grid.Points, grid.HalfWidth, grid.Origin);
        if (grid.Points >= Fine)
            return new FieldPlane(plane.Axis, values);
        var fine = plane.WithPoints(Fine);
        return new FieldPlane(fine.Axis, TrigonometricInterpolation.To(fine, plane, values));
    }
}
