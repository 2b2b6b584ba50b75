using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
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
/// <param name="Viscous">The viscosity of both particles, which is no collision and of order 1 in N; zero for kernels without.</param>
/// <param name="Outside">The last two terms: the collisions with the other particles; NaN where f_3 is not known.</param>
internal readonly record struct WeakTerms(Measured One, Measured OneRate, Measured Two, Measured Pair, Measured Viscous, Measured Outside)
{
    /// <summary>What (3.3) at m = 2 equates the time derivative of <see cref="Two"/> with.</summary>
    public Measured TwoRate => Pair + Viscous + Outside;
}

/// <summary>The terms of the weak forms of one run, at the output times at which f_{N,2} is known, for every test function.</summary>
internal sealed class WeakSeries
{
    private readonly WeakTerms[][]? _coarse;

    private WeakSeries(double[] times, WeakTerms[][] terms, WeakTerms[][]? coarse)
    {
        Times = times;
        Terms = terms;
        _coarse = coarse;
    }

    /// <summary>The times.</summary>
    public double[] Times { get; }

    /// <summary>By test function, then by time.</summary>
    public WeakTerms[][] Terms { get; }

    internal static WeakSeries Of(AuditInput input, AuditRun run)
    {
        int[] indices = run.PairTimes;
        WeakTerms[][] terms = [.. input.TestFunctions.Select(_ => new WeakTerms[indices.Length])];
        WeakTerms[][]? coarse = input.CoarseGrid is null ? null : [.. terms.Select(_ => new WeakTerms[indices.Length])];
        double guard = input.Options.DensityGuard;
        using var forms = new WeakForms(input.Grid, input.Kernel, input.TestFunctions, guard);
        using WeakForms? second = input.CoarseGrid is null ? null : new WeakForms(input.CoarseGrid, input.Kernel, input.TestFunctions, guard);
        TripletClosure? triplet = Triplet(run);
        for (int k = 0; k < indices.Length; k++)
        {
            forms.Load(run.Density(indices[k]), run.Correlation(indices[k]));
            for (int t = 0; t < terms.Length; t++)
                terms[t][k] = forms.Terms(t, run.Particles, triplet, Next(run, indices[k], t));
            if (second is null)
                continue;
            (double[] density, PairCorrelation? correlation) = input.Coarse(run, indices[k]);
            second.Load(density, correlation);
            for (int t = 0; t < terms.Length; t++)
                coarse![t][k] = second.Terms(t, run.Particles, triplet, Next(run, indices[k], t));
        }
        if (input.CoarseGrid is not null && indices.Length > 0)
        {
            (double[] One, double[]? Two)[] effects = ErrorsOfRates(input, input.CoarseGrid, run, indices, terms, coarse!);
            for (int k = 0; k < effects.Length; k++)
                AddRates(terms, k, effects[k], run);
        }
        if (run.HasCorrelation && !run.Particles.IsInfinite)
            AddCorrections(terms, input.ConservativeEffect, 2 * run.Particles.Inverse);
        return new WeakSeries([.. indices.Select(index => run.Times[index])], terms, coarse);
    }

    /// <summary>f_3 by f and g; of three particles it is the cluster form and the third cumulant, of which the run recorded what is needed.</summary>
    public static TripletClosure? Triplet(AuditRun run) =>
        run.SolvesLiouville && run.Particles.Value == 3 && run.Recorded(0, TripleWeakTerms.Name(0)) is not null ? TripletClosure.Cluster : run.Triplet;

    /// <summary>What the run recorded of f_3: the part of the third cumulant, and the mass of an f_3 that is divided by it.</summary>
    private static (Measured Addition, double Mass) Next(AuditRun run, int time, int test)
    {
        Measured addition = run.Recorded(time, TripleWeakTerms.Name(test)) is { } term ? new(term.Value, double.IsNaN(term.NoiseFloor) ? 0 : term.NoiseFloor) : default;
        double mass = run.Triplet is not { Normalised: true } ? 1 : run.Recorded(time, PairHierarchy.TripleMass.Name) is { } found ? found.Value : double.NaN;
        return (addition, mass);
    }

