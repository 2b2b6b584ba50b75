using Hierarchy.Densities;
using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>A mean over samples with its standard error.</summary>
internal readonly record struct SampledMean(double Value, double StandardError);

/// <summary>
/// The terms of Lemma 2.3 for three particles in d = 3, as means over samples of a <see cref="NormalTriple"/>: a density of three particles has n^9 values on a grid. With
/// z = v_1 - v_2, L = z x grad_z, alpha = a/r^2 and P = 4 alpha sum_a L_a^2, by symmetry
/// <code>
/// Term_{k=i,j}    = -(1/3) E sum_a [ 4 alpha |D+ L_a u|^2 + 16 alpha ((d_r L_a u)^2 + sum_b (L_b L_a u)^2/r^2) + 16 alpha' L_a u d_r L_a u ]   (2.13)
/// Term_{k!=i!=j}  = -(2/3) E a |Pi (grad_1 - grad_2) grad_3 u|^2                                                                            (2.16)
/// dI_3            =  (1/3) E (-2 Lap u - |grad u|^2) P g_3/g_3,    P g_3/g_3 = 4 alpha sum_a (L_a^2 u + (L_a u)^2)                           (2.2)
/// dH_3            = -(1/3) E a |Pi (grad_1 - grad_2) u|^2 = (1/3) E u P g_3/g_3                                                              (2.1)
/// </code>
/// </summary>
/// <param name="Inside">Term_{k=i,j}.</param>
/// <param name="Outside">Term_{k!=i!=j}.</param>
/// <param name="Fisher">dI_3 by (2.2).</param>
/// <param name="FisherDefect">dI_3 less the sum of both terms, sample by sample.</param>
/// <param name="Production">dH_3 by its square.</param>
/// <param name="EntropyDefect">dH_3 by (2.1) less that.</param>
internal sealed record SampledTerms(SampledMean Inside, SampledMean Outside, SampledMean Fisher, SampledMean FisherDefect, SampledMean Production, SampledMean EntropyDefect)
{
    private const int D = 3, Values = 6;

    /// <summary>Evaluates them.</summary>
    /// <param name="components">f_k with their weights, normal densities in d = 3.</param>
    /// <param name="kernel">The Landau part of A counts.</param>
    /// <param name="samples">The number of samples.</param>
    public static SampledTerms Of(IReadOnlyList<GaussianDensity> components, CollisionKernel kernel, int samples)
    {
        var triple = new NormalTriple(components);
        var random = new RandomStream(1, 0);
        double[] sum = new double[Values], squares = new double[Values], now = new double[Values];
        (double logarithm, double score) = Centre(triple, random);
        for (int sample = 0; sample < samples; sample++)
        {
            random.Restart(1, (ulong)sample);
            triple.Draw(random);
            Evaluate(triple, kernel, now, logarithm, score);
            for (int i = 0; i < Values; i++)
                (sum[i], squares[i]) = (sum[i] + now[i], squares[i] + now[i] * now[i]);
        }
        SampledMean[] means = [.. sum.Zip(squares, (s, q) => new SampledMean(s / samples, Math.Sqrt(Math.Max(0, q / samples - s / samples * (s / samples)) / samples)))];
        return new(means[0], means[1], means[2], means[3], means[4], means[5]);
    }

    /// <summary>
    /// About the means of u and of -2 Lap u - |grad u|^2, from other samples: P g_3 has no mass, so a constant beside these changes no mean, and the spread is least
    /// there.
    /// </summary>
    private static (double Logarithm, double Score) Centre(NormalTriple triple, RandomStream random)
    {
        const int some = 500;
        double logarithm = 0, score = 0;
        for (int sample = 0; sample < some; sample++)
        {
            random.Restart(2, (ulong)sample);
            triple.Draw(random);
            (logarithm, score) = (logarithm + triple.Logarithm / some, score - (2 * Laplacian(triple) + GradientSquare(triple)) / some);
        }
        return (logarithm, score);
    }

