using Hierarchy.Particles;

namespace Hierarchy.Tests.Particles;

/// <summary>
/// The expectations of second moments under the splitting of system (1.6) at gamma = 0, Lambda = 1, for independent centred data. A flow of a pair maps them
/// linearly: with z = v_i - v_j, s = (v_i + v_j)/2 and tau = (4/N) dt, E z shrinks by exp(-(d-1) tau), |z|^2 by q = exp(-(d-1) tau), the trace-free part of
/// z z^T by q exp(-d tau), and s s^T gains (1 - q) |z|^2/4 of trace, -(1 - q)/(8 (d-1)) (1 + exp(-d tau)) times the trace-free part of z z^T.
/// </summary>
internal static class ApproachMoments
{
    /// <summary>The trace-free part of E[v1 v1^T] and E[v1 v2^T], and their traces, each as a part of the trace-free part or the trace at time 0.</summary>
    public static (double Single, double Pair, double SingleTrace, double PairTrace) Strang(int d, int particles, double step, int steps)
    {
        double[,] free = new double[particles, particles], trace = new double[particles, particles];
        for (int i = 0; i < particles; i++)
            free[i, i] = trace[i, i] = 1;
        var tournament = new Tournament(particles);
        for (int n = 0; n < steps; n++)
        {
            for (int visit = 0; visit < 2 * tournament.Rounds - 1; visit++)
            {
                int round = Math.Min(visit, 2 * tournament.Rounds - 2 - visit);
                double tau = 4 * (visit == tournament.Rounds - 1 ? step : step / 2) / particles;
                double q = Math.Exp(-(d - 1) * tau), e = Math.Exp(-d * tau);
                int[] pairs = tournament.Round(round);
                for (int p = 0; p < pairs.Length; p += 2)
                {
                    Fly(free, pairs[p], pairs[p + 1], q, q * e, -(1 - q) / (8 * (d - 1)) * (1 + e));
                    Fly(trace, pairs[p], pairs[p + 1], q, q, (1 - q) / 4);
                }
            }
        }
        double pair = 0.5 * particles * (particles - 1);
        return (Diagonal(free) / particles, Upper(free) / pair, Diagonal(trace) / particles, Upper(trace) / pair);
    }

    private static void Fly(double[,] moments, int i, int j, double mean, double square, double gain)
    {
        double zz = moments[i, i] - 2 * moments[i, j] + moments[j, j], ss = (moments[i, i] + 2 * moments[i, j] + moments[j, j]) / 4 + gain * zz;
        double sz = mean * (moments[i, i] - moments[j, j]) / 2;
        zz *= square;
        moments[i, i] = ss + sz + zz / 4;
        moments[j, j] = ss - sz + zz / 4;
        moments[i, j] = moments[j, i] = ss - zz / 4;
        for (int k = 0; k < moments.GetLength(0); k++)
        {
            if (k == i || k == j)
                continue;
            double s = (moments[k, i] + moments[k, j]) / 2, z = mean * (moments[k, i] - moments[k, j]);
            moments[k, i] = moments[i, k] = s + z / 2;
            moments[k, j] = moments[j, k] = s - z / 2;
        }
    }

    private static double Diagonal(double[,] moments) => Enumerable.Range(0, moments.GetLength(0)).Sum(i => moments[i, i]);

    private static double Upper(double[,] moments)
    {
        double sum = 0;
        for (int i = 0; i < moments.GetLength(0); i++)
        {
            for (int j = i + 1; j < moments.GetLength(0); j++)
                sum += moments[i, j];
        }
        return sum;
    }
}
