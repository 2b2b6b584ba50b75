using System.Globalization;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Commands;

/// <summary>What is known of the kernel of a plan.</summary>
internal static class KernelSentence
{
    /// <summary>The condition (2.11), and how the energy grows if the kernel does not conserve it.</summary>
    public static string Of(ExperimentPlan plan)
    {
        double viscous = plan.Kernel.HeatingRate(plan.Grid.Dimension, 0), all = plan.Kernel.HeatingRate(plan.Grid.Dimension, 1);
        string condition = $"kernel: {plan.Kernel.LogDerivativeMargin}";
        if (all == 0)
            return condition;
        string share = viscous == all ? "" : " (N-1)/N";
        return condition + string.Create(CultureInfo.InvariantCulture, $"; E|v|^2 grows by {all:G6}{share} a unit of time");
    }
}
