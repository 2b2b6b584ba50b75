using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Lemmas 2.3 and 2.4, (2.12) to (2.18), d = 3, for runs of rotation-invariant pairs by the values that they recorded: the signs of the derivatives of I_2 and
/// H_2 of every pair along the
/// collision of that pair, and their sums against what I_2 and H_2 of f_2 do at N = 2, where Term_{k=i,j} is all, and I_1 and H_1 of the Landau equation.
/// </summary>
/// <remarks>Errors are the difference of two resolutions, which have different points of quadrature too.</remarks>
internal sealed class RecordedDissipation : IFunctionalStatement
{
    private const string Fisher = "dissipation_inside", Entropy = "dissipation_entropy";

    public string Equation => "Lemmas 2.3, 2.4";

    public string Covers => "Lemma 2.3, Lemma 2.4, (2.1), (2.2), (2.12), (2.13), (2.14), (2.15), (2.16), (2.17), (2.18)";

    public string Statement => "dissipation along the Liouville equation";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => input.Runs.Where(run => run.IsRecorded).SelectMany(run => Rows(input, run));

    private IEnumerable<AuditRow> Rows(AuditInput input, AuditRun run)
    {
        string level = run.HasCorrelation ? "_2" : "_1", of = run.HasCorrelation ? "_2(f_2)" : "_1(f)";
        int[] times = [.. Enumerable.Range(0, run.Times.Length).Where(time => run.Recorded(time, Fisher + level) is not null && run.Recorded(time, Entropy + level) is not null)];
        if (times.Length == 0)
            yield break;
        bool admissible = input.Kernel.LogDerivativeMargin(3).Holds;
        bool isDensity = !run.HasCorrelation || times.All(time => run.Recorded(time, "negative_mass_f2") is not { Value: > Subadditivity.SmallNegativeMass });
        string what = run.HasCorrelation ? "of f_2" : "of f x f, twice";
        yield return DissipationSeries.Sign(this, $"Term_{{k=i,j}} {what}", run, times, time => Value(Fisher + level, time), admissible && isDensity,
            "the derivative of I_2 along (1/2) P f_2" + (admissible ? "" : "; (2.11) fails"));
        yield return DissipationSeries.Sign(this, $"derivative of H_2 along P {what}", run, times, time => Value(Entropy + level, time), isDensity, "minus a sum of squares");
        bool follows = run.SolvesLandau || (run.SolvesLiouville && run.Particles.Value == 2);
        if (!follows || input.Kernel is not { Isotropic: 0, Viscosity: 0 })
            yield break;
        string name = run.HasCorrelation ? "2" : "1";
        const string note = "left: the change over the run, right: the time integral of the term";
        foreach ((string functional, string letter, string rate) in (
            (string, string, string)[])[("entropy_" + name, "H", Entropy + level), ("fisher_" + name, "I", Fisher + level)])
        {
            int[] known = [.. times.Where(time => run.Recorded(time, functional) is not null)];
            if (known.Length > 0)
                yield return DissipationSeries.Identity(this, $"change of {letter}{of}", input, run, known, time => Value(functional, time),
                    time => Value(rate, time), true, note);
        }

        QuantityValue Value(string quantity, int time) => run.Recorded(time, quantity)!.Value;
    }
}
