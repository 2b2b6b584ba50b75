using Hierarchy.Diagnostics;
using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>The rows of the bounds of a singular integral of f_2 by the Fisher information; see <see cref="SingularConstants"/>.</summary>
internal static class SingularBoundRows
{
    /// <summary>The worst time of each run, and the bound that is uniform in N and t by I_1 of the datum.</summary>
    /// <param name="statement">Whose rows.</param>
    /// <param name="input">The results.</param>
    /// <param name="quantity">The singular integral.</param>
    /// <param name="power">1/2 or 3/4.</param>
    /// <param name="constants">The constants with their names.</param>
    /// <param name="concerns">The runs that the statement is about; all by default.</param>
    public static IEnumerable<AuditRow> Of(
        IAuditStatement statement, AuditInput input, string quantity, double power, (string Name, double Value)[] constants, Func<AuditRun, bool>? concerns = null)
    {
        foreach (AuditRun run in input.Runs.Where(concerns ?? (_ => true)))
        {
            int[] times = run.PairTimes;
            if (times.Length == 0)
            {
                yield return statement.NotApplicable("", run, "f_2 was not kept");
                continue;
            }
            foreach ((string name, double constant) in constants)
                yield return Pointwise(statement, input, run, times, quantity, power, name, constant);
            yield return Uniform(statement, input, run, times, quantity, power, constants[^1].Value);
        }
    }

    private static AuditRow Pointwise(IAuditStatement statement, AuditInput input, AuditRun run, int[] times, string quantity, double power, string name, double constant)
    {
        AuditRow? worst = null;
        foreach (int time in times)
        {
            QuantityValue integral = input.Quantity<PairFunctionals>(run, time, quantity), fisher = input.Quantity<PairFisher>(run, time, "fisher_2");
            double right = constant * Math.Pow(fisher.Value, power), floor = integral.NoiseFloor + right * power * fisher.NoiseFloor / fisher.Value;
            double negative = input.Quantity<PairFunctionals>(run, time, "negative_mass_f2").Value;
            string note = FormattableString.Invariant($"constant {constant:G5}, worst time; asserted while f_2 >= 0, its negative mass is {negative:G2}");
            AuditRow row = statement.Inequality(name, run, run.At(time), integral.Value, right, floor, negative < Subadditivity.SmallNegativeMass, note);
            worst = worst is null || row.Margin < worst.Margin ? row : worst;
        }
        return worst!;
    }

    private static AuditRow Uniform(IAuditStatement statement, AuditInput input, AuditRun run, int[] times, string quantity, double power, double constant)
    {
        QuantityValue initial = input.Quantity<OneParticleInformation>(run, 0, "fisher_1");
        QuantityValue largest = times.Select(time => input.Quantity<PairFunctionals>(run, time, quantity)).MaxBy(value => value.Value);
        double right = constant * Math.Pow(initial.Value, power), floor = largest.NoiseFloor + right * power * initial.NoiseFloor / initial.Value;
        bool isTheorem = (run.SolvesLiouville || run.SolvesLandau) && run.StartsChaotic && input.Kernel.LogDerivativeMargin(input.Grid.Dimension).Holds;
        return statement.Inequality("sup over t, by I_1(f^0)", run, run.Span(), largest.Value, right, floor, isTheorem,
            "uniform in N and t where the Fisher information decays");
    }
}

/// <summary>
/// (2.31), (3.8): int int f_{N,2}/|v1-v2| is bounded by the Fisher information; on the whole space, with the constants of
/// <see cref="SingularConstants"/>.
/// </summary>
internal sealed class CoulombIntegralBound : IFunctionalStatement
{
    public string Equation => "(2.31), (3.8)";

    public string Statement => "int f_2/|v1-v2| <= C I_2^(1/2)";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        (string, double) sharp = ("sharp C = 1/(d-1)", SingularConstants.Coulomb(input.Grid.Dimension));
        return SingularBoundRows.Of(
            this, input, "coulomb_integral", 0.5, input.Grid.Dimension == 3 ? [("C by Hoelder and Sobolev", SingularConstants.CoulombBySobolev), sharp] : [sharp]);
    }
}
