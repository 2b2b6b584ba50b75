using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Collisions;

namespace Hierarchy.Tests.Diagnostics;

/// <summary>The terms of Lemmas 2.2 and 2.3 against closed forms, against the Gateaux formula (2.2) on the grid, and against difference quotients of I.</summary>
public sealed class FisherDissipationTests
{
    private const double Floor = 1e-5;

    /// <summary>
    /// Normal laws with inverse covariance K: I = tr K/N, Term_{i=k} = -(2/N) sum_i |K_ii|^2, Term_{i!=k} = -(2/N) sum |K_ik|^2; their sum is dI/dt of the
    /// exact heat flow. The integrands are multiples of f_3, so the terms over the points kept are these times the mass kept.
    /// </summary>
    [Fact]
    public void The_heat_terms_of_a_gaussian_triple_are_closed_forms()
    {
        var law = new GaussianTriple([1.7, 1.5], [0.2, -0.15]);
        var grid = new VelocityGrid(2, 16, 6.5);
        FisherDissipation terms = FisherDissipation.OfTriple(grid, new CollisionKernel(-3, 1), law.Whole(grid), 1e-3);
        double same = -2 * (Math.Pow(law.Diagonal(0), 2) + Math.Pow(law.Diagonal(1), 2)), mixed = -4 * (Math.Pow(law.Mixed(0), 2) + Math.Pow(law.Mixed(1), 2));
        double slope = (law.Heated(1e-5).Fisher - law.Heated(-1e-5).Fisher) / 2e-5;
        Assert.Equal(slope, same + mixed, 1e-6);
        Assert.Equal(same * terms.MassKept, terms.HeatSame, 2e-3 * Math.Abs(same));
        Assert.Equal(mixed * terms.MassKept, terms.HeatMixed, 1e-2 * Math.Abs(mixed));
        Assert.InRange(terms.MassKept, 0.95, 1);
    }

    /// <summary>On a fine grid of pairs the terms are resolved, and their sum is the difference quotient of I along the flow on the grid.</summary>
    [Fact]
    public void The_heat_terms_of_a_pair_are_the_slope_of_the_fisher_information()
    {
        var grid = new VelocityGrid(2, 24, 6.5);
        double[] pairs = Pair(grid, new GaussianPair([0, 0], [1.1, 0.9], [0.3, -0.2]));
        FisherDissipation terms = FisherDissipation.OfPair(grid, new CollisionKernel(-3, 1), pairs, Floor);
        double same = 0, mixed = 0;
        foreach ((double s, double rho) in ((double, double)[])[(1.1, 0.3), (0.9, -0.2)])
        {
            same -= 2 * Math.Pow(1 / (s * (1 - rho * rho)), 2);
            mixed -= 2 * Math.Pow(rho / (s * (1 - rho * rho)), 2);
        }
        Assert.Equal(same * terms.MassKept, terms.HeatSame, 1e-4);
        Assert.Equal(mixed * terms.MassKept, terms.HeatMixed, 1e-4);
        using var flow = new HeatFlow(grid, 2);
        double[] earlier = [.. pairs], rate = new double[pairs.Length];
        flow.Evaluate(pairs, rate);
        Assert.Equal(Gateaux(grid, pairs, rate, Floor), terms.Heat, 1e-2 * Math.Abs(terms.Heat));
        double before = Fisher(grid, earlier, Floor);
        flow.Advance(earlier, 2e-4);
        double quotient = (Fisher(grid, earlier, Floor) - before) / 2e-4;
        Assert.Equal(terms.Heat, quotient, 1e-2 * Math.Abs(terms.Heat));
    }

