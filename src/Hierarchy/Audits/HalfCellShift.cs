using Hierarchy.Spectral;

namespace Hierarchy.Audits;

/// <summary>The trigonometric interpolant of a field at the grid points moved by half a cell along every axis.</summary>
internal static class HalfCellShift
{
    public static double[] Of(VelocityGrid grid, ReadOnlySpan<double> field)
    {
        double[] re = field.ToArray(), im = new double[grid.Size];
        FourierTransform transform = new(grid.Shape, 0, grid.Dimension, threads: 1);
        transform.Forward(re, im);
        for (int i = 0; i < grid.Size; i++)
        {
            double phase = 0;
            for (int a = 0; a < grid.Dimension; a++)
                phase += grid.DerivativeWavenumbers[grid.AxisIndex(i, a)] * grid.Spacing / 2;
            (double s, double c) = Math.SinCos(phase);
            (re[i], im[i]) = (c * re[i] - s * im[i], s * re[i] + c * im[i]);
        }
        transform.Inverse(re, im);
        return re;
    }
}
