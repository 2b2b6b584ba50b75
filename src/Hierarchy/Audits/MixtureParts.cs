using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>The components of a mixture of products from its pair correlation, where that is kept as the sum of its products, w_k (f^k - f) x (f^k - f).</summary>
internal static class MixtureParts
{
    /// <summary>Each component as a run of the Landau equation with its weight; null where the run is no mixture of the Landau hierarchy, or has lost its products.</summary>
    public static IReadOnlyList<(double Weight, AuditRun Run)>? Of(AuditRun run)
    {
        int[] times = run.PairTimes;
        if (!run.Facts.SolvesLandauHierarchy || times.Length != run.Times.Length || run.Products(0) is not { Weights.Length: > 0 } first)
            return null;
        double[][][] densities = [.. first.Weights.Select(_ => new double[times.Length][])];
        foreach (int time in times)
        {
            if (run.Products(time) is not { } products || !products.Weights.AsSpan().SequenceEqual(first.Weights))
                return null;
            ReadOnlySpan<double> density = run.Density(time);
            for (int k = 0; k < first.Weights.Length; k++)
            {
                double[] component = densities[k][time] = new double[density.Length];
                products.CopyField(k, component);
                for (int i = 0; i < component.Length; i++)
                    component[i] += density[i];
            }
        }
        return [.. first.Weights.Select((weight, k) => (weight, (AuditRun)new StoredRun(ModelRegistry.Landau.Name, ParticleNumber.Infinity, run.Times, densities[k])))];
    }
}
