namespace Hierarchy.Invariant;

/// <summary>How finely a run is resolved.</summary>
/// <param name="Elements">Elements of the radial splines.</param>
/// <param name="Modes">Modes l = 0..Modes - 1 of g.</param>
/// <param name="Tolerance">Of the steps in time.</param>
internal readonly record struct RadialResolution(int Elements, int Modes, double Tolerance)
{
    /// <summary>
    /// The coarser of two resolutions whose difference is about the accuracy, relative to each quantity, for the datum of two temperatures .5 and 1.5, Coulomb, N = 4;
    /// measured from 1e-3 to 1e-5.
    /// </summary>
    /// <param name="accuracy">In [1e-6, 1e-2].</param>
    public static RadialResolution For(double accuracy)
    {
        double digits = Math.Log10(1e-4 / accuracy);
        return new((int)Math.Round(17 * Math.Pow(1.36, digits)), (int)Math.Round(11 * Math.Pow(1.5, digits)), Math.Clamp(100 * accuracy, 1e-4, 1e-1));
    }

    /// <summary>The next finer one, against which it is measured.</summary>
    public RadialResolution Finer() => this with { Elements = (int)Math.Round(1.22 * Elements), Modes = (int)Math.Round(1.3 * Modes) };

    /// <summary>
    /// Splines and modes for a datum of temperature theta. They reach to 8 thermal speeds, where a Maxwellian has fallen by exp(-32); kernels that grow with the distance, stiff
    /// in the tails, to 6.5 at gamma = 1, exp(-21).
    /// </summary>
    public RadialBasis Basis(double temperature, double gamma) =>
        new(new RadialSplines(Elements, (8 - Math.Clamp(gamma + 0.5, 0, 1.5)) * Math.Sqrt(temperature)), temperature, Modes);
}
