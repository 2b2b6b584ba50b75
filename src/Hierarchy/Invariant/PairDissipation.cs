using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// What the collision of a pair does to entropy and Fisher information (Lemmas 2.3 and 2.4) of a rotation-invariant pair F = exp(u), d = 3. With V = v1 + v2,
/// rho = |v1 - v2|, s the
/// cosine between V and v1 - v2, alpha = a/rho^2, E = (1 - s^2) u_ss - s u_s and P = 4 alpha Lap_S:
/// <code>
/// derivative of I_2 along (1/2) P F:  -4 int F [ alpha ( (1 - s^2)(u_Vs^2 + u_rho,s^2) + (E^2 + u_s^2)(1/V^2 + 1/rho^2) ) + alpha' (1 - s^2) u_s u_rho,s ],
/// derivative of H_2 along (1/2) P F:  -int F alpha (1 - s^2) u_s^2,           dv1 dv2 = pi^2 V^2 rho^2 dV drho ds.
/// </code>
/// </summary>
/// <remarks>
/// Lap_S commutes with grad_V, which leaves squares; |Hess_S u|^2 + |grad_S u|^2 is what Bochner's formula makes of the derivatives along the sphere, of Ricci
/// curvature 1; d_rho does
/// not commute with alpha, which leaves the last term, of no sign. In p = r1^2, q = r2^2, m = v1 . v2 the derivative in s is (V rho/2)(d_p - d_q), which
/// annihilates the weight of the
/// splines: all terms are those of F over the weight, without cancellation in the tails.
/// </remarks>
internal sealed class PairDissipation
{
    /// <summary>Gauss points a panel in V and rho, and on [0, 1] in s.</summary>
    private const int PanelPoints = 4, CosinePoints = 12;

    /// <summary>V and rho end where a Maxwellian of the temperature theta has fallen by exp(-R^2/(4 theta)), R this many thermal speeds.</summary>
    private const double Reach = 9;

    /// <summary>Where F/(f f) is below this its logarithm is not certain.</summary>
    private const double Least = 0.05;

    /// <summary>Decades of F over its largest value, and the first of them that may be the last one that counts.</summary>
    private const int Levels = 12, FirstLevel = 2;

    private readonly InvariantPair _pair;
    private readonly CollisionKernel _kernel;
    private readonly double[] _points, _weights;
    private readonly double _largest;

    private PairDissipation(InvariantPair pair, CollisionKernel kernel)
    {
        (_pair, _kernel) = (pair, kernel);
        _largest = Math.Pow(RadialFunctionals.Largest(pair.Basis, pair.Density), 2);
        RadialSplines splines = pair.Basis.Splines;
        int panels = (splines.Elements + 1) / 2;
        double reach = Math.Min(Reach * Math.Sqrt(pair.Basis.Temperature), splines.Radius * Math.Sqrt(2));
        (double[] nodes, double[] weights) = LegendreTables.Rule(PanelPoints);
        (_points, _weights) = (new double[panels * PanelPoints], new double[panels * PanelPoints]);
        double Break(int k) => reach * splines.Breaks[Math.Min(2 * k, splines.Elements)] / splines.Radius;
        for (int a = 0; a < _points.Length; a++)
        {
            double from = Break(a / PanelPoints), width = Break(a / PanelPoints + 1) - from;
            (_points[a], _weights[a]) = (from + width * nodes[a % PanelPoints], width * weights[a % PanelPoints]);
        }
    }

    /// <summary>The derivatives of I_2 and of H_2 along (1/2) P F with the errors that small values of F may make.</summary>
    public static ((double Value, double Error) Fisher, (double Value, double Error) Entropy) Of(InvariantPair pair, CollisionKernel kernel)
    {
        PairDissipation sums = new(pair, kernel);
        double[][] rows = new double[sums._points.Length][];
        WorkCrew.Run(rows.Length, (row, _) => rows[row] = sums.Row(row));
        double[] fisher = new double[Levels], entropy = new double[Levels];
        foreach (double[] row in rows)
        {
            TensorPrimitives.Add(fisher, row.AsSpan(0, Levels), fisher);
            TensorPrimitives.Add(entropy, row.AsSpan(Levels, Levels), entropy);
        }
        return (Plateau(fisher), Plateau(entropy));
    }

