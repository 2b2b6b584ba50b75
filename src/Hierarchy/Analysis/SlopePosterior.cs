using MathNet.Numerics;

namespace Hierarchy.Analysis;

/// <summary>
/// What points say of the slope p of log q_i = log a + p log N_i + sum_{k=1..4} c_k (K/N_i)^k + e_i, with a and p unknown, the coefficients c_k and the errors
/// e_i/tau_i independent standard normal variables, and the scale K of the corrections one of 1, 2, 4, ..., 32, up to twice the smallest N, each as likely before.
/// Points without a statistical error have, besides their tau_i, a common unknown error of 1e-4, 1e-3 or 1e-2.
/// </summary>
/// <remarks>
/// For given K and common error s this is generalised least squares with the covariance V_ij = (tau_i^2 + s^2) delta_ij + sum_k (K/N_i)^k (K/N_j)^k; each choice counts
/// with the likelihood of the points, log a and p integrated out. So the correction of next order is fitted, those beyond are allowed for, and how large they may
/// be is learned from the points: the estimate of truncation errors of series as in Furnstahl, Klco, Phillips and Wesolowski (2015).
/// </remarks>
internal sealed class SlopePosterior
{
    private const int Orders = 4, Bisections = 50;
    private const double Reach = 12, NoWeight = 1e-12, LargestRatio = 2;

    /// <summary>A smaller relative error would drown in the rounding of V.</summary>
    private const double LeastError = 1e-6;

    private static readonly double[] Scales = [1, 2, 4, 8, 16, 32], UnknownErrors = [1e-4, 1e-3, 1e-2];

    private readonly double[] _numbers, _logarithms, _relative, _centred;
    private readonly double _middle;
    private readonly Choice[] _choices;

    /// <summary>One choice of K and the common error: the logarithm of its likelihood, later its share, and what it gives.</summary>
    private sealed record Choice(double Weight, double Slope, double Error, double Intercept, double Correction);

    /// <summary>Takes the points in.</summary>
    /// <param name="numbers">N_i, at least three.</param>
    /// <param name="logarithms">log q_i.</param>
    /// <param name="relative">tau_i, the relative errors.</param>
    /// <param name="areStatistical">Whether the relative errors are all there is.</param>
    public SlopePosterior(double[] numbers, double[] logarithms, double[] relative, bool areStatistical)
    {
        (_numbers, _logarithms, _relative) = (numbers, logarithms, relative);
        _middle = numbers.Average(number => Math.Log(number));
        _centred = [.. numbers.Select(number => Math.Log(number) - _middle)];
        var choices = new List<Choice>();
        foreach (double scale in Scales.Where(scale => scale <= LargestRatio * numbers.Min()))
        {
            foreach (double unknown in areStatistical ? [0] : UnknownErrors)
                choices.Add(Solve(scale, unknown));
        }
        double largest = choices.Max(choice => choice.Weight), sum = choices.Sum(choice => Math.Exp(choice.Weight - largest));
        _choices = [.. choices.Select(choice => choice with { Weight = Math.Exp(choice.Weight - largest) / sum }).Where(choice => choice.Weight > NoWeight)];
    }

    /// <summary>The mean of log a.</summary>
    public double LogConstant => _choices.Sum(choice => choice.Weight * (choice.Intercept - choice.Slope * _middle));

    /// <summary>The mean of K c_1, the coefficient of 1/N.</summary>
    public double Correction => _choices.Sum(choice => choice.Weight * choice.Correction);

    /// <summary>The slope below which it lies with the given probability.</summary>
    public double Quantile(double probability)
    {
        double low = _choices.Min(choice => choice.Slope - Reach * choice.Error), high = _choices.Max(choice => choice.Slope + Reach * choice.Error);
        for (int i = 0; i < Bisections; i++)
        {
            double middle = 0.5 * (low + high), below = 0;
            foreach (Choice choice in _choices)
                below += choice.Weight * 0.5 * SpecialFunctions.Erfc((choice.Slope - middle) / (choice.Error * Constants.Sqrt2));
            if (below < probability)
                low = middle;
            else
                high = middle;
        }
        return 0.5 * (low + high);
    }

    /// <summary>Least squares in the variables L^-1 y, L^-1 1 and L^-1 log N, V = L L^T.</summary>
    private Choice Solve(double scale, double unknown)
    {
        int count = _numbers.Length;
        double[] factor = Factor(scale, unknown);
        double[] y = [.. _logarithms], one = new double[count], log = [.. _centred], inverse = [.. _numbers.Select(number => 1 / number)];
        Array.Fill(one, 1);
        foreach (double[] vector in (ReadOnlySpan<double[]>)[y, one, log, inverse])
            Forward(factor, vector);
        double a = Product(one, one), b = Product(one, log), c = Product(log, log), determinant = a * c - b * b;
        double intercept = (c * Product(one, y) - b * Product(log, y)) / determinant, slope = (a * Product(log, y) - b * Product(one, y)) / determinant;
        double logarithm = Math.Log(determinant);
        for (int i = 0; i < count; i++)
        {
            y[i] -= intercept * one[i] + slope * log[i];
            logarithm += 2 * Math.Log(factor[i * count + i]);
        }
        return new Choice(-0.5 * (logarithm + Product(y, y)), slope, Math.Sqrt(a / determinant), intercept, scale * scale * Product(inverse, y));
    }

    /// <summary>L of V, by rows; positive definite by its diagonal.</summary>
    private double[] Factor(double scale, double unknown)
    {
        int count = _numbers.Length;
        double[] factor = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = Corrections(scale / _numbers[i] * (scale / _numbers[j]));
                if (i == j)
                    sum += Math.Pow(Math.Max(_relative[i], LeastError), 2) + unknown * unknown;
                for (int k = 0; k < j; k++)
                    sum -= factor[i * count + k] * factor[j * count + k];
                factor[i * count + j] = i == j ? Math.Sqrt(sum) : sum / factor[j * count + j];
            }
        }
        return factor;
    }

    /// <summary>x becomes L^-1 x.</summary>
    private static void Forward(double[] factor, double[] x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < i; k++)
                x[i] -= factor[i * x.Length + k] * x[k];
            x[i] /= factor[i * x.Length + i];
        }
    }

    private static double Product(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>sum_{k=1..4} x^k.</summary>
    private static double Corrections(double x)
    {
        double sum = 0;
        for (int k = 0; k < Orders; k++)
            sum = x * (1 + sum);
        return sum;
    }
}
