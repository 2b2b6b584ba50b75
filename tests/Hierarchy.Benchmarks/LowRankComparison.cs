using System.Globalization;
using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>
/// The constants of the rate by <c>leading-order-lowrank</c> against models that share nothing with it: <c>lowrank radial n...</c> against rotation-invariant
/// pairs for half T = 0.5
/// and half T = 1.5 at t = 1/4, L = 6, with the error that the box states; <c>lowrank symmetric n</c> against all pairs of representatives for a bi-Maxwellian at t = 0.2.
/// <c>lowrank grids d t tolerance n...</c>: the distance of g on two grids, and what it says of the error of the finer one.
/// </summary>
internal static class LowRankComparison
{
    private static readonly string[] Quantities =
    [
        "phi_l1", "phi_fourth_moment", "correlation_limit_l1", "correlation_limit_l2", "energy_covariance_limit", "mutual_information_limit", "relative_fisher_limit",
        "relative_entropy_limit", "relative_fisher_to_landau_limit",
    ];

    /// <summary>Half T = 0.5 and half T = 1.5 on one grid after the other.</summary>
    public static void Radial(int[] grids)
    {
        GaussianSettings[] halves = [.. ((double[])[0.5, 1.5]).Select(t => new GaussianSettings { Weight = 0.5, Covariance = [[t, 0, 0], [0, t, 0], [0, 0, t]] })];
        foreach (int n in grids)
            Against("leading-order-radial", halves, n, 6, 0.25, ErrorSettings.On);
    }

    /// <summary>A bi-Maxwellian, whose mirrors and exchanges of the last axes the dense model makes use of.</summary>
    public static void Symmetric(int points) =>
        Against("leading-order", [new GaussianSettings { Covariance = [[1.4, 0, 0], [0, 0.8, 0], [0, 0, 0.8]] }], points, 5, 0.2, ErrorSettings.Off);

    /// <summary>
    /// Leading order of a bi-Maxwellian on grids that grow: the L2 norm of the difference of g on neighbours, on the modes of the coarser one, over the norm of f x f and over
    /// that of g. If errors fall like h^p the error of the finer grid is the difference over (n/m)^p - 1; p comes from three neighbours.
    /// </summary>
    public static void Grids(int dimension, double end, double tolerance, int[] grids)
    {
        CorrelationFactors? before = null;
        VelocityGrid? coarse = null;
        double last = double.NaN;
        foreach (int n in grids)
        {
            var grid = new VelocityGrid(dimension, n, 5);
            double[] density = new double[grid.Size];
            InitialDensities.OnGrid(grid, [GaussianDensity.Diagonal(new double[dimension], dimension == 2 ? [1.4, 0.8] : [1.4, 0.8, 0.8], 1)], density);
            var options = new LowRankOptions { Tolerance = tolerance, MaximalRank = 900 };
            using var equation = new LeadingOrderLowRank("leading-order-lowrank", grid, new CollisionKernel(-3, 1), new ParticleNumber(8), new CollisionOptions(), options);
            using var state = new NativeBuffer(equation.Length);
            equation.Start(InitialDatum.Chaotic(density), state.Span);
            using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = tolerance });
            stepper.Start(0);
            TimeSpan start = Environment.CpuUsage.TotalTime;
            stepper.AdvanceTo(end, state.Span);
            double seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            CorrelationFactors found = equation.FactorsOf(state.Span);
            double cell = grid.CellVolume, unit = cell * TensorPrimitives.SumOfSquares<double>(density), norm = cell * found.Norm;
            string line = $"n = {n}: rank {found.Weights.Length}, basis/rank {equation.BasisRatio:F2}, rank_excess {equation.RankExcess:F2}, |g| {norm / unit:G4} of "
                + $"|f f|, {seconds:F1} s of a core, "
                + $"tolerance of the grid {LowRankOptions.OfGrid(grid, density):G2}";
            if (before is not null && coarse is not null)
            {
                double difference = Distance(grid, found, coarse, before);
                double ratio = n / (double)coarse.Points, order = Math.Log(last / difference) / Math.Log(ratio);
                line += $"; distance to n = {coarse.Points}: {difference / unit:G3} of |f f|, {difference / norm:P1} of g";
                foreach (double p in (double[])[order, 2, 4])
                    line += double.IsFinite(p) && p > 0 ? $"; error at order {p:G2}: {difference / unit / (Math.Pow(ratio, p) - 1):G2}" : "";
                last = difference;
            }
            Console.WriteLine(line);
            before?.Dispose();
            (before, coarse) = (found, grid);
        }
        before?.Dispose();
    }

    /// <summary>(int int (g - g')^2)^{1/2} of g on the modes of the coarser grid: of sums of products it takes the products of their fields only.</summary>
    private static double Distance(VelocityGrid fine, CorrelationFactors one, VelocityGrid coarse, CorrelationFactors other)
    {
        using DenseMatrix fields = new FieldRestriction(fine, coarse).Down(one.Fields);
        double cell = coarse.CellVolume;
        using DenseMatrix own = DenseMatrix.TransposeProduct(fields, fields), both = DenseMatrix.TransposeProduct(fields, other.Fields);
        double sum = 0;
        for (int k = 0; k < one.Weights.Length; k++)
        {
            for (int l = 0; l < one.Weights.Length; l++)
                sum += one.Weights[k] * one.Weights[l] * own[k, l] * own[k, l];
            for (int l = 0; l < other.Weights.Length; l++)
                sum -= 2 * one.Weights[k] * other.Weights[l] * both[k, l] * both[k, l];
        }
        foreach (double weight in other.Weights)
            sum += weight * weight;
        return cell * Math.Sqrt(Math.Max(0, sum));
    }

    private static void Against(string referee, DensitySettings[] initial, int points, double halfWidth, double end, string errors)
    {
        using Results.Results results = Experiment.Run(new Scenario
        {
            Name = "constants",
            Dimension = 3,
            Grid = new GridSettings { HalfWidth = halfWidth, Points = points },
            Initial = initial,
            Particles = ["8"],
            Models = [ModelSettings.FromName(referee), new LowRankSettings { Type = "leading-order-lowrank", MaximalRank = 600 }],
            Time = new TimeSettings { End = end, Output = end, Tolerance = 1e-3 },
            Errors = errors,
            Output = new OutputSettings { Pair = false },
        });
        Console.WriteLine($"n = {points}, t = {end}: against {referee}");
        foreach (string warning in results.Warnings)
            Console.WriteLine($"  {warning}");
        foreach (string quantity in Quantities)
        {
            ResultRow? right = Find(results, referee, quantity, end), found = Find(results, "leading-order-lowrank", quantity, end);
            if (right is not { } exact || found is not { } value)
                continue;
            double difference = Math.Abs(value.Value - exact.Value), stated = value.Error + exact.Error;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {quantity,-34} {value.Value:G6} against {exact.Value:G6}: {difference / Math.Abs(exact.Value):P2}, stated {stated / Math.Abs(exact.Value):P2} "
                + $"{(difference <= stated ? "within" : "NOT within")}"));
        }
    }

    private static ResultRow? Find(Results.Results results, string model, string quantity, double time)
    {
        foreach (ResultRow row in results.Rows)
        {
            if (row.Model == model && row.Quantity == quantity && row.Time == time)
                return row;
        }
        return null;
    }
}
