using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Densities;

/// <summary>The linear map that makes room for the kernels of a density estimate, so that the estimate has the covariance of the samples.</summary>
internal static class SampleShrinkage
{
    /// <summary>
    /// The symmetric positive A with A S A = S - H^2, H = diag(h): A = S^(-1/2) (S^(1/2) (S - H^2) S^(1/2))^(1/2) S^(-1/2), the map of least mean square
    /// displacement between normal laws of those covariances (Olkin and Pukelsheim 1982). For H = h I it is (I - h^2 S^-1)^(1/2).
    /// </summary>
    /// <param name="covariance">S, d x d.</param>
    /// <param name="bandwidth">h, d values.</param>
    /// <exception cref="ArgumentException">S - H^2 is not positive definite.</exception>
    public static double[,] Of(double[] covariance, double[] bandwidth)
    {
        int d = bandwidth.Length;
        Matrix<double> s = Matrix<double>.Build.Dense(d, d, (a, b) => covariance[a * d + b]);
        Matrix<double> scaled = Matrix<double>.Build.Dense(d, d, (a, b) => covariance[a * d + b] / (bandwidth[a] * bandwidth[b]));
        double room = Eigenvalues(scaled).Min();
        if (!(room > 1))
        {
            string given = string.Join(", ", bandwidth.Select(h => h.ToString("G4", CultureInfo.InvariantCulture)));
            string most = room > 1e-12 ? string.Create(CultureInfo.InvariantCulture, $"less than {Math.Sqrt(room):G3} times as much can be")
                : "they have no spread in some direction";
            throw new ArgumentException($"the bandwidth ({given}) is not below the spread of the samples in every direction, so their covariance cannot be kept; {most}");
        }
        Matrix<double> root = Power(s, 0.5), inverse = Power(s, -0.5), narrow = s - Matrix<double>.Build.Diagonal(d, d, a => bandwidth[a] * bandwidth[a]);
        Matrix<double> inner = root * narrow * root;
        return (inverse * Power((inner + inner.Transpose()) / 2, 0.5) * inverse).ToArray();
    }

    /// <summary>The least eigenvalue of the correlation matrix; 0 if a variance vanishes.</summary>
    public static double LeastCorrelation(double[] covariance, double[] deviations)
    {
        int d = deviations.Length;
        if (!(deviations.Min() > 1e-12 * deviations.Max()))
            return 0;
        double least = Eigenvalues(Matrix<double>.Build.Dense(d, d, (a, b) => covariance[a * d + b] / (deviations[a] * deviations[b]))).Min();
        return least > 1e-12 ? least : 0;
    }

    private static IEnumerable<double> Eigenvalues(Matrix<double> symmetric) => symmetric.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real);

    private static Matrix<double> Power(Matrix<double> symmetric, double exponent)
    {
        var evd = symmetric.Evd(Symmetricity.Symmetric);
        return evd.EigenVectors * Matrix<double>.Build.Diagonal(
            symmetric.RowCount, symmetric.RowCount, a => Math.Pow(Math.Max(0, evd.EigenValues[a].Real), exponent)) * evd.EigenVectors.Transpose();
    }
}
