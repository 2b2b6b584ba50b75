using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Evaluations to t = 1 of the explicit pair alone, of the stabilised method alone and of the choice between them, with their errors, for an anisotropic
/// Gaussian: the table by which the
/// choice is judged. Arguments: cases as MODEL-D-N-GAMMA; none for the standard ones.
/// </summary>
internal static unsafe class MethodTable
{
    private const double End = 1;
    private const double ReferenceTolerance = 1e-11;
    private static readonly string[] Standard = ["landau-3-16--3", "landau-3-32--3", "landau-3-16-0", "landau-3-16-1", "cluster-2-32--3", "cluster-3-12--3"];

    public static int Run(string[] cases)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        foreach (string name in cases.Length > 0 ? cases : Standard)
            Measure(name);
        return 0;
    }

    private static void Measure(string name)
    {
        string[] parts = name.Split('-', 4);
        (int d, int n, double gamma) = (int.Parse(parts[1]), int.Parse(parts[2]), double.Parse(parts[3]));
        var grid = new VelocityGrid(d, n, d == 3 && n > 20 ? 6 : 5);
        double[] density = new double[grid.Size];
        InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal(new double[d], d == 3 ? [1.4, 0.8, 0.8] : [1.4, 0.6])], density);
        using IKineticEquation equation = ModelRegistry.All.OfType<IGridModel>().First(model => model.Name == parts[0])
            .Close(grid, new CollisionKernel(gamma, 1), new ParticleNumber(8), new CollisionOptions());
        double[] start = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(density), start);
        double[] exact = Advance(equation, start, ReferenceTolerance, null).State;
        Console.WriteLine($"{name}\ntolerance  explicit     error   stabilised     error   choice     error  explicit steps  switches  of the best");
        for (int exponent = 4; exponent <= 9; exponent++)
        {
            double tolerance = Math.Pow(10, -exponent);
            (double[] pair, StepStatistics pairCost) = Advance(equation, start, tolerance, SteppingMethod.Explicit);
            (double[] stabilised, StepStatistics stabilisedCost) = Advance(equation, start, tolerance, SteppingMethod.Stabilised);
            (double[] chosen, StepStatistics cost) = Advance(equation, start, tolerance, null);
            double best = Math.Min(pairCost.Evaluations, stabilisedCost.Evaluations);
            Console.WriteLine($"1e-{exponent}       {pairCost.Evaluations,8}  {Distance(equation, pair, exact):E1}     {stabilisedCost.Evaluations,8}  "
                + $"{Distance(equation, stabilised, exact):E1} "
                + $"{cost.Evaluations,8}  {Distance(equation, chosen, exact):E1}  {$"{cost.ExplicitSteps}/{cost.Steps}",14}  {cost.Switches,8}  {cost.Evaluations / best,11:F3}");
        }
    }

    private static (double[] State, StepStatistics Statistics) Advance(IKineticEquation equation, double[] start, double tolerance, SteppingMethod? only)
    {
        double[] state = [.. start];
        using var stepper = new SwitchingStepper(equation, new StepperOptions { Tolerance = tolerance }, only);
        stepper.Start(0);
        stepper.AdvanceTo(End, state);
        return (state, stepper.Statistics);
    }

    /// <summary>The largest over the blocks of the root mean square of the difference in units of the scale.</summary>
    private static double Distance(IKineticEquation equation, double[] state, double[] exact)
    {
        fixed (double* a = state, b = exact)
            return new StateAlgebra(equation.Blocks, state.Length).Norm(1, a, -1, b);
    }
}
