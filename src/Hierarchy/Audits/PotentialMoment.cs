using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// An upper bound of int int a(|v1-v2|) F, a(r) = Lambda r^(gamma+2), that multiplies all estimates of section 3: for gamma = -3 the Coulomb integral itself,
/// for gamma &lt; -2 its power by Jensen, for gamma &lt;= 0 the power of E|v1-v2|^2. A regularised potential is not larger.
/// </summary>
internal static class PotentialMoment
{
    /// <summary>
    /// Whether <see cref="Uniform"/> bounds the moment at all times by a theorem: exact solutions from chaotic data, and, where the Fisher information is
    /// needed, one that decays.
    /// </summary>
    public static bool IsTheorem(AuditInput input, AuditRun run)
    {
        bool decays = input.Kernel.LogDerivativeMargin(input.Grid.Dimension).Holds;
        return (run.SolvesLiouville || run.SolvesLandau) && run.StartsChaotic && (input.Kernel.Gamma >= -2 || decays);
    }

    /// <summary>Why an estimate by <see cref="Uniform"/> has nothing to say of the terms with f_2 of a run, or null.</summary>
    /// <param name="moment">The bound.</param>
    /// <param name="run">The run.</param>
    /// <param name="times">At how many times it takes f_2.</param>
    /// <param name="words">That number in words.</param>
    public static string? Excuse(double moment, AuditRun run, int times, string words) =>
        double.IsNaN(moment) ? "no such bound for gamma > 0" : run.PairTimes.Length < times ? $"f_2 was not kept at {words} times" : null;

    /// <summary>
    /// A bound for all times and all N by the datum: I_1(f^0) for gamma &lt; -2, the energy for gamma in [-2, 0]; NaN for gamma &gt; 0, where the
    /// paper claims none.
    /// </summary>
    /// <remarks>|v1-v2|^2 has the mean 2 E|v|^2 - 2 E[v1.v2] &lt;= 4 E|v|^2.</remarks>
    public static double Uniform(AuditInput input, AuditRun run)
    {
        CollisionKernel kernel = input.Kernel;
        double power = kernel.Gamma + 2;
        if (power > 2)
            return double.NaN;
        if (power >= 0)
            return kernel.Strength * Math.Pow(4 * GridMoments.Of(input.Grid, run.Density(0)).Energy, power / 2);
        double fisher = input.Quantity<OneParticleInformation>(run, 0, "fisher_1").Value;
        return kernel.Strength * Math.Pow(SingularConstants.Coulomb(input.Grid.Dimension) * Math.Sqrt(fisher), -power);
    }
}