    /// <summary>
    /// The sum down to the level of F that changes it least, and that change: where F is below its error, its logarithm is noise, and the sums grow again.
    /// </summary>
    private static (double Value, double Error) Plateau(double[] byLevel)
    {
        double sum = 0, value = 0, error = double.PositiveInfinity;
        for (int k = 0; k < Levels; k++)
        {
            sum += byLevel[k];
            // One decade may be small by chance, two are not.
            double change = k < FirstLevel ? double.PositiveInfinity : Math.Max(Math.Abs(byLevel[k]), Math.Abs(byLevel[k - 1]) / 10);
            if (change < error)
                (value, error) = (sum, change);
        }
        return (value, error);
    }

    /// <summary>All V and s at one rho.</summary>
    private double[] Row(int row)
    {
        double[] sums = new double[2 * Levels];
        PairJet jet = new(_pair);
        (double[] nodes, double[] weights) = LegendreTables.Rule(CosinePoints);
        double rho = _points[row], alpha = _kernel.Potential(rho) / (rho * rho), bend = Slope(rho);
        for (int a = 0; a < _points.Length; a++)
        {
            double total = _points[a], mean = (total * total + rho * rho) / 4;
            for (int k = 0; k < nodes.Length; k++)
            {
                double s = nodes[k], sine = 1 - s * s, r1 = Math.Sqrt(mean + total * rho * s / 2), r2 = Math.Sqrt(mean - total * rho * s / 2);
                if (r1 > _pair.Basis.Splines.Radius)
                    continue;
                jet.Fill(r1, r2, Math.Clamp((total * total - rho * rho) / (4 * r1 * r2), -1, 1));
                // Twice for s < 0, by exchange.
                double volume = 2 * Math.PI * Math.PI * total * total * rho * rho * _weights[row] * _weights[a] * weights[k] * jet.Weight;
                if (!(jet.Value > Least * jet.Product) || !(jet.Value > 0))
                    continue;
                int level = Math.Clamp((int)-Math.Log10(jet.Value * jet.Weight / _largest), 0, Levels - 1);
                double product = total * rho, us = product / 2 * jet.First, uss = product * product / 4 * jet.Second;
                double along = total / 2 * jet.First + product / 2 * jet.Mixed((rho + total * s) / 2, (rho - total * s) / 2, -rho / 2);
                double centre = rho / 2 * jet.First + product / 2 * jet.Mixed((total + rho * s) / 2, (total - rho * s) / 2, total / 2);
                double hessian = sine * uss - s * us, squares = sine * (centre * centre + along * along)
                    + (hessian * hessian + us * us) * (1 / (total * total) + 1 / (rho * rho));
                sums[level] -= 4 * volume * jet.Value * (alpha * squares + bend * sine * us * along);
                sums[Levels + level] -= volume * jet.Value * alpha * sine * us * us;
            }
        }
        return sums;
    }

    /// <summary>alpha'(rho), by a symmetric difference of log alpha in log rho, exact for powers.</summary>
    private double Slope(double rho)
    {
        const double step = 1e-4;
        double far = _kernel.Potential(rho * (1 + step)), near = _kernel.Potential(rho / (1 + step)), here = _kernel.Potential(rho);
        if (!(near > 0))
            return (far / ((1 + step) * (1 + step)) - near * (1 + step) * (1 + step)) / (rho * rho * (rho * (1 + step) - rho / (1 + step)));
        return (Math.Log(far / near) / (2 * Math.Log(1 + step)) - 2) * here / (rho * rho * rho);
    }
}
