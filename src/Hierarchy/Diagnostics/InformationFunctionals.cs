using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>Entropy int f log f and Fisher information int |grad f|^2/f of a one-particle density, with estimates of their errors.</summary>
/// <remarks>
/// Both integrands lose smoothness where f is small inside the bulk (f log f and |grad f|^2/f have a singularity at every complex zero of f, and on the grid
/// itself for a density that vanishes there), so the trapezoidal rule on the points of f converges slowly although f is resolved. The sums therefore run over
/// the trigonometric interpolant of f at r^d shifted copies of the grid, shifts (j + 1/3) h/r, which never meet a zero at a point of symmetry. An isolated zero
/// leaves an error of order h^(d+2) in the entropy and h^d in the Fisher information; one extrapolation step against the sums over the odd j, which are the
/// rule of spacing 2h/r with the mirrored offset, removes its leading term and measures what is left. Tails below the noise (<see cref="DecadeShells"/>) are
/// replaced by a model (<see cref="ShellTable"/>).
/// </remarks>
/// <param name="Entropy">int f log f dv.</param>
/// <param name="EntropyNoise">Its error: extrapolation, and the model of the tail.</param>
/// <param name="Fisher">int |grad f|^2/f dv.</param>
/// <param name="FisherNoise">Its error: extrapolation, and the model of the tail.</param>
/// <param name="Truncation">The noise of f itself, see <see cref="TruncationNoise"/>.</param>
internal readonly record struct InformationFunctionals(double Entropy, double EntropyNoise, double Fisher, double FisherNoise, double Truncation)
{
    /// <summary>Computes both.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f, n^d values.</param>
    public static InformationFunctionals Of(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        double maximum = TensorPrimitives.Max(density);
        if (!(maximum > 0))
            return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        ShiftedInformationSweep sweep = new(grid, density, maximum);
        WorkCrew.Run(sweep.Shifts, sweep.Visit);
        double truncation = TruncationNoise.Of(grid, density);
        int entropyShells = DecadeShells.AboveNoise(sweep.Minimum(), maximum);
        int fisherShells = DecadeShells.AboveNoise(Math.Min(sweep.Minimum(), -truncation), maximum);
        int d = grid.Dimension;
        (double entropy, double entropyNoise) = Extrapolate(sweep.Entropy(false), sweep.Entropy(true), Math.Pow(2, d + 2), entropyShells);
        (double fisher, double fisherNoise) = Extrapolate(sweep.Fisher(false), sweep.Fisher(true), Math.Pow(2, d), fisherShells);
        return new(entropy, entropyNoise, fisher, fisherNoise, truncation);
    }

    private static (double Value, double Noise) Extrapolate(ShellTable fine, ShellTable coarse, double factor, int kept)
    {
        double all = fine.Sum(kept), correction = (all - coarse.Sum(kept)) / (factor - 1);
        return (all + correction, Math.Abs(correction) + fine.Sensitivity(kept) + 1e-15 * Math.Abs(all));
    }
}
