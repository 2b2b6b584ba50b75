using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Audits;

/// <summary>
/// (2.22): with the viscosity eps sum_i Lap_i of the regularised equation (2.19), E|v|^2 grows by 2 d eps t (6 eps t for d = 3); a multiple eps I of the kernel adds
/// 2 d eps (N-1)/N t. The worst time of each run.
/// </summary>
internal sealed class EnergyLaw : IAuditStatement
{
    public string Equation => "(2.22)";

    public string Statement => "E|v|^2 = E|v|^2(0) + 2 d eps t";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            double rate = input.Kernel.HeatingRate(input.Grid.Dimension, run.Particles.Outside(1));
            yield return rate == 0 ? this.NotApplicable("", run, "the kernel has neither viscosity nor a multiple of I; see (1.8)") : Worst(input, run, rate);
        }
    }

    private AuditRow Worst(AuditInput input, AuditRun run, double rate)
    {
        GridMoments start = GridMoments.Of(input.Grid, run.Density(0));
        (double left, double right, double error, int at) = (0, 0, -1, 0);
        for (int k = 1; k < run.Times.Length; k++)
        {
            double growth = GridMoments.Of(input.Grid, run.Density(k)).Energy - start.Energy, law = rate * (run.Times[k] - run.Times[0]) * start.Mass;
            if (Math.Abs(growth - law) > error)
                (left, right, error, at) = (growth, law, Math.Abs(growth - law), k);
        }
        double elapsed = run.Times[at] - run.Times[0];
        double produced = 4 * elapsed * Math.Abs(Conservation.Production(input, start).Energy);
        double floor = 1e-10 * start.Energy + (input.Options.Conservative ? 0 : produced + EdgeLoss(input, run, rate));
        return this.Identity("", run, (run.Times[0], run.Times[at]), left, right, floor, true);
    }

    /// <summary>
    /// What a Laplacian that is not made conservative loses at the edge of the box: the rate times the part of f in the outermost layers, times
    /// (2L/h)^2.
    /// </summary>
    private static double EdgeLoss(AuditInput input, AuditRun run, double rate)
    {
        ReadOnlySpan<double> density = run.Density(run.Times.Length - 1);
        double edge = 0;
        for (int i = 0; i < density.Length; i++)
        {
            for (int a = 0; a < input.Grid.Dimension; a++)
            {
                int j = input.Grid.AxisIndex(i, a);
                if (j == 0 || (j == input.Grid.Points - 1 && input.Grid.Origin == GridOrigin.HalfCell))
                    edge += Math.Abs(density[i]) * input.Grid.CellVolume;
            }
        }
        return rate * edge * input.Grid.Points * input.Grid.Points * (run.Times[^1] - run.Times[0]);
    }
}
