using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Experiments;

/// <summary>Whether an initial density is one, and whether the grid resolves it.</summary>
public static class DatumChecks
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
    /// what the grid cannot hold of a Gaussian, relative to its largest mode.
    /// </summary>
    public static double UnresolvedMode(InitialSettings component, int dimension, GridSettings grid, double strength)
    {
        double variance = component.Type switch
        {
            InitialSettings.Gaussian => Matrix<double>.Build.DenseOfRowArrays(CovarianceOf(component, dimension)).Evd(Symmetricity.Symmetric).EigenValues.Enumerate().Min(value => value.Real),
            InitialSettings.Bkw => BkwParameter(component, dimension, strength),
            _ => 1,
        };
        double wavenumber = Math.PI * grid.Points / (2 * grid.HalfWidth);
        return Math.Exp(-0.5 * variance * wavenumber * wavenumber);
    }

    private static double[][] Identity(int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(i => Enumerable.Range(0, dimension).Select(j => i == j ? 1.0 : 0.0).ToArray())];
}
