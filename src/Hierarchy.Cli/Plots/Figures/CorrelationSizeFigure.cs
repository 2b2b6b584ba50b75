using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The L1 norm of the pair correlation over time.</summary>
internal sealed class CorrelationSizeFigure : IFigure
{
    public int Order => 24;

    public Figure? Make(StoredExperiment experiment)
    {
        TimeSeries Size(string model, ParticleNumber n) => experiment.Series(model, n, "chaos_l1").Sizes();
        IReadOnlyList<LinePanel> panels = Selection.ByN(experiment, Size, "∫∫ |g| dv_1 dv_2", true, true);
        return panels.Count == 0 ? null : new Figure(
            "correlation-size", "Size of the pair correlation",
            "The L1 norm of g = f_N,2 − f_N ⊗ f_N, which is zero where particles are independent. Collisions make it of order 1/N; where it does not vanish at N = "
                + "∞, chaos does not come about." + Selection.LeftOut(experiment.Numbers), panels);
    }
}
