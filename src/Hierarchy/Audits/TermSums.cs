using Hierarchy.Diagnostics;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The terms with A and with B of the weak forms apart, at one time, for one test function a: within a pair against a(v1) a(v2), and with the next particle
/// against a(v1); sums over pairs of grid points with the kernel's point values.
/// </summary>
/// <param name="WithinA">int int A:(Hess a(v1) a(v2) - grad a(v1) x grad a(v2)) f_2.</param>
/// <param name="WithinB">int int B.(grad a(v1) a(v2) - a(v1) grad a(v2)) f_2.</param>
/// <param name="OutwardA">int int A:Hess a(v1) f_2.</param>
/// <param name="OutwardB">int int B.grad a(v1) f_2, summed over the support of a in v1.</param>
/// <param name="Exchanged">-int int B.grad a(v2) f_2, summed over the support of a in v2: the same by the symmetry of f_2 and the antisymmetry of B.</param>
/// <param name="Size">int int |B.grad a(v1)| |f_2|, for round-off.</param>
internal readonly record struct TermSums(PairSum WithinA, PairSum WithinB, PairSum OutwardA, PairSum OutwardB, double Exchanged, double Size)
{
    /// <summary>Sums over f_2 = f x f + g.</summary>
    public static TermSums Of(PointKernel point, SampledTestFunction function, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        int size = point.Grid.Size, d = point.Grid.Dimension;
        int[] place = new int[size];
        for (int k = 0; k < function.Points.Length; k++)
            place[function.Points[k]] = k + 1;
        Accumulator withinA = new(d), withinB = new(d), outwardA = new(d), outwardB = new(d);
        double weight = point.Grid.CellVolume * point.Grid.CellVolume, exchanged = 0;
        double[] scratch = new double[correlation is null ? size : Math.Max(size, correlation.ScratchLength)];
        Span<double> z = stackalloc double[d];
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = correlation is null || correlation.IsZero ? [] : correlation.Row(i, scratch);
            int own = place[i] - 1;
            // Outside the support of a in v1 only the support in v2 counts.
            int count = own >= 0 ? size : function.Points.Length;
            for (int m = 0; m < count; m++)
            {
                int j = own >= 0 ? m : function.Points[m], other = place[j] - 1;
                double alpha = point.Difference(i, j, z), pair = weight * (density[i] * density[j] + (row.IsEmpty ? 0 : row[j])), friction = -(d - 1) * alpha * pair;
                double across = other < 0 ? 0 : PointKernel.Dot(z, Gradient(function, other, d));
                exchanged -= friction * across;
                if (own < 0)
                    continue;
                bool coarse = point.IsCoarse(i, j);
                double along = PointKernel.Dot(z, Gradient(function, own, d)), second = PointKernel.Contract(alpha, z, function.Hessians.AsSpan(own * d * d, d * d));
                outwardA.Add(pair * second, coarse);
                outwardB.Add(friction * along, coarse);
                if (other < 0)
                    continue;
                double both = PointKernel.Dot(Gradient(function, own, d), Gradient(function, other, d));
                withinA.Add(pair * (function.Values[other] * second - alpha * (PointKernel.Dot(z, z) * both - along * across)), coarse);
                withinB.Add(friction * (along * function.Values[other] - function.Values[own] * across), coarse);
            }
        }
        return new(withinA.Sum, withinB.Sum, outwardA.Sum, outwardB.Sum, exchanged, outwardB.Sum.Size);
    }

    private static ReadOnlySpan<double> Gradient(SampledTestFunction function, int k, int d) => function.Gradients.AsSpan(k * d, d);

    /// <summary>A sum with the rule of twice the spacing beside it.</summary>
    private struct Accumulator(int dimension)
    {
        private double _fine, _coarse, _size;

        public readonly PairSum Sum => new(_fine, (1 << dimension) * _coarse, _size);

        public void Add(double term, bool coarse)
        {
            _fine += term;
            _size += Math.Abs(term);
            _coarse += coarse ? term : 0;
        }
    }
}
