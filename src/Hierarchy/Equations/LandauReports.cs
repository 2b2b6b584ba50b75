using Hierarchy.Collisions;

namespace Hierarchy.Equations;

/// <summary>What the corrections of the Landau operator report.</summary>
internal static class LandauReports
{
    public static IReadOnlyList<Report> Of(CorrectedLandau landau, CollisionOptions options)
    {
        List<Report> reports = [];
        if (options.Conservative)
        {
            reports.Add(new Report(
                "conservative_correction",
                landau.CorrectionSize,
                "largest L2 norm of the correction that conserves mass, momentum and energy, over the largest norm of the collision term"));
        }
        if (options.EquilibriumPreserving)
        {
            reports.Add(new Report(
                "equilibrium_residual",
                landau.ResidualSize,
                "L2 norm of Q(M,M), which is subtracted, over that of its diffusive half div((A*M) grad M)"));
        }
        return reports;
    }
}
