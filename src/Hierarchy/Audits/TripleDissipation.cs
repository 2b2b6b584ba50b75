using System.Globalization;
using Hierarchy.Densities;

namespace Hierarchy.Audits;

/// <summary>
/// Lemma 2.3 for N = 3 in d = 3, where no density of three particles fits a grid: the terms of g_3 = sum_k w_k f_k x f_k x f_k with the normal components of the
/// datum, by samples of it; the sign of each, and their sum against dI_3 by its definition (2.2), dH_3 against (2.1).
/// </summary>
internal sealed class TripleDissipation : IAuditStatement
{
    private const int Samples = 200_000;

    /// <summary>Standard errors that count.</summary>
    private const double Deviations = 4.5;

    private const double Nothing = 1e-12;

    public string Equation => "Lemma 2.3";

    public string Covers => "Lemma 2.3, (2.1), (2.2), (2.12), (2.13), (2.14), (2.15), (2.16), (2.17), (2.18)";

    public string Statement => "dissipation of three particles in d = 3, sampled";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        GaussianDensity[] normals = [.. input.Components.OfType<GaussianDensity>()];
        if (input.Grid.Dimension != 3 || normals.Length < 2 || normals.Length != input.Components.Count)
            return [];
        return Rows(SampledTerms.Of(normals, input.Kernel, Samples), input.Kernel.LogDerivativeMargin(3).Holds);
    }

    /// <summary>The rows of some terms.</summary>
    internal IEnumerable<AuditRow> Rows(SampledTerms terms, bool admissible)
    {
        // Isotropic components depend on momentum and energy alone, and so does their mixture, which stands still.
        if (Math.Abs(terms.Production.Value) < Nothing)
            yield break;
        string note = string.Create(
            CultureInfo.InvariantCulture, $"g_3 = sum_k w_k f_k x f_k x f_k of the components of the datum; {Samples} samples, {Deviations} standard errors count");
        yield return Sign("Term_{k=i,j}", terms.Inside, admissible, note);
        yield return Sign("Term_{k!=i!=j}", terms.Outside, true, note);
        yield return Sign("dH_3", terms.Production, true, note);
        double sum = terms.Inside.Value + terms.Outside.Value;
        yield return this.Identity("dI_3 by (2.2) and the sum of both terms", null, (0, 0), sum + terms.FisherDefect.Value, sum,
            Deviations * terms.FisherDefect.StandardError, true, note);
        yield return this.Identity("dH_3 by (2.1) and minus its square", null, (0, 0), terms.Production.Value + terms.EntropyDefect.Value, terms.Production.Value,
            Deviations * terms.EntropyDefect.StandardError, true, note);
    }

    private AuditRow Sign(string part, SampledMean term, bool isTheorem, string note) =>
        this.Inequality(part + " <= 0", null, (0, 0), term.Value, 0, Deviations * term.StandardError, isTheorem, note);
}
