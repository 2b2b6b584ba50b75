using Hierarchy.Diagnostics;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// Lemmas 2.3 and 2.4, (2.12) to (2.18): along the Liouville equation dH_N/dt &lt;= 0, and dI_N/dt = Term_{k=i,j} + Term_{k!=i!=j}, each of them not
/// positive. The signs of every pair density that a run has (Lemma 2.4 is about any symmetric density), and the sums against what H_N and I_N do: f_N of N = 2
/// and, in d = 2, 3, and the Landau equation, whose dI_1/dt is twice the term of f x f.
/// </summary>
/// <remarks>
/// <see cref="FisherDissipation"/> has the forms. Term_{k!=i!=j} is minus a sum of squares and so never positive as computed; its size is tested by the sum.
/// Term_{k=i,j} has a part of no sign, and can be positive
/// where (2.11) fails. For N = 3 the terms are those that the run recorded.
/// </remarks>
internal sealed class LandauDissipation : IAuditStatement
{
    /// <summary>How many times the relative error of the pair's sum counts as that of three particles, and the sum of those errors as noise.</summary>
    private const double TripleError = 2;

    private const int MostTimes = 5;

    public string Equation => "Lemmas 2.3, 2.4";

    public string Covers => "Lemma 2.3, Lemma 2.4, (2.1), (2.2), (2.12), (2.13), (2.14), (2.15), (2.16), (2.17), (2.18)";

    public string Statement => "dissipation along the Liouville equation";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => input.Runs.SelectMany(run => Rows(input, run));

    private IEnumerable<AuditRow> Rows(AuditInput input, AuditRun run)
    {
        int[] times = run.PairTimes;
        if (times.Length == 0 || run.Facts.System == ParticleSystem.NonConservative)
        {
            yield return this.NotApplicable("", run, times.Length == 0 ? "f_2 was not kept" : "belongs to (1.6), whose pairs collide otherwise");
            yield break;
        }
        if (!input.Values<FisherDissipationTerms>(run, times[^1], false).ContainsKey(FisherDissipationTerms.Inside + "_2"))
        {
            yield return this.NotApplicable("", run, "the grid has too many points for the sums over pairs");
            yield break;
        }
        bool follows = run.SolvesLandau || (run.SolvesLiouville && run.Particles.Value == 2);
        if (input.Grid.Dimension == 3)
            times = Few(times);
        int[] some = follows ? times : [times[^1]];
        double negative = input.Values<PairFunctionals>(run, times[^1], false)["negative_mass_f2"].Value;
        bool admissible = input.Kernel.LogDerivativeMargin(input.Grid.Dimension).Holds, density = negative < Subadditivity.SmallNegativeMass;
        yield return DissipationSeries.Sign(this, "Term_{k=i,j} of f_2", run, some, time => Term(FisherDissipationTerms.Inside, time), admissible && density,
            "the derivative of I_2 along (1/2) P f_2" + (!admissible ? "; (2.11) fails" : input.Grid.Dimension == 2 ? "; d = 2: derived here, with the bound 4 in (2.11)" : ""));
        yield return DissipationSeries.Sign(this, "derivative of H_2 along P", run, some, time => Term(FisherDissipationTerms.Entropy, time), true, "minus a sum of squares");
        if (follows && input.Kernel.Isotropic == 0)
        {
            foreach (AuditRow row in Sums(input, run, times))
                yield return row;
        }
        foreach (AuditRow row in OfThree(input, run))
            yield return row;

        QuantityValue Term(string name, int time) => input.Quantity<FisherDissipationTerms>(run, time, name + "_2");
    }

    /// <summary>Some of the times, the first and the last among them: in d = 3 the terms of one cost seconds.</summary>
    private static int[] Few(int[] times) => times.Length <= MostTimes ? times
        : [.. Enumerable.Range(0, MostTimes).Select(k => times[(int)Math.Round(k * (times.Length - 1.0) / (MostTimes - 1))])];

    /// <summary>dI/dt and dH/dt of f_2 at N = 2 and of the Landau equation.</summary>
    private IEnumerable<AuditRow> Sums(AuditInput input, AuditRun run, int[] times)
    {
        double factor = run.SolvesLandau ? 2 : 1;
        string of = run.SolvesLandau ? "_1(f)" : "_2(f_2)";
        const string note = "left: the change over the run, right: the time integral of the terms";
        yield return DissipationSeries.Identity(this, "change of H" + of, input, run, times,
            time => run.SolvesLandau ? input.Quantity<OneParticleInformation>(run, time, "entropy_1") : input.Quantity<PairFunctionals>(run, time, "entropy_2"),
            time => Heated(input, run, time, FisherDissipationTerms.Entropy, factor), true, note);
        yield return DissipationSeries.Identity(this, "change of I" + of, input, run, times,
            time => run.SolvesLandau ? input.Quantity<OneParticleInformation>(run, time, "fisher_1") : input.Quantity<PairFisher>(run, time, "fisher_2"),
            time => Heated(input, run, time, FisherDissipationTerms.Inside, factor), true, note);
    }