    /// <summary>
    /// N = 2: Term_{k=i,j} is the Gateaux derivative (2.2) along (1/2) P F with the pair operator as a plain sum; for gamma = 0 to the floor, which points of
    /// one speed cross together. For Coulomb both are of first order in h only, with a rate that is not smooth at v1 = v2 and terms that nearly cancel, so
    /// there the test asserts little more than the sign.
    /// </summary>
    [Theory]
    [InlineData(0, 1e-6, 1e-2)]
    [InlineData(-1, 1e-5, 1e-2)]
    [InlineData(-3, 1e-5, 0.4)]
    public void The_landau_term_of_a_pair_is_the_gateaux_derivative(double gamma, double floor, double tolerance)
    {
        var grid = new VelocityGrid(2, 24, 6.5);
        var kernel = new CollisionKernel(gamma, 1);
        double[] pairs = Pair(grid, new GaussianPair([0, 0], [1.6, 1.0], [0.2, -0.1]));
        FisherDissipation terms = FisherDissipation.OfPair(grid, kernel, pairs, floor);
        double[] rate = [.. new DensePairReference(grid, kernel).PairOperator(pairs).Select(value => 0.5 * value)];
        double expected = Gateaux(grid, pairs, rate, floor);
        Assert.True(terms.LandauInside < 0);
        Assert.Equal(0, terms.LandauOutside);
        Assert.True(Math.Abs(terms.Landau - expected) <= tolerance * Math.Abs(expected), $"{terms.Landau} against {expected}");
        double[] forward = [.. pairs.Zip(rate, (f, q) => f + 1e-4 * q)], backward = [.. pairs.Zip(rate, (f, q) => f - 1e-4 * q)];
        double quotient = (Fisher(grid, forward, floor) - Fisher(grid, backward, floor)) / 2e-4;
        Assert.True(Math.Abs(terms.Landau - quotient) <= tolerance * Math.Abs(quotient), $"{terms.Landau} against the quotient {quotient}");
    }

    /// <summary>N = 3: both Landau terms are negative and add up to the Gateaux derivative along (1/3)(P_12 + P_13 + P_23) f_3, operator by plain sums.</summary>
    [Fact]
    public void The_landau_terms_of_a_triple_add_up_to_the_gateaux_derivative()
    {
        var grid = new VelocityGrid(2, 12, 4.5);
        var kernel = new CollisionKernel(0, 0.3);
        double[] triples = new GaussianTriple([1.5, 1.0], [0.15, -0.1]).Whole(grid);
        FisherDissipation terms = FisherDissipation.OfTriple(grid, kernel, triples, 1e-4);
        double[] rate = new TripleReference(grid, kernel).Generator(triples);
        double expected = TripleGateaux(grid, triples, rate, 1e-4);
        Assert.True(terms.LandauInside < 0 && terms.LandauOutside < 0);
        // Twelve points.
        Assert.True(Math.Abs(terms.Landau - expected) <= 0.1 * Math.Abs(expected), $"{terms} against {expected}");
    }

    private static double[] Pair(VelocityGrid grid, GaussianPair law)
    {
        (double[] f, double[] g) = GaussianPair.Sample(grid, law);
        return [.. g.Select((value, i) => value + f[i / grid.Size] * f[i % grid.Size])];
    }

    /// <summary>(2/N) int grad F/F . grad Q - (1/N) int |grad F|^2/F^2 Q, N = 2; the arrays are symmetric, so twice the part of v1.</summary>
    private static double Gateaux(VelocityGrid grid, double[] pairs, double[] rate, double floor) =>
        grid.CellVolume * grid.CellVolume * Bilinear(grid, pairs, rate, grid.Size, floor);

    /// <summary>The same for N = 3: three times the part of v1, over 3.</summary>
    private static double TripleGateaux(VelocityGrid grid, double[] triples, double[] rate, double floor) =>
        Math.Pow(grid.CellVolume, 3) * Bilinear(grid, triples, rate, grid.Size * grid.Size, floor);

    private static double Bilinear(VelocityGrid grid, double[] density, double[] rate, int inner, double floor)
    {
        var reference = new DensePairReference(grid, new CollisionKernel(-3, 1));
        double sum = 0, smallest = floor * density.Max();
        for (int axis = 0; axis < grid.Dimension; axis++)
        {
            double[] slope = reference.Derivative(density, axis, inner), change = reference.Derivative(rate, axis, inner);
            for (int i = 0; i < density.Length; i++)
            {
                double score = density[i] > smallest ? slope[i] / density[i] : 0;
                sum += 2 * score * change[i] - score * score * rate[i];
            }
        }
        return sum;
    }

    /// <summary>I_2 = int |grad_1 F|^2/F over the points above the floor.</summary>
    private static double Fisher(VelocityGrid grid, double[] pairs, double floor)
    {
        var reference = new DensePairReference(grid, new CollisionKernel(-3, 1));
        double sum = 0, smallest = floor * pairs.Max();
        for (int axis = 0; axis < grid.Dimension; axis++)
        {
            double[] slope = reference.Derivative(pairs, axis, grid.Size);
            for (int i = 0; i < pairs.Length; i++)
                sum += pairs[i] > smallest ? slope[i] * slope[i] / pairs[i] : 0;
        }
        return sum * grid.CellVolume * grid.CellVolume;
    }
}
