namespace Hierarchy.Invariant;

/// <summary>The energy of an isotropic density and the temperature of its tail.</summary>
internal static class RadialTail
{
    private const double Deepest = 1e-22;
    private const int Panels = 400;

    /// <summary>The larger of E|v|^2/3 and -r f/f' far out, where f has fallen to about 1e-20 of its largest value.</summary>
    public static double Temperature(Func<double, double> density)
    {
        double reach = Reach(density), equilibrium = Energy(density, reach) / 3;
        double r = reach, step = 1e-3 * reach, inside = density(r - step), outside = density(r + step);
        double tail = inside > outside && outside > 0 ? 2 * r * step / Math.Log(inside / outside) : 0;
        return Math.Max(equilibrium, Math.Min(tail, 4 * equilibrium));
    }

    /// <summary>The radius beyond which f is below 1e-22 of its largest value.</summary>
    private static double Reach(Func<double, double> density)
    {
        double reach = 1, largest = 0;
        for (int k = 0; k < 200; k++)
            largest = Math.Max(largest, density(Math.Pow(10, -4 + 0.03 * k)));
        for (int k = 200; k > 0; k--)
        {
            reach = Math.Pow(10, -4 + 0.03 * k);
            if (density(reach) > Deepest * largest)
                break;
        }
        return reach;
    }

    /// <summary>int f r^4 dr / int f r^2 dr.</summary>
    private static double Energy(Func<double, double> density, double reach)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(6);
        double mass = 0, energy = 0;
        for (int at = 0; at < Panels * nodes.Length; at++)
        {
            double r = reach * (at / nodes.Length + nodes[at % nodes.Length]) / Panels, part = weights[at % nodes.Length] * r * r * density(r);
            mass += part;
            energy += part * r * r;
        }
        return energy / mass;
    }
}
