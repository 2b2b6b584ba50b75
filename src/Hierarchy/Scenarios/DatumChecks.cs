using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Scenarios;

/// <summary>Whether an initial density is one, and whether the grid resolves it.</summary>
internal static class DatumChecks
{
    /// <summary>The covariance of a Gaussian component, the identity if none is given.</summary>
    public static double[][] CovarianceOf(InitialSettings component, int dimension) => component.Covariance ?? Identity(dimension);

    /// <summary>Symmetric to 12 digits and positive definite (by its Cholesky factors).</summary>
    public static bool IsPositiveDefinite(double[][] covariance)
    {
        int dimension = covariance.Length;
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!(Math.Abs(covariance[i][j] - covariance[j][i]) <= 1e-12 * (Math.Abs(covariance[i][i]) + Math.Abs(covariance[j][j]))))
                    return false;
            }
        }
        try
        {
            return Matrix<double>.Build.DenseOfRowArrays(covariance).Cholesky().Determinant > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>C of the BKW solution: the one given, or 2/(d+2), with which the density vanishes at v = 0 at time 0.</summary>
    public static double BkwConstant(InitialSettings component, int dimension) => component.Constant ?? 2.0 / (dimension + 2);

    /// <summary>K = 1 - C exp(-2(d-1) Lambda t), the parameter of the BKW solution; the density is nonnegative for K in [d/(d+2), 1].</summary>
    public static double BkwParameter(InitialSettings component, int dimension, double strength) =>
        1 - BkwConstant(component, dimension) * Math.Exp(-2 * (dimension - 1) * strength * (component.Time ?? 0));

    /// <summary>
    /// exp(-sigma^2 k^2/2) at the largest wavenumber k = pi n/(2L) of the grid, sigma^2 the smallest variance along any direction: the size of
    /// what the grid cannot hold of a Gaussian, relative to its largest mode. For a shell sigma is its width; a density from a grid is what that grid held, one that a program brought is measured.
    /// </summary>
    public static double UnresolvedMode(InitialSettings component, int dimension, GridSettings grid, double strength)
    {
        if (component.Type == InitialSettings.Grid)
            return 0;
        if (component.IsOwn)
            return OwnDensities.UnresolvedMode(new VelocityGrid(dimension, grid.Points, grid.HalfWidth, GridOrigins.Find(grid.Origin) ?? default), component);
        double variance = component.Type switch
        {
            InitialSettings.Gaussian => Matrix<double>.Build.DenseOfRowArrays(CovarianceOf(component, dimension)).Evd(Symmetricity.Symmetric).EigenValues.Enumerate().Min(value => value.Real),
            InitialSettings.Bkw => BkwParameter(component, dimension, strength),
            InitialSettings.Shell => ShellSpeed(component) * ShellSpeed(component) / (2 * ShellSharpness(component)),
            InitialSettings.PerturbedMaxwellian => component.Temperature ?? 1,
            InitialSettings.Samples => component.Bandwidth is { } bandwidth ? bandwidth.Min() * bandwidth.Min() : 1,
            _ => 1,
        };
        // A wave moves the spectrum of the Maxwellian that carries it.
        double shift = component.Type == InitialSettings.PerturbedMaxwellian ? Wavevector(component.Wavevector, dimension).Max(Math.Abs) : 0;
        double wavenumber = Math.Max(0, Math.PI * grid.Points / (2 * grid.HalfWidth) - shift);
        return Math.Exp(-0.5 * variance * wavenumber * wavenumber);
    }

    /// <summary>S of a shell, 10 by default.</summary>
    public static double ShellSharpness(InitialSettings component) => component.S ?? 10;

    /// <summary>sigma of a shell, 0.3 by default.</summary>
    public static double ShellSpeed(InitialSettings component) => component.Sigma ?? 0.3;

    /// <summary>A wavevector, 1 along the first axis by default.</summary>
    public static double[] Wavevector(double[]? given, int dimension) => given ?? [1, .. new double[dimension - 1]];

    private static double[][] Identity(int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(i => Enumerable.Range(0, dimension).Select(j => i == j ? 1.0 : 0.0).ToArray())];
}
