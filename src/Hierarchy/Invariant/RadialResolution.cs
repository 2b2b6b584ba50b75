namespace Hierarchy.Invariant;

/// <summary>How finely a run is resolved.</summary>
/// <param name="Elements">Elements of the radial splines.</param>
/// <param name="Modes">Modes l = 0..Modes - 1 of g.</param>
/// <param name="Tolerance">Of the steps in time.</param>
internal readonly record struct RadialResolution(int Elements, int Modes, double Tolerance)
{
    private const int MostElements = 72;

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

    /// <summary>
    /// The same, refined until the splines represent the datum: int |error| dv is below the accuracy, so that a cusp in a small volume does not count. Modes
    /// are added in proportion.
    /// </summary>
    /// <param name="accuracy">In [1e-6, 1e-2].</param>
    /// <param name="datum">The datum.</param>
    /// <param name="gamma">Of the kernel.</param>
    /// <param name="share">The error that is admitted, in units of the accuracy.</param>
    public static RadialResolution For(double accuracy, InvariantDatum datum, double gamma, double share = 1)
    {
        RadialResolution resolution = For(accuracy);
        while (resolution.Elements < MostElements && resolution.RepresentationError(datum, gamma) > share * accuracy)
        {
            resolution = resolution with { Elements = Math.Min(MostElements, (int)Math.Ceiling(1.15 * resolution.Elements)), Modes = (int)Math.Ceiling(1.15 * resolution.Modes) };
        }
        return resolution;
    }

    /// <summary>The next finer one, against which it is measured.</summary>
    public RadialResolution Finer() => this with { Elements = (int)Math.Round(1.22 * Elements), Modes = (int)Math.Round(1.3 * Modes) };

    /// <summary>
    /// Four thirds of the nearest resolution that has multiples of three, that one and two thirds of it: for extrapolations in the spacing, in r and mu alike, the finest first.
    /// </summary>
    public RadialResolution[] ForExtrapolation()
    {
        int elements = Math.Max(3, (Elements + 1) / 3), modes = Math.Max(2, (Modes + 1) / 3);
        RadialResolution own = this;
        return [.. new[] { 4, 3, 2 }.Select(parts => own with { Elements = parts * elements, Modes = parts * modes })];
    }

    private double RepresentationError(InvariantDatum datum, double gamma)
    {
        using RadialBasis basis = (this with { Modes = 1 }).Basis(datum.Temperature, gamma);
        double[] coefficients = new double[basis.Stride];
        double error = 0;
        foreach ((_, Func<double, double> density) in datum.Components)
        {
            InvariantStart.Density(basis, density, coefficients);
            InvariantPair pair = new(basis, coefficients, []);
            error = Math.Max(error, RadialFunctionals.Absolute(basis, r => pair.Density(r) - density(r)));
        }
        return error;
    }

    /// <summary>
    /// Splines and modes for a datum of temperature theta. They reach to 8 thermal speeds, where a Maxwellian has fallen by exp(-32); kernels that grow with the distance, stiff
    /// in the tails, to 6.5 at gamma = 1, exp(-21).
    /// </summary>
    public RadialBasis Basis(double temperature, double gamma) =>
        new(new RadialSplines(Elements, (8 - Math.Clamp(gamma + 0.5, 0, 1.5)) * Math.Sqrt(temperature)), temperature, Modes);
}
