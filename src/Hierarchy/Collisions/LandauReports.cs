using Hierarchy.States;

namespace Hierarchy.Collisions;

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
                "largest L2 norm, at the datum and the output times, of the correction of Q(f,f) that conserves mass, momentum and energy, over that of div((A*f) "
                    + "grad f) at the datum"));
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
