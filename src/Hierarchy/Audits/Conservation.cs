using Hierarchy.Collisions;
using Hierarchy.Densities;

namespace Hierarchy.Audits;

/// <summary>
/// (1.8): mass, momentum and energy of f_{N,1} are constant; with viscosity or a multiple of I in the kernel the energy grows and is the matter of (2.22).
/// </summary>
/// <remarks>
/// A statement on every model: the closures keep it as well. With the corrected operators, the default, it is the correction that is tested, and the rows quote
/// its size. The right-hand side is round-off where the operators are made conservative; otherwise it is what
/// the discrete operator produces at the Maxwellian with the same invariants, times the time, which is exactly zero in the continuum.
/// </remarks>
internal sealed class Conservation : IAuditStatement
{
    private const double RoundOff = 1e-11;

    public string Equation => "(1.8)";

    public string Statement => "conservation";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            GridMoments start = GridMoments.Of(input.Grid, run.Density(0)), produced = Production(input, start);
            double speed = Math.Sqrt(start.Energy), slack = input.Options.Conservative ? 0 : 4 * (run.Times[^1] - run.Times[0]);
            (double mass, double momentum, double energy) = Drift(input, run, start);
            GridMoments corrected = Correction(input, run);
            yield return this.Inequality("largest drift of the mass", run, run.Span(), mass, RoundOff * start.Mass + slack * Math.Abs(produced.Mass), 0, true);
            double push = slack * produced.Momentum.Max(Math.Abs);
            yield return this.Inequality("largest drift of the momentum", run, run.Span(), momentum, RoundOff * speed + push, 0, true,
                Kept(input, corrected.Momentum.Max(Math.Abs)));
            yield return input.Kernel.HeatingRate(input.Grid.Dimension, run.Particles.Outside(1)) > 0
                ? this.NotApplicable("drift of the energy", run, "the regularisation heats, see (2.22)")
                : this.Inequality("largest drift of the energy E|v|^2", run, run.Span(), energy, RoundOff * start.Energy + slack * Math.Abs(produced.Energy), 0,
                    true, Kept(input, corrected.Energy));
        }
    }

    /// <summary>What the row tests: the correction that keeps the invariants, by what it takes out.</summary>
    private static string Kept(AuditInput input, double correction) => input.Options.Conservative
        ? FormattableString.Invariant($"kept by a correction of Q(f,f), which takes out {Math.Abs(correction):G2} over the run; the row tests the correction and the time steps")
        : FormattableString.Invariant($"without a correction; the discrete Q(f,f) produces {Math.Abs(correction):G2} over the run");

    /// <summary>The invariants of the discrete Q(f,f) before its correction, the larger of its first and its last time, over the length of the run.</summary>
    private static GridMoments Correction(AuditInput input, AuditRun run)
    {
        double[] collisions = new double[input.Grid.Size];
        using var landau = new LandauOperator(input.Grid, input.Kernel, input.Options with { Conservative = false });
        landau.Apply(run.Density(0), collisions);
        GridMoments first = GridMoments.Of(input.Grid, collisions);
        landau.Apply(run.Density(run.Times.Length - 1), collisions);
        GridMoments last = GridMoments.Of(input.Grid, collisions);
        double elapsed = run.Times[^1] - run.Times[0];
        double[] momentum = [.. first.Momentum.Zip(last.Momentum, (a, b) => elapsed * Math.Max(Math.Abs(a), Math.Abs(b)))];
        return new GridMoments(elapsed * Math.Max(Math.Abs(first.Mass), Math.Abs(last.Mass)), momentum, elapsed * Math.Max(Math.Abs(first.Energy), Math.Abs(last.Energy)));
    }

    private static (double Mass, double Momentum, double Energy) Drift(AuditInput input, AuditRun run, GridMoments start)
    {
        double mass = 0, momentum = 0, energy = 0;
        for (int k = 1; k < run.Times.Length; k++)
        {
            GridMoments now = GridMoments.Of(input.Grid, run.Density(k));
            mass = Math.Max(mass, Math.Abs(now.Mass - start.Mass));
            energy = Math.Max(energy, Math.Abs(now.Energy - start.Energy));
            for (int a = 0; a < now.Momentum.Length; a++)
                momentum = Math.Max(momentum, Math.Abs(now.Momentum[a] - start.Momentum[a]));
        }
        return (mass, momentum, energy);
    }

    /// <summary>The invariants of Q(M,M) on the grid.</summary>
    internal static GridMoments Production(AuditInput input, GridMoments invariants)
    {
        if (input.Options.Conservative)
            return new GridMoments(0, new double[input.Grid.Dimension], 0);
        double[] collisions = new double[input.Grid.Size];
        using var landau = new LandauOperator(input.Grid, input.Kernel, input.Options);
        landau.Apply(DiscreteMaxwellian.Fit(input.Grid, invariants), collisions);
        return GridMoments.Of(input.Grid, collisions);
    }
}
