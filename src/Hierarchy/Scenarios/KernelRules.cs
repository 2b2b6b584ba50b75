using System.Globalization;
using Hierarchy.Kernels;

namespace Hierarchy.Scenarios;

/// <summary>What the regularisation of the kernel asks of its parameter.</summary>
internal static class KernelRules
{
    private const double LargestEpsilon = 1e6;

    public static void Apply(RuleContext context)
    {
        KernelSettings kernel = context.Scenario.Kernel;
        if (RegularisationRegistry.Find(kernel.Regularisation) is not { } regularisation)
            return;
        if (regularisation is NoRegularisation)
        {
            context.Require(kernel.Epsilon == 0, "kernel.epsilon", kernel.Epsilon, "has no meaning with the regularisation \"none\"; leave it out or set it to 0");
            return;
        }
        string range = $"has to lie in (0, 1e6] with the regularisation \"{regularisation.Name}\"";
        context.Require(kernel.Epsilon is > 0 and <= LargestEpsilon, "kernel.epsilon", kernel.Epsilon, range);
        if (regularisation.Breaks.Count > 0)
            ApplyLength(context, kernel.Epsilon);
    }

    /// <summary>An epsilon that is a distance of velocities is compared with the box and the spacing of its points.</summary>
    private static void ApplyLength(RuleContext context, double epsilon)
    {
        if (!context.IsSound("kernel.epsilon", "grid"))
            return;
        GridSettings grid = context.Scenario.Grid;
        double spacing = 2 * grid.HalfWidth / grid.Points;
        context.Require(epsilon < grid.HalfWidth, "kernel.epsilon", epsilon, "has to be smaller than grid.halfWidth");
        if (epsilon < spacing)
            context.Warn(string.Create(
                CultureInfo.InvariantCulture, $"kernel.epsilon: {epsilon:G4} is unresolved, the spacing of the grid is {spacing:G4}; point values of the kernel hardly see it"));
    }
}