    private static void Evaluate(NormalTriple u, CollisionKernel kernel, double[] values, double logarithm, double score)
    {
        double[] z = [u.Difference(0), u.Difference(1), u.Difference(2)];
        double r = Math.Sqrt(Dot(z, z)), alpha = kernel.Potential(r) / (r * r);
        Rotations turns = Rotations.Of(u, z);
        (double collision, double inside, double squared) = (0, 0, 0);
        for (int a = 0; a < D; a++)
        {
            double radial = Dot(turns.Slope[a], z) / r;
            double[] again = Cross(z, turns.Slope[a]);
            collision += 4 * alpha * (again[a] + turns.Value[a] * turns.Value[a]);
            squared += turns.Value[a] * turns.Value[a];
            inside += 4 * alpha * turns.CentreSquare[a] + 16 * alpha * (radial * radial + Dot(again, again) / (r * r)) + 16 * AlphaSlope(kernel, r) * turns.Value[a] * radial;
        }
        values[0] = -inside / 3;
        values[1] = -2.0 / 3 * alpha * Across(u, z);
        values[2] = -(2 * Laplacian(u) + GradientSquare(u) + score) * collision / 3;
        values[3] = values[2] - values[0] - values[1];
        values[4] = -4.0 / 3 * alpha * squared;
        values[5] = (u.Logarithm - logarithm) * collision / 3 - values[4];
    }

    /// <summary>r^2 |Pi (grad_1 - grad_2) grad_3 u|^2.</summary>
    private static double Across(NormalTriple u, double[] z)
    {
        double sum = 0;
        for (int c = 0; c < D; c++)
        {
            double[] column = [.. Enumerable.Range(0, D).Select(a => u.Second(0, 2, a, c) - u.Second(1, 2, a, c))], turned = Cross(z, column);
            sum += Dot(turned, turned);
        }
        return sum;
    }

    private static double Laplacian(NormalTriple u)
    {
        double sum = 0;
        for (int i = 0; i < 3; i++)
        {
            for (int a = 0; a < D; a++)
                sum += u.Second(i, i, a, a);
        }
        return sum;
    }

    private static double GradientSquare(NormalTriple u)
    {
        double sum = 0;
        for (int i = 0; i < 3; i++)
        {
            for (int a = 0; a < D; a++)
                sum += u.First(i, a) * u.First(i, a);
        }
        return sum;
    }

    private static double AlphaSlope(CollisionKernel kernel, double r)
    {
        const double Step = 1e-4;
        double far = r * (1 + Step), near = r * (1 - Step);
        return (kernel.Potential(far) / (far * far) - kernel.Potential(near) / (near * near)) / (far - near);
    }

    private static double Dot(double[] a, double[] b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

    private static double[] Cross(double[] a, double[] b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

    /// <summary>L_a u, its gradient in z at fixed v_1 + v_2, and |D+ L_a u|^2, D+ = grad_1 + grad_2.</summary>
    private readonly record struct Rotations(double[] Value, double[][] Slope, double[] CentreSquare)
    {
        public static Rotations Of(NormalTriple u, double[] z)
        {
            // grad_z = D/2, D = grad_1 - grad_2; z commutes with D+.
            double[] gradient = [.. Enumerable.Range(0, D).Select(a => 0.5 * (u.First(0, a) - u.First(1, a)))], value = Cross(z, gradient), centre = new double[D];
            double[][] slope = [new double[D], new double[D], new double[D]];
            for (int b = 0; b < D; b++)
            {
                double[] along = new double[D], both = new double[D], unit = new double[D];
                unit[b] = 1;
                for (int c = 0; c < D; c++)
                {
                    along[c] = 0.25 * (u.Second(0, 0, b, c) - u.Second(0, 1, b, c) - u.Second(1, 0, b, c) + u.Second(1, 1, b, c));
                    both[c] = 0.5 * (u.Second(0, 0, b, c) - u.Second(0, 1, b, c) + u.Second(1, 0, b, c) - u.Second(1, 1, b, c));
                }
                double[] first = Cross(unit, gradient), second = Cross(z, along), plus = Cross(z, both);
                for (int a = 0; a < D; a++)
                {
                    slope[a][b] = first[a] + second[a];
                    centre[a] += plus[a] * plus[a];
                }
            }
            return new(value, slope, centre);
        }
    }
}
