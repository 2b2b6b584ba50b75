using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>A number with an estimate of its error.</summary>
public readonly record struct Measured(double Value, double Floor)
{
    public static Measured operator +(Measured left, Measured right) => new(left.Value + right.Value, left.Floor + right.Floor);

    public static Measured operator *(double factor, Measured right) => new(factor * right.Value, Math.Abs(factor) * right.Floor);
}

/// <summary>The terms of the weak forms at one time, for one test function a.</summary>
/// <param name="One">int a f dv.</param>
/// <param name="OneRate">What (3.3) at m = 1 equates its time derivative with.</param>
/// <param name="Two">int int a(v1) a(v2) f_{N,2}.</param>
/// <param name="Pair">The first two terms of (3.3) at m = 2: the collisions within the pair, with the factor 1/N.</param>
/// <param name="Viscous">The viscosity of both particles, which is no collision and of order 1 in N; zero for kernels without.</param>
/// <param name="Outside">The last two terms: the collisions with the other particles; NaN where f_3 is not known.</param>
public readonly record struct WeakTerms(Measured One, Measured OneRate, Measured Two, Measured Pair, Measured Viscous, Measured Outside)
{
    /// <summary>What (3.3) at m = 2 equates the time derivative of <see cref="Two"/> with.</summary>
    public Measured TwoRate => Pair + Viscous + Outside;
}

/// <summary>The terms of the weak forms of one run, at the output times at which f_{N,2} is known, for every test function.</summary>
public sealed class WeakSeries
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
        using WeakForms? coarse = input.CoarseGrid is null ? null : new WeakForms(input.CoarseGrid, input.Kernel, input.TestFunctions);
        for (int k = 0; k < indices.Length; k++)
        {
            forms.Load(run.Density(indices[k]), run.Correlation(indices[k]));
            if (coarse is not null)
            {
                (double[] density, double[] correlation) = input.Coarse(run, indices[k]);
                coarse.Load(density, correlation);
            }
            for (int t = 0; t < terms.Length; t++)
                terms[t][k] = WithResolution(forms.Terms(t, run.Particles, run.Bond), coarse?.Terms(t, run.Particles, run.Bond));
        }
        if (run.HasCorrelation && !run.Particles.IsInfinite)
            AddCorrections(terms, input.ConservativeEffect, 2 * run.Particles.Inverse);
        return new WeakSeries([.. indices.Select(index => run.Times[index])], terms);
    }

    /// <summary>The change of every term from the coarser grid to the fine one is part of its floor; without a coarser grid its whole size is.</summary>
    private static WeakTerms WithResolution(WeakTerms fine, WeakTerms? coarse)
    {
        return new(Widen(terms => terms.One), Widen(terms => terms.OneRate), Widen(terms => terms.Two), Widen(terms => terms.Pair), Widen(terms => terms.Viscous), Widen(terms => terms.Outside));

        Measured Widen(Func<WeakTerms, Measured> term)
        {
            Measured own = term(fine);
            return own with { Floor = own.Floor + Math.Abs(own.Value - (coarse is { } other ? term(other).Value : 0)) };
        }
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