    /// <summary>A term with what the viscosity of the kernel adds by Lemma 2.2: its multiple of the terms of the heat flow, of -I_2 for the entropy.</summary>
    private static QuantityValue Heated(AuditInput input, AuditRun run, int time, string name, double factor) => input.Combination(run, time, values =>
    {
        QuantityValue term = values.Get<FisherDissipationTerms>(name + "_2");
        double viscosity = input.Kernel.Viscosity;
        if (viscosity == 0)
            return term with { Value = factor * term.Value, NoiseFloor = factor * term.NoiseFloor };
        if (name == FisherDissipationTerms.Entropy)
        {
            QuantityValue fisher = values.Get<PairFisher>("fisher_2");
            return term with { Value = factor * term.Value - viscosity * fisher.Value, NoiseFloor = factor * term.NoiseFloor + viscosity * fisher.NoiseFloor };
        }
        QuantityValue same = values.Get<FisherDissipationTerms>(FisherDissipationTerms.HeatSame + "_2"),
            mixed = values.Get<FisherDissipationTerms>(FisherDissipationTerms.HeatMixed + "_2");
        return term with
        {
            Value = factor * term.Value + viscosity * (same.Value + mixed.Value),
            NoiseFloor = factor * term.NoiseFloor + viscosity * (same.NoiseFloor + mixed.NoiseFloor)
        };
    });

    /// <summary>N = 3, from what the run recorded; its error on the grid is measured by the pair's terms.</summary>
    private IEnumerable<AuditRow> OfThree(AuditInput input, AuditRun run)
    {
        if (run.Recorded(0, FisherDissipationTerms.Outside + "_3") is null || input.Kernel is not { Isotropic: 0, Viscosity: 0 })
            yield break;
        int[] times = [.. run.PairTimes.Where(time => run.Recorded(time, "fisher_3") is not null)];
        bool admissible = input.Kernel.LogDerivativeMargin(2).Holds;
        yield return DissipationSeries.Sign(this, "Term_{k=i,j}, N = 3", run, times, time => Three(FisherDissipationTerms.Inside, time), admissible
            && run.SolvesLiouville, "recorded by the run");
        yield return DissipationSeries.Sign(this, "Term_{k!=i!=j}, N = 3", run, times, time => Three(FisherDissipationTerms.Outside, time), run.SolvesLiouville,
            "minus a sum of squares; recorded by the run");
        yield return DissipationSeries.Identity(this, "change of H_3(f_3)", input, run, times, time => Functional("entropy_3", time),
            time => Three(FisherDissipationTerms.Entropy, time), run.SolvesLiouville, "recorded by the run", TripleError);
        yield return DissipationSeries.Identity(this, "change of I_3(f_3)", input, run, times, time => Functional("fisher_3", time), time =>
        {
            QuantityValue inside = Three(FisherDissipationTerms.Inside, time), outside = Three(FisherDissipationTerms.Outside, time);
            return inside with { Value = inside.Value + outside.Value, NoiseFloor = inside.NoiseFloor + outside.NoiseFloor };
        }, run.SolvesLiouville, "right: Term_{k=i,j} + Term_{k!=i!=j}, recorded by the run", TripleError);

        QuantityValue Three(string name, int time)
        {
            QuantityValue own = run.Recorded(time, name + "_3")!.Value,
                pair = input.Quantity<FisherDissipationTerms>(run, time, (name == FisherDissipationTerms.Outside ? FisherDissipationTerms.HeatMixed : name) + "_2");
            double relative = pair.Value == 0 ? 1 : Math.Min(1, pair.NoiseFloor / Math.Abs(pair.Value));
            return own with { NoiseFloor = own.NoiseFloor + TripleError * relative * Math.Abs(own.Value) };
        }

        QuantityValue Functional(string name, int time)
        {
            QuantityValue own = run.Recorded(time, name)!.Value;
            QuantityValue pair = name == "entropy_3" ? input.Quantity<PairFunctionals>(run, time, "entropy_2") : input.Quantity<PairFisher>(run, time, "fisher_2");
            return own with { NoiseFloor = (double.IsNaN(own.NoiseFloor) ? 0 : own.NoiseFloor) + TripleError * pair.NoiseFloor };
        }
    }
}
