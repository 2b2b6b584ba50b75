using Hierarchy.TimeStepping;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Tests.TimeStepping;

/// <summary>The conditions of order, from the Butcher tableau of the whole step, which the library never forms.</summary>
public sealed class StabilisedSchemeTests
{
    public static TheoryData<int> Stages => [5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100, 200];

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_tableau_satisfies_the_eight_conditions_of_fourth_order(int stages)
    {
        (Matrix<double> a, Vector<double> b, _) = Tableau(StabilisedScheme.For(stages));
        (double Value, double Exact)[] conditions = [.. ThirdOrder(a, b), .. FourthOrder(a, b)];
        double limit = stages <= 50 ? 1e-12 : 1e-11;
        Assert.All(conditions, c => Assert.InRange(c.Value - c.Exact, -limit, limit));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_estimate_is_of_third_order_and_of_the_size_of_the_fourth_derivative(int stages)
    {
        (Matrix<double> a, _, Vector<double> e) = Tableau(StabilisedScheme.For(stages));
        double limit = stages <= 50 ? 1e-12 : 1e-11;
        Assert.All(ThirdOrder(a, e), c => Assert.InRange(c.Value, -limit, limit));
        Assert.All(FourthOrder(a, e), c => Assert.InRange(Math.Abs(c.Value), 0.04 * c.Exact, 0.21 * c.Exact));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_estimate_counts_a_stiff_component_by_no_more_than_twice_its_size(int stages)
    {
        (Matrix<double> a, _, Vector<double> e) = Tableau(StabilisedScheme.For(stages));
        double length = StabilityPolynomial.Interval(stages);
        var one = Vector<double>.Build.Dense(stages, 1);
        for (int i = 1; i <= 5 * Math.Min(stages, 30); i++)
        {
            double z = -length * (1 - Math.Cos(Math.PI * i / (5 * Math.Min(stages, 30)))) / 2;
            double response = z * e.DotProduct(ForwardSolve(a, z, one));
            Assert.InRange(Math.Abs(response), 0, 2.05 + 1e-16 * Math.Pow(length, 4));
        }
    }

    private static (double Value, double Exact)[] ThirdOrder(Matrix<double> a, Vector<double> b)
    {
        Vector<double> c = a.RowSums();
        return [(b.Sum(), 1), (b.DotProduct(c), 1.0 / 2), (b.DotProduct(c.PointwiseMultiply(c)), 1.0 / 3), (b.DotProduct(a * c), 1.0 / 6)];
    }

    private static (double Value, double Exact)[] FourthOrder(Matrix<double> a, Vector<double> b)
    {
        Vector<double> c = a.RowSums();
        Vector<double> square = c.PointwiseMultiply(c);
        return
        [
            (b.DotProduct(square.PointwiseMultiply(c)), 1.0 / 4),
            (b.DotProduct(c.PointwiseMultiply(a * c)), 1.0 / 8),
            (b.DotProduct(a * square), 1.0 / 12),
            (b.DotProduct(a * (a * c)), 1.0 / 24),
        ];
    }

    /// <summary>The strictly lower triangular A, the weights b of the new value and those of the error estimate: stage k is y + h sum_j A_kj F_j.</summary>
    private static (Matrix<double> A, Vector<double> B, Vector<double> E) Tableau(StabilisedScheme scheme)
    {
        int front = scheme.Polynomial.Growth.Length;
        var a = Matrix<double>.Build.Dense(front + 4, front + 4);
        var before = Vector<double>.Build.Dense(front + 4);
        Vector<double> at = before.Clone();
        for (int k = 0; k < front; k++)
        {
            a.SetRow(k, at);
            Vector<double> next = (1 + scheme.Polynomial.Memory[k]) * at - scheme.Polynomial.Memory[k] * before;
            next[k] += scheme.Polynomial.Growth[k];
            (before, at) = (at, next);
        }
        a.SetRow(front, at);
        a.SetRow(front + 1, Add(at, front, scheme.A21));
        a.SetRow(front + 2, Add(at, front, scheme.A31, scheme.A32));
        a.SetRow(front + 3, Add(at, front, scheme.A41, scheme.A42, scheme.A43));
        return (a, Add(at, front, scheme.B1, scheme.B2, scheme.B3, scheme.B4), Add(at, front, scheme.E1, scheme.E2, scheme.E3, scheme.E4));
    }

    private static Vector<double> Add(Vector<double> row, int first, params ReadOnlySpan<double> values)
    {
        Vector<double> sum = row.Clone();
        for (int i = 0; i < values.Length; i++)
            sum[first + i] += values[i];
        return sum;
    }

    /// <summary>x with x = right + z A x.</summary>
    private static Vector<double> ForwardSolve(Matrix<double> a, double z, Vector<double> right)
    {
        Vector<double> x = right.Clone();
        for (int i = 1; i < x.Count; i++)
        {
            for (int j = 0; j < i; j++)
                x[i] += z * a[i, j] * x[j];
        }
        return x;
    }
}