    /// <summary>The error of the solver's operators in the rates of both levels at every time; without the pair's operators, the second follows from the first.</summary>
    private static (double[] One, double[]? Two)[] ErrorsOfRates(
        AuditInput input, VelocityGrid grid, AuditRun run, int[] indices, WeakTerms[][] terms, WeakTerms[][] coarse)
    {
        if (PairResolution.Serves(input, run))
        {
            // At every time: P is least resolved at the first one, where g has just begun.
            return [.. indices.Select((index, k) =>
                ((double[], double[]?))PairResolution.At(input, run, index, [.. terms.Select(test => test[k])], [.. coarse.Select(test => test[k])]))];
        }
        double outside = run.Particles.Outside(1);
        using OperatorResolution resolution = new(input, grid);
        double[] one = [.. resolution.Of(run, indices[0], indices[^1]).Select(effect => outside * effect)];
        return [.. indices.Select(_ => (one, (double[]?)null))];
    }

    /// <summary>
    /// The error of the solver's operators in the rates of both levels at one time. A difference of two grids is the size of the error of the coarser one: that of a pair
    /// is counted once, without the safety of the rows.
    /// </summary>
    private static void AddRates(WeakTerms[][] terms, int time, (double[] One, double[]? Two) effect, AuditRun run)
    {
        for (int test = 0; test < terms.Length; test++)
        {
            WeakTerms found = terms[test][time];
            double square = 2 * effect.One[test] * Math.Abs(found.One.Value);
            double once = effect.Two is null ? 1 : 1 / WeakFormRows.Safety;
            Measured one = new(0, once * effect.One[test]), two = new(0, once * (effect.Two is { } pair && double.IsFinite(pair[test]) ? pair[test] : square));
            terms[test][time] = found with
            {
                OneRate = found.OneRate + one,
                Pair = found.Pair + (run.Particles.Outside(2) == 0 ? two : default),
                Outside = found.Outside + (run.Particles.Outside(2) == 0 ? default : two)
            };
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
    public Measured Change(int test, Func<WeakTerms, Measured> term) => WithResolution(test, terms => ChangeOf(terms, term));

    /// <summary>The time integral of a term; its floor holds that of the rule.</summary>
    public Measured Integral(int test, Func<WeakTerms, Measured> term) => WithResolution(test, terms => IntegralOf(terms, term));

    /// <summary>The change of a term less the time integral of what it is equated with, which errors that both have in common leave.</summary>
    public Measured Residual(int test, Func<WeakTerms, Measured> term, Func<WeakTerms, Measured> rate) =>
        WithResolution(test, terms => ChangeOf(terms, term) + -1 * IntegralOf(terms, rate));

    /// <summary>
    /// What changes from the coarser grid to the grid of the run is part of the floor, <see cref="AuditInput.TwoGrids"/> times as for every quantity; without a
    /// coarser grid the whole value is.
    /// </summary>
    private Measured WithResolution(int test, Func<WeakTerms[], Measured> functional)
    {
        Measured fine = functional(Terms[test]);
        return fine with { Floor = fine.Floor + (_coarse is null ? Math.Abs(fine.Value) : AuditInput.TwoGrids * Math.Abs(fine.Value - functional(_coarse[test]).Value)) };
    }

    private static Measured ChangeOf(WeakTerms[] terms, Func<WeakTerms, Measured> term)
    {
        Measured first = term(terms[0]), last = term(terms[^1]);
        return new(last.Value - first.Value, last.Floor + first.Floor);
    }

    private Measured IntegralOf(WeakTerms[] terms, Func<WeakTerms, Measured> term)
    {
        Measured[] values = [.. terms.Select(term)];
        (double integral, double rule) = TimeQuadrature.Integrate(Times, [.. values.Select(value => value.Value)]);
        double[] weights = TimeQuadrature.Weights(Times, 2);
        return new(integral, rule + weights.Zip(values, (weight, value) => weight * value.Floor).Sum());
    }
}
