using Hierarchy.Audits;
using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Equations;
using static Hierarchy.Tests.Diagnostics.Densities;


namespace Hierarchy.Tests.Audits;

/// <summary>All statements on real, short runs: no theorem fails, and the central ones are shown above the noise.</summary>
public class WholeAuditTests
{
    [Theory]
    [InlineData(2, 20, 5, 0)]
    [InlineData(2, 20, 5, 0.02)]
    [InlineData(3, 8, 4, 0)]
    public void No_theorem_fails(int d, int n, double halfWidth, double epsilon)
    {
        VelocityGrid grid = new(d, n, halfWidth);
        CollisionKernel kernel = epsilon == 0 ? Cases.Coulomb : new CollisionKernel(-3, 1, new EllipticRegularisation(), epsilon);
        double[] near = [.. Enumerable.Repeat(0.6, d)], center = new double[d], other = new double[d];
        (center[0], other[0]) = (1.1, -1.1);
        double[] datum = d == 2 ? PairMoments.Gaussians(grid, (0.5, center, near), (0.5, other, near)) : Gaussian(grid, new double[3], [1.5, 1, 0.8]);
        double[] times = Cases.Times(d == 2 ? 0.3 : 0.1, 5);
        AuditRun[] runs =
        [
            Run(new LandauEquation(grid, kernel, new CollisionOptions()), datum, times),
            Run(new ClusterHierarchy("cluster", grid, kernel, new ParticleNumber(2), new CollisionOptions()), datum, times),
            Run(new ClusterHierarchy("cluster", grid, kernel, new ParticleNumber(8), new CollisionOptions()), datum, times),
        ];
        IReadOnlyList<AuditRow> rows = AuditRegistry.Evaluate(new AuditInput(grid, kernel, new CollisionOptions(), runs, 1e-5));
        Assert.All(rows, row => Assert.False(row.Fails, Benchmarks.Audits.AuditMatrix.Words(row)));
        Assert.All(rows.Where(row => row.IsTheorem && (row.Equation is "(1.4)" or "(1.8)" || (d == 2 && row.Equation == "(1.9)"))),
            row => Assert.Equal(AuditVerdict.Holds, row.Verdict));
        if (d == 2)
            Assert.All((string[])["(1.7)", "(3.3)", "(1.12)"], equation => Assert.Contains(rows, row => row.Equation == equation && row.Verdict == AuditVerdict.Holds));
    }

    private static StoredRun Run(IKineticEquation equation, double[] datum, double[] times)
    {
        using (equation)
        {
            double[] state = new double[equation.Length];
            equation.SetChaotic(datum, state);
            List<double[]> densities = [];
            List<PairCorrelation> correlations = [];
            Verification.Evolution.Run(equation, state, 1e-5, times, _ =>
            {
                densities.Add(state[..equation.Grid.Size]);
                correlations.Add(equation.Correlation(state, equation.Particles).Copy());
            });
            return new(equation.Model, equation.Particles, times, [.. densities], equation.HasCorrelation ? [.. correlations] : null);
        }
    }
}
