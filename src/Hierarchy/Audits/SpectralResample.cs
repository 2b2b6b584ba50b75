using Hierarchy.Spectral;

namespace Hierarchy.Audits;

/// <summary>A field on a coarser grid of the same box: the Fourier modes that both carry, the Nyquist mode of the coarse one left out.</summary>
internal static class SpectralResample
{
    public static double[] Of(VelocityGrid fine, ReadOnlySpan<double> field, VelocityGrid coarse)
    {
        if (fine.Points == coarse.Points)
            return field.ToArray();
        double[] re = field.ToArray(), im = new double[fine.Size], toRe = new double[coarse.Size], toIm = new double[coarse.Size];
        new FourierTransform(fine.Shape, 0, fine.Dimension, threads: 1).Forward(re, im);
        double scale = (double)coarse.Size / fine.Size;
        for (int i = 0; i < coarse.Size; i++)
        {
            int from = 0;
            bool carried = true;
            for (int a = 0; a < coarse.Dimension; a++)
            {
                int mode = coarse.AxisIndex(i, a), half = coarse.Points / 2;
                carried &= mode != half;
                from = from * fine.Points + (mode <= half ? mode : mode + fine.Points - coarse.Points);
            }
            if (carried)
                (toRe[i], toIm[i]) = (scale * re[from], scale * im[from]);
        }
        new FourierTransform(coarse.Shape, 0, coarse.Dimension, threads: 1).Inverse(toRe, toIm);
        return toRe;
    }
}
