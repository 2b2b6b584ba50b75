using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Equations;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Closures;

/// <summary>A closure at one N: an elongated, off-centre chaotic datum, its marginals at the start and after a while.</summary>
internal sealed class ClosureTrial : IDisposable
{
    public static readonly VelocityGrid Grid = new(2, 16, 4.5);
    public static readonly CollisionKernel Kernel = new(-3, 1);

    /// <summary>With a tolerance of the low-rank model at which it is the dense one for the purposes here.</summary>
    private static readonly LowRankSettings FineRank = new() { Type = "cluster-lowrank", Tolerance = 1e-5, MaximalRank = 200 };

    /// <summary>Two Gaussians, not symmetric to any axis; the mean vanishes.</summary>
    public static readonly double[] Datum = PairMoments.Gaussians(Grid, (0.6, [0.4, -0.2], [0.9, 0.5]), (0.4, [-0.6, 0.3], [0.5, 0.6]));

    private readonly ParticleNumber _particles;

    public ClosureTrial(IGridModel closure, ParticleNumber particles)
    {
        Equation = closure.Close(new ModelInput(Grid, Kernel, particles, new CollisionOptions(), closure.Settings is LowRankSettings ? FineRank : closure.Settings));
        State = new double[Equation.Length];
        Equation.Start(InitialDatum.Chaotic(Datum), State);
        _particles = particles;
        (InitialDensity, InitialCorrelation) = Marginals(State);
        (Density, Correlation) = (InitialDensity, InitialCorrelation);
    }

    public IKineticEquation Equation { get; }

    public double[] State { get; }

    public double[] InitialDensity { get; }

    public double[] InitialCorrelation { get; }

    public double[] Density { get; private set; }

    public double[] Correlation { get; private set; }

    /// <summary>Runs to the time.</summary>
    public ClosureTrial RunTo(double time, double tolerance = 1e-6)
    {
        Evolution.Run(Equation, State, tolerance, [time], _ => { });
        (Density, Correlation) = Marginals(State);
        return this;
    }

    /// <summary>d_t f and d_t g by a central difference along the derivative of the state, whose error is of the second order in a step of 1e-5.</summary>
    public (double[] Density, double[] Correlation) Rates()
    {
        const double step = 1e-5;
        double[] change = new double[State.Length], ahead = new double[State.Length], behind = new double[State.Length];
        Equation.Evaluate(State, change);
        for (int i = 0; i < change.Length; i++)
            (ahead[i], behind[i]) = (State[i] + step * change[i], State[i] - step * change[i]);
        (double[] Density, double[] Correlation) upper = Marginals(ahead), lower = Marginals(behind);
        return ([.. upper.Density.Zip(lower.Density, Quotient)], [.. upper.Correlation.Zip(lower.Correlation, Quotient)]);

        static double Quotient(double x, double y) => (x - y) / (2 * step);
    }

    /// <summary>f and g, with g = 0 where the model has none.</summary>
    public (double[] Density, double[] Correlation) Marginals(double[] state) =>
        (Equation.Density(state, _particles).ToArray(), Equation.Correlation(state, _particles).ToArray());

    public void Dispose() => Equation.Dispose();
}
