using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>A number with an estimate of its error.</summary>
internal readonly record struct Measured(double Value, double Floor)
{
    public static Measured operator +(Measured left, Measured right) => new(left.Value + right.Value, left.Floor + right.Floor);

    public static Measured operator *(double factor, Measured right) => new(factor * right.Value, Math.Abs(factor) * right.Floor);
}

/// <summary>The terms of the weak forms at one time, for one test function a.</summary>
/// <param name="One">int a f dv.</param>
/// <param name="OneRate">What (3.3) at m = 1 equates its time derivative with.</param>
/// <param name="Two">int int a(v1) a(v2) f_{N,2}.</param>
/// <param name="Pair">The first two terms of (3.3) at m = 2: the collisions within the pair, with the factor 1/N.</param>
/// <param name="Outside">Its last two terms: the collisions with the other particles; NaN where f_3 is not known.</param>
internal readonly record struct WeakTerms(Measured One, Measured OneRate, Measured Two, Measured Pair, Measured Outside);

/// <summary>The terms of the weak forms of one run, at the output times at which f_{N,2} is known, for every test function.</summary>
internal sealed class WeakSeries
{
    private WeakSeries(double[] times, WeakTerms[][] terms)
    {
        Times = times;
        Terms = terms;
    }

    /// <summary>The times.</summary>
    public double[] Times { get; }

    /// <summary>By test function, then by time.</summary>
    public WeakTerms[][] Terms { get; }

    internal static WeakSeries Of(AuditInput input, AuditRun run)
    {
        int[] indices = run.PairTimes;
        WeakTerms[][] terms = [.. input.TestFunctions.Select(_ => new WeakTerms[indices.Length])];
        using var forms = new WeakForms(input.Grid, input.Kernel, input.TestFunctions);
        for (int k = 0; k < indices.Length; k++)
        {
            forms.Load(run.Density(indices[k]), run.Correlation(indices[k]));
            for (int t = 0; t < terms.Length; t++)
                terms[t][k] = forms.Terms(t, run.Particles, run.Bond);
        }
        if (run.HasCorrelation && !run.Particles.IsInfinite)
            AddCorrections(terms, input.ConservativeEffect, 2 * run.Particles.Inverse);
        return new WeakSeries([.. indices.Select(index => run.Times[index])], terms);
    }

    /// <summary>The errors that the conservative corrections took out of the moments of the pair stand for those that they could not.</summary>
    private static void AddCorrections(WeakTerms[][] terms, double[] effect, double factor)
    {
        for (int test = 0; test < terms.Length; test++)
        {
            for (int k = 0; k < terms[test].Length; k++)
                terms[test][k] = terms[test][k] with { Pair = terms[test][k].Pair + new Measured(0, factor * effect[test]) };
        }
    }

    /// <summary>The change of a term over the whole interval.</summary>
    public Measured Change(int test, Func<WeakTerms, Measured> term)
    {
        Measured first = term(Terms[test][0]), last = term(Terms[test][^1]);
        return new(last.Value - first.Value, last.Floor + first.Floor);
    }

    /// <summary>The time integral of a term; its floor holds that of the rule.</summary>
    public Measured Integral(int test, Func<WeakTerms, Measured> term)
    {
        Measured[] values = [.. Terms[test].Select(term)];
        (double integral, double rule) = TimeQuadrature.Integrate(Times, [.. values.Select(value => value.Value)]);
        double[] weights = TimeQuadrature.Weights(Times, 2);
        return new(integral, rule + weights.Zip(values, (weight, value) => weight * value.Floor).Sum());
    }
}
