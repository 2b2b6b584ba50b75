using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

public sealed class StabilityPolynomialTests
{
    public static TheoryData<int> Stages => [.. Enumerable.Range(5, 26).Concat([35, 40, 50, 65, 80, 100, 125, 150, 175, 200])];

    [Fact]
    public void Every_number_of_stages_satisfies_the_linear_conditions()
    {
        for (int s = StabilityPolynomial.FewestStages; s <= StabilityPolynomial.MostStages; s++)
            Assert.InRange(StabilisedScheme.For(s).Polynomial.Defects().L2Norm(), 0, 1e-13);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_quartic_has_no_real_zero(int stages)
    {
        double[] w = StabilisedScheme.For(stages).Polynomial.Quartic;
        double length = StabilityPolynomial.Interval(stages);
        for (int i = 0; i <= 10000; i++)
        {
            double z = -length * i / 10000;
            Assert.True(1 + z * (w[1] + z * (w[2] + z * (w[3] + z * w[4]))) > 0);
        }
    }

    /// <summary>The scalar test equation y' = lambda y at 20 points an oscillation of R, through the step itself: one component for each lambda.</summary>
    [Theory]
    [MemberData(nameof(Stages))]
    public void A_step_is_stable_and_damped_on_the_declared_interval(int stages)
    {
        double length = StabilityPolynomial.Interval(stages);
        int samples = 20 * stages;
        double[] z = [.. Enumerable.Range(0, samples + 1).Select(i => -length * (1 - Math.Cos(Math.PI * i / samples)) / 2)];
        double[] factor = RunOneStep(z, stages);
        double rounding = 1e-17 * Math.Pow(length, 4) + 1e-13;
        StabilityPolynomial polynomial = StabilisedScheme.For(stages).Polynomial;
        for (int i = 0; i <= samples; i++)
        {
            Assert.InRange(factor[i] - polynomial.Value(z[i]), -rounding, rounding);
            Assert.InRange(Math.Abs(polynomial.Value(z[i])), 0, z[i] > -StabilityPolynomial.Onset ? 1 + 1e-13 : Math.Exp(-StabilityPolynomial.Onset) + 1e-6);
        }
        Assert.InRange(Math.Abs(polynomial.Value(-1.05 * length)), 1.0, double.PositiveInfinity);
    }

    [Fact]
    public void The_interval_grows_with_the_square_of_the_stages()
    {
        for (int s = StabilityPolynomial.FewestStages; s <= StabilityPolynomial.MostStages; s++)
        {
            Assert.InRange(StabilityPolynomial.Interval(s) / (s * s), s < 10 ? 0.23 : s < 20 ? 0.32 : 0.34, 0.351);
            Assert.Equal(s, StabilityPolynomial.StagesFor(StabilityPolynomial.Interval(s)));
            Assert.Equal(Math.Min(s + 1, StabilityPolynomial.MostStages), StabilityPolynomial.StagesFor(StabilityPolynomial.Interval(s) * 1.0001));
        }
        Assert.Equal(StabilityPolynomial.FewestStages, StabilityPolynomial.StagesFor(0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(201)]
    public void Other_numbers_of_stages_are_refused(int stages) => Assert.Throws<ArgumentOutOfRangeException>(() => StabilityPolynomial.Solve(stages));

    private static unsafe double[] RunOneStep(double[] z, int stages)
    {
        var system = new FunctionSystem(z.Length, (y, d) =>
        {
            for (int i = 0; i < z.Length; i++)
                d[i] = z[i] * y[i];
        });
        var algebra = new StateAlgebra(system.Blocks, z.Length);
        using var arrays = new WorkArrays(z.Length);
        var method = new StabilisedMethod(algebra, new SystemEvaluator(system), arrays);
        using var state = new NativeBuffer(z.Length);
        state.Span.Fill(1);
        method.Attempt(state.Pointer, 1, StabilisedScheme.For(stages));
        method.Commit(state.Pointer);
        Assert.Equal(stages, system.Evaluations);
        return state.Span.ToArray();
    }
}
