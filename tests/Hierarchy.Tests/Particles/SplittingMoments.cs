using Hierarchy.Particles;

namespace Hierarchy.Tests.Particles;

/// <summary>
/// The expectation of E[vx^2 - vy^2] under the discrete-time chains at gamma = 0, d = 2, Lambda = 1, for independent centred data, divided by its value at time 0.
/// The pair flow maps second moments linearly: with z = v_i - v_j, s = v_i + v_j and tau = (8/N) dt, E z shrinks by exp(-tau/2) and the trace-free part of z
/// z^T by exp(-2 tau).
/// </summary>
internal static class SplittingMoments
{
    /// <summary>Strang's splitting over the rounds of the tournament.</summary>
    public static double Strang(int particles, double step, int steps)
    {
        double[,] moments = new double[particles, particles];
        for (int i = 0; i < particles; i++)
            moments[i, i] = 1;
        var tournament = new Tournament(particles);
        for (int n = 0; n < steps; n++)
        {
            for (int round = 0; round < tournament.Rounds; round++)
                Fly(moments, tournament.Round(round), 4 * step / particles);
            for (int round = tournament.Rounds - 1; round >= 0; round--)
                Fly(moments, tournament.Round(round), 4 * step / particles);
        }
        double sum = 0;
        for (int i = 0; i < particles; i++)
            sum += moments[i, i] / particles;
        return sum;
    }

    /// <summary>Random perfect matchings, even N: S' = (S + C)/2 + exp(-2 tau) (S - C)/2 with S + (N-1) C constant.</summary>
    public static double RandomBatch(int particles, double step, int steps)
    {
        double single = 1, decay = Math.Exp(-2 * 8.0 * (particles - 1) / particles * step);
        for (int n = 0; n < steps; n++)
        {
            double pair = (1 - single) / (particles - 1);
            single = 0.5 * (single + pair) + 0.5 * decay * (single - pair);
        }
        return single;
    }

    private static void Fly(double[,] moments, int[] pairs, double tau)
    {
        double first = Math.Exp(-0.5 * tau), second = Math.Exp(-2 * tau);
        int n = moments.GetLength(0);
        for (int p = 0; p < pairs.Length; p += 2)
        {
            (int i, int j) = (pairs[p], pairs[p + 1]);
            (double ii, double ij, double jj) = (moments[i, i], moments[i, j], moments[j, j]);
            double ss = ii + 2 * ij + jj, zz = second * (ii - 2 * ij + jj), sz = first * (ii - jj);
            moments[i, i] = (ss + zz + 2 * sz) / 4;
            moments[j, j] = (ss + zz - 2 * sz) / 4;
            moments[i, j] = moments[j, i] = (ss - zz) / 4;
            for (int k = 0; k < n; k++)
            {
                if (k == i || k == j)
                    continue;
                double s = moments[k, i] + moments[k, j], z = first * (moments[k, i] - moments[k, j]);
                moments[k, i] = moments[i, k] = (s + z) / 2;
                moments[k, j] = moments[j, k] = (s - z) / 2;
            }
        }
    }
}
