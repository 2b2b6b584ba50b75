using Hierarchy.Audits;
using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Audits;

/// <summary>The residual of the equations on stored states: exact solutions, short runs of the solvers, and the same at a wrong speed or N.</summary>
public class StrongFormTests
{
    /// <summary>The exact solution for Maxwell molecules obeys the discrete equation to the error of the grid, and at another speed it does not.</summary>
    [Theory]
    [InlineData(1, AuditVerdict.Holds)]
    [InlineData(1.02, AuditVerdict.Violated)]
    public void Bkw(double speed, AuditVerdict verdict)
    {
        VelocityGrid grid = new(2, 32, 7);
        AuditRow row = Assert.Single(new StrongLandau().Evaluate(Cases.Input(grid, new CollisionKernel(0, 1.0 / 16), Cases.Bkw(grid, Cases.Times(1, 6), speed))));
        Assert.Equal(verdict, row.Verdict);
    }

    /// <summary>The two equations of the cluster hierarchy at N = 4, and the same states called those of N = 5, or of another closure.</summary>
    [Fact]
    public void Hierarchy()
    {
        VelocityGrid grid = new(2, 20, 5.5);
        double[] times = Cases.Times(0.3, 7), start = Gaussian(grid, [0, 0], [1.5, 0.7]);
        using ClusterHierarchy equation = new("cluster", grid, Cases.Coulomb, new ParticleNumber(4), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(start, state);
        List<double[]> densities = [];
        List<PairCorrelation> correlations = [];
        Verification.Evolution.Run(equation, state, 1e-6, times, _ =>
        {
            densities.Add(state[..grid.Size]);
            correlations.Add(PairCorrelation.Of(grid, state[grid.Size..]));
        });
        AuditRow[] Rows(string model, int particles) =>
            [.. new StrongHierarchy().Evaluate(new AuditInput(
                grid, Cases.Coulomb, new CollisionOptions(), [new StoredRun(model, new ParticleNumber(particles), times, [.. densities], [.. correlations])]))];
        Assert.Equal([AuditVerdict.Holds, AuditVerdict.Holds], Rows("cluster", 4).Select(row => row.Verdict));
        Assert.Equal([AuditVerdict.Violated, AuditVerdict.Violated], Rows("cluster", 5).Select(row => row.Verdict));
        Assert.Equal([AuditVerdict.Holds, AuditVerdict.Violated], Rows("tensorised2", 4).Select(row => row.Verdict));
        Assert.Equal(AuditVerdict.NotApplicable, Assert.Single(Rows("mixture", 4)).Verdict);
    }
}
