using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Assumption 1.2 on the datum f^0: mass 1, momentum 0, energy d, finite entropy and finite Fisher information.
/// </summary>
/// <remarks>
/// The mean and the energy are a normalisation, which a translation and a scaling of the velocities bring about; a scenario may have others, so these rows are
/// reports. On a grid everything is finite. What can be measured of finiteness: H_1 lies between -(d/2) log(2 pi e T), the least of its covariance, and log max
/// f; I_1 is at least d/T (Cramer and Rao), and changes little on a coarser grid, where an infinite one grows with every refinement.
/// </remarks>
internal sealed class DatumAssumption : IAuditStatement
{
    /// <summary>Round-off of the sums over the grid.</summary>
    private const double RoundOff = 1e-8;

    public string Equation => "Assumption 1.2";

    public string Statement => "the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        if (input.Runs.Count == 0)
            yield break;
        AuditRun run = input.Landau ?? input.Runs[0];
        int d = input.Grid.Dimension;
        (double From, double To) start = run.At(0);
        GridMoments moments = GridMoments.Of(input.Grid, run.Density(0));
        yield return this.Identity("mass 1", run, start, moments.Mass, 1, RoundOff + Outside(input, run), true,
            "the floor holds what the tail outside the box and the sum over the grid may add");
        double mean = Math.Sqrt(moments.Momentum.Sum(component => component * component));
        yield return Normalisation("momentum 0", run, mean, 0, Math.Sqrt(moments.Energy));
        yield return Normalisation("energy d", run, moments.Energy, d, moments.Energy);
        QuantityValue entropy = input.Quantity<OneParticleInformation>(run, 0, "entropy_1"), fisher = input.Quantity<OneParticleInformation>(run, 0, "fisher_1");
        double least = -0.5 * d * Math.Log(2 * Math.PI * Math.E * moments.Temperature), most = Math.Log(TensorPrimitives.Max(run.Density(0)));
        yield return this.Inequality("entropy, from below by the temperature", run, start, least, entropy.Value, entropy.NoiseFloor, true, "equality for a Maxwellian");
        yield return this.Inequality("entropy, from above by log max f", run, start, entropy.Value, most, entropy.NoiseFloor, true);
        yield return this.Inequality("Fisher information, from below by d/T", run, start, d / moments.Temperature, fisher.Value, fisher.NoiseFloor, true,
            "equality for an isotropic Maxwellian");
        string note = "left: what a coarser grid and the tail change, right: half the value";
        yield return this.Inequality("finite Fisher information: its error", run, start, fisher.NoiseFloor, fisher.Value / 2, 0, false, note)
            is { Verdict: AuditVerdict.Violated } row
            ? row with { Verdict = AuditVerdict.BelowNoise, Note = note + "; this grid cannot tell whether it is finite" }
            : this.Inequality("finite Fisher information: its error", run, start, fisher.NoiseFloor, fisher.Value / 2, 0, false, note);
    }

    /// <summary>What a density sampled in a box may miss: the truncation noise over the box, and as many layers as the grid has like the outermost one.</summary>
    private static double Outside(AuditInput input, AuditRun run)
    {
        double edge = 0, box = Math.Pow(2 * input.Grid.HalfWidth, input.Grid.Dimension);
        ReadOnlySpan<double> density = run.Density(0);
        for (int i = 0; i < density.Length; i++)
        {
            for (int a = 0; a < input.Grid.Dimension; a++)
                edge += input.Grid.AxisIndex(i, a) == 0 || input.Grid.AxisIndex(i, a) == input.Grid.Points - 1 ? Math.Abs(density[i]) : 0;
        }
        return input.Grid.Points * input.Grid.CellVolume * edge + box * TruncationNoise.Of(input.Grid, density);
    }

    /// <summary>A normalisation that the scenario may have chosen otherwise.</summary>
    private AuditRow Normalisation(string part, AuditRun run, double left, double right, double scale)
    {
        bool same = Math.Abs(left - right) <= RoundOff * scale;
        string note = same ? "" : "another unit of velocity or another frame than the paper's; its results hold there too";
        AuditRow row = this.Inequality(part, run, run.At(0), left, right, RoundOff * scale, false, note);
        return row with { Margin = -Math.Abs(left - right), Verdict = same ? AuditVerdict.Holds : AuditVerdict.NotApplicable };
    }
}
