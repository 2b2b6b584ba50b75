using Hierarchy.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>A number of a fit to the relaxation of the Landau equation.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
/// <param name="Error">Two standard deviations from the residuals of the fit; NaN where it has none.</param>
/// <param name="Points">The output times that count.</param>
/// <param name="From">The first of them.</param>
/// <param name="To">The last.</param>
internal sealed record RelaxationRow(string Name, double Value, double Error, int Points, double From, double To);

/// <summary>
/// How the entropy of the Landau equation falls to that of the Maxwellian: H - H_inf = a exp(-c t^p), p = 2/3 being the law that theory has for Coulomb and
/// large times; and the entropy production D = -dH/dt against the norm of <see cref="WeightedNorm"/>, by a straight line.
/// </summary>
internal static class RelaxationLaw
{
    private const int FewestPoints = 6, Sections = 60;
    private const double LeastExponent = 0.05, LargestExponent = 3, ErrorsFromZero = 4, Deviations = 2;

    /// <summary>The fits; none where the Landau equation has too few output times or has relaxed to its errors.</summary>
    public static IReadOnlyList<RelaxationRow> Of(ResultTable results)
    {
        string landau = ModelRegistry.Landau.Name;
        var rows = new List<RelaxationRow>();
        (double Time, double Excess)[] points = [.. results.Times.Select(time => Excess(results, landau, time)).OfType<(double, double)>()];
        if (points.Length < FewestPoints)
            return rows;
        double[] times = [.. points.Select(point => point.Time)], logarithms = [.. points.Select(point => Math.Log(point.Excess))];
        AddLaw(times, logarithms, rows);
        int half = times.Length / 2;
        if (times.Length - half >= FewestPoints)
            rows.Add(Exponent("p of the later half", times[half..], logarithms[half..]));
        AddProduction(results, landau, rows);
        return rows;
    }

    /// <summary>H - H_inf at a time after the start, where it is above its errors.</summary>
    private static (double Time, double Excess)? Excess(ResultTable results, string landau, double time)
    {
        ParticleNumber infinite = ParticleNumber.Infinity;
        if (time <= 0 || results.Find(landau, infinite, time, "entropy_1") is not { } entropy)
            return null;
        double trace = 0;
        int dimension = 0;
        foreach (string axis in (ReadOnlySpan<string>)["xx", "yy", "zz"])
        {
            if (results.Find(landau, infinite, time, "covariance_" + axis) is not { } variance)
                continue;
            trace += variance.Value;
            dimension++;
        }
        if (dimension == 0)
            return null;
        double excess = entropy.Value + 0.5 * dimension * (1 + Math.Log(2 * Math.PI * trace / dimension));
        double error = entropy.Error > 0 ? entropy.Error : double.IsNaN(entropy.NoiseFloor) ? 0 : entropy.NoiseFloor;
        return excess > ErrorsFromZero * error ? (time, excess) : null;
    }

    private static void AddLaw(double[] times, double[] logarithms, List<RelaxationRow> rows)
    {
        rows.Add(Exponent("p of H - H_inf = a exp(-c t^p)", times, logarithms));
        foreach ((string name, double exponent) in (ReadOnlySpan<(string, double)>)[("2/3", 2.0 / 3), ("1", 1)])
        {
            (double slope, double error, double residual) = Line(times, logarithms, exponent);
            rows.Add(Row($"c at p = {name}", -slope, Deviations * error, times));
            rows.Add(Row($"rms of log (H - H_inf) about that, p = {name}", Math.Sqrt(residual / times.Length), double.NaN, times));
        }
    }

    /// <summary>The exponent of the least residual, by golden sections, with the range in which the residual is two deviations above it.</summary>
    private static RelaxationRow Exponent(string name, double[] times, double[] logarithms)
    {
        double low = LeastExponent, high = LargestExponent, golden = 0.5 * (Math.Sqrt(5) - 1);
        for (int i = 0; i < Sections; i++)
        {
            double first = high - golden * (high - low), second = low + golden * (high - low);
            if (Line(times, logarithms, first).Residual < Line(times, logarithms, second).Residual)
                high = second;
            else
                low = first;
        }
        double best = 0.5 * (low + high), least = Line(times, logarithms, best).Residual;
        int free = times.Length - 3;
        return Row(name, best, HalfWidth(times, logarithms, best, least * (1 + Deviations * Deviations / (double)free)), times);
    }

    /// <summary>Half the width of the exponents whose residual is below a level.</summary>
    private static double HalfWidth(double[] times, double[] logarithms, double best, double level)
    {
        double Edge(double outer)
        {
            double inside = best;
            for (int i = 0; i < Sections; i++)
            {
                double middle = 0.5 * (inside + outer);
                (inside, outer) = Line(times, logarithms, middle).Residual < level ? (middle, outer) : (inside, middle);
            }
            return inside;
        }
        return 0.5 * (Edge(LargestExponent) - Edge(LeastExponent));
    }

    /// <summary>Least squares of log (H - H_inf) on t^p.</summary>
    private static (double Slope, double Error, double Residual) Line(double[] times, double[] logarithms, double exponent)
    {
        double[] x = [.. times.Select(time => Math.Pow(time, exponent))];
        (double slope, _, double error, _, double residual) = Regression(x, logarithms);
        return (slope, error, residual);
    }

    /// <summary>D = -dH/dt by central differences on the norm: D = slope norm + intercept.</summary>
    private static void AddProduction(ResultTable results, string landau, List<RelaxationRow> rows)
    {
        List<(double Time, double Production, double Norm)> points = [];
        for (int i = 1; i + 1 < results.Times.Count; i++)
        {
            ResultRow? At(int index, string quantity) => results.Find(landau, ParticleNumber.Infinity, results.Times[index], quantity);
            if (At(i - 1, "entropy_1") is { } before && At(i + 1, "entropy_1") is { } after && At(i, WeightedNorm.Name) is { } norm)
                points.Add((results.Times[i], (before.Value - after.Value) / (after.Time - before.Time), norm.Value));
        }
        if (points.Count < FewestPoints)
            return;
        double[] times = [.. points.Select(point => point.Time)];
        (double slope, double intercept, double slopeError, double interceptError, _) =
            Regression([.. points.Select(point => point.Norm)], [.. points.Select(point => point.Production)]);
        rows.Add(Row("c of D = c |f| - C, |f| = weighted_l3", slope, Deviations * slopeError, times));
        rows.Add(Row("C of that", -intercept, Deviations * interceptError, times));
        rows.Add(Row("least D/|f|", points.Min(point => point.Production / point.Norm), double.NaN, times));
        rows.Add(Row("largest D/|f|", points.Max(point => point.Production / point.Norm), double.NaN, times));
    }

    private static (double Slope, double Intercept, double SlopeError, double InterceptError, double Residual) Regression(double[] x, double[] y)
    {
        int count = x.Length;
        double meanX = x.Average(), meanY = y.Average(), square = 0, product = 0, residual = 0;
        for (int i = 0; i < count; i++)
        {
            square += (x[i] - meanX) * (x[i] - meanX);
            product += (x[i] - meanX) * (y[i] - meanY);
        }
        double slope = product / square, intercept = meanY - slope * meanX;
        for (int i = 0; i < count; i++)
            residual += Math.Pow(y[i] - intercept - slope * x[i], 2);
        double variance = residual / (count - 2);
        return (slope, intercept, Math.Sqrt(variance / square), Math.Sqrt(variance * (1.0 / count + meanX * meanX / square)), residual);
    }

    private static RelaxationRow Row(string name, double value, double error, double[] times) => new(name, value, error, times.Length, times[0], times[^1]);
}
