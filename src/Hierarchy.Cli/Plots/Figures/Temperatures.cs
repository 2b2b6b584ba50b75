using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The temperatures of a density along and across the axis that stands out, and how they approach one another.</summary>
internal static class Temperatures
{
    private static readonly string[] Quantities = ["covariance_xx", "covariance_yy", "covariance_zz"];

    /// <summary>The relative difference below which two temperatures are equal, box tails included.</summary>
    private const double Equal = 2e-3;

    /// <summary>The temperatures of the Landau equation over time, one series for each axis; empty if one is missing.</summary>
    public static TimeSeries[] OfLandau(StoredExperiment experiment)
    {
        TimeSeries[] all = [.. Quantities.Take(experiment.Scenario.Dimension).Select(quantity => experiment.Series(ModelRegistry.Landau.Name, ParticleNumber.Infinity, quantity))];
        return all.All(series => series.Count >= 2) ? all : [];
    }

    /// <summary>Whether the temperatures are equal at all times.</summary>
    public static bool AreEqual(StoredExperiment experiment)
    {
        TimeSeries[] all = OfLandau(experiment);
        return all.Length > 0 && Enumerable.Range(0, all[0].Count).All(i => all.All(series => AreClose(series.Values[i], all[0].Values[i])));
    }

    /// <summary>The axis that stands out against the others, which are equal to one another; -1 if there is none.</summary>
    public static int Parallel(TimeSeries[] all)
    {
        for (int axis = 0; axis < all.Length; axis++)
        {
            double[] others = [.. all.Where((_, other) => other != axis).Select(series => series.Values[0])];
            if (others.All(value => AreClose(value, others[0])) && !AreClose(all[axis].Values[0], others[0]))
                return axis;
        }
        return -1;
    }

    /// <summary>The time in which |T_par - T_perp| falls by a factor e: a line through its logarithm by least squares; NaN where it does not fall.</summary>
    public static double RelaxationTime(double[] times, double[] differences)
    {
        int[] kept = [.. Enumerable.Range(0, times.Length).Where(i => differences[i] != 0)];
        double mean = kept.Average(i => times[i]), logMean = kept.Average(i => Math.Log(Math.Abs(differences[i])));
        double slope = kept.Sum(i => (times[i] - mean) * (Math.Log(Math.Abs(differences[i])) - logMean)) / kept.Sum(i => (times[i] - mean) * (times[i] - mean));
        return slope < 0 ? -1 / slope : double.NaN;
    }

    /// <summary>
    /// The rate nu of dT_perp/dt = -dT_par/(2 dt) = -nu (T_perp - T_par) of a bi-Maxwellian of Coulomb particles of unit mass and density in three dimensions
    /// (NRL Plasma Formulary, thermal equilibration: isotropic relaxation): nu = Lambda/sqrt(pi) T_par^(-3/2) A^-2 (-3 + (A + 3) arctan(sqrt A)/sqrt A), A =
    /// T_perp/T_par - 1, with artanh(sqrt -A)/sqrt -A for A below 0 and its limit 4/15 for A = 0. Lambda = 2 pi e^4 ln(Lambda_c)/m^2 is the strength of A(z) =
    /// Lambda/|z| (I - z z^T/|z|^2).
    /// </summary>
    public static double SpitzerRate(double strength, double parallel, double perpendicular)
    {
        double a = perpendicular / parallel - 1, root = Math.Sqrt(Math.Abs(a));
        const double small = 1e-2;
        double bracket = Math.Abs(a) < small ? 4.0 / 15 - 8 * a / 35
            : (-3 + (a + 3) * (a > 0 ? Math.Atan(root) / root : Math.Atanh(root) / root)) / (a * a);
        return strength / Math.Sqrt(Math.PI) * Math.Pow(parallel, -1.5) * bracket;
    }

    /// <summary>T_par and T_perp by that rate at some increasing times, from values at the first of them: classical Runge-Kutta steps.</summary>
    public static (double[] Parallel, double[] Perpendicular) Spitzer(double strength, double[] times, double parallel, double perpendicular)
    {
        const int steps = 64;
        double energy = parallel + 2 * perpendicular, x = parallel;
        var found = (Parallel: new double[times.Length], Perpendicular: new double[times.Length]);
        double Slope(double value) => 2 * SpitzerRate(strength, value, (energy - value) / 2) * ((energy - value) / 2 - value);
        for (int i = 0; i < times.Length; i++)
        {
            double h = i == 0 ? 0 : (times[i] - times[i - 1]) / steps;
            for (int k = 0; k < (i == 0 ? 0 : steps); k++)
            {
                double a = Slope(x), b = Slope(x + h / 2 * a), c = Slope(x + h / 2 * b), e = Slope(x + h * c);
                x += h / 6 * (a + 2 * b + 2 * c + e);
            }
            (found.Parallel[i], found.Perpendicular[i]) = (x, (energy - x) / 2);
        }
        return found;
    }

    private static bool AreClose(double one, double other) => Math.Abs(one - other) <= Equal * Math.Max(Math.Abs(one), Math.Abs(other));
}
