using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The fluctuations N Var((1/N) sum_i test(V_i)) = int f test^2 - (int f test)^2 + (N-1) int int g test test of the functions of
/// <see cref="FluctuationNames"/>, exact for every N; at N = infinity the variance of
/// independent particles, and nothing where they are correlated. To leading order also their limits Var_f(test) + int int G test test.
/// </summary>
internal sealed class Fluctuations : IDiagnostic
{
    public const string Limit = "_limit";

    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        .. FluctuationNames.All(dimension),
        .. FluctuationNames.All(dimension).Select(quantity =>
            new Quantity(quantity.Name + Limit, 2, $"Var_f(test) + int int G test test, the limit of {quantity.Name} for N to infinity")),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        VelocityGrid grid = observation.Grid;
        PairCorrelation g = observation.Correlation;
        if (observation.Particles.IsInfinite && !g.IsZero)
            return;
        double[][] functions = Functions(grid);
        IReadOnlyList<Quantity> names = FluctuationNames.All(grid.Dimension);
        double[] pair = g.IsZero ? new double[functions.Length] : PairTerms(grid, g, functions);
        double others = g.IsZero ? 0 : observation.Particles.Value - 1;
        AddAll(grid, observation.Density, functions, pair, others, name => name, names, values);
        if (g.Expansion is not { } expansion)
            return;
        double[] density = new double[grid.Size];
        TensorPrimitives.MultiplyAdd(expansion.Shift.Span, -expansion.Inverse, observation.Density, density);
        double[] limit = PairTerms(grid, expansion.Limit, functions);
        AddAll(grid, density, functions, limit, 1, name => name + Limit, names, values);
    }

    /// <summary>The test functions on the grid: polynomials, then cosine and sine of each axis.</summary>
    private static double[][] Functions(VelocityGrid grid)
    {
        int d = grid.Dimension, polynomials = FluctuationNames.Polynomials(d);
        double[][] functions = [.. Enumerable.Range(0, polynomials + 2 * d).Select(_ => new double[grid.Size])];
        for (int i = 0; i < grid.Size; i++)
        {
            double square = 0;
            for (int a = 0, ab = d + 1; a < d; a++)
            {
                double v = grid.Velocity(i, a);
                square += v * v;
                functions[a][i] = v;
                for (int b = a; b < d; b++, ab++)
                    functions[ab][i] = v * grid.Velocity(i, b);
                (functions[polynomials + 2 * a + 1][i], functions[polynomials + 2 * a][i]) = Math.SinCos(v);
            }
            functions[d][i] = square;
            functions[polynomials - 1][i] = square * square;
        }
        return functions;
    }

    /// <summary>int int g test test of every function.</summary>
    private static double[] PairTerms(VelocityGrid grid, PairCorrelation correlation, double[][] functions)
    {
        double[][] images = [.. functions.Select(_ => new double[grid.Size])];
        correlation.SumOverSecond(functions, images);
        return [.. functions.Zip(images, (function, image) => grid.CellVolume * grid.CellVolume * TensorPrimitives.Dot<double>(function, image))];
    }

    private static void AddAll(
        VelocityGrid grid, ReadOnlySpan<double> density, double[][] functions, double[] pair, double factor, Func<string, string> name,
            IReadOnlyList<Quantity> names, ICollection<QuantityValue> values)
    {
        double[] terms = new double[functions.Length];
        for (int k = 0; k < functions.Length; k++)
        {
            double[] function = functions[k];
            double mean = 0, variance = 0, mass = grid.CellVolume * TensorPrimitives.Sum(density);
            for (int i = 0; i < density.Length; i++)
                mean += grid.CellVolume * density[i] * function[i];
            mean /= mass;
            for (int i = 0; i < density.Length; i++)
                variance += grid.CellVolume * density[i] * (function[i] - mean) * (function[i] - mean);
            terms[k] = variance + factor * pair[k];
        }
        int polynomials = FluctuationNames.Polynomials(grid.Dimension);
        for (int k = 0; k < names.Count; k++)
            values.Add(new(name(names[k].Name), k < polynomials ? terms[k] : terms[2 * k - polynomials] + terms[2 * k - polynomials + 1]));
    }
}
