using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>
/// Of a datum that no mirror v_a -> -v_a and no exchange of axes changes, every model on the grid keeps that symmetry to round-off, whatever it computes with:
/// f(s v) = f(v) and g(s v1, s v2) = g(v1, v2). The low-rank models draw their test columns at random and cut their factors: they keep the symmetry to the size of what they cut.
/// </summary>
/// <remarks>
/// One evaluation leaves at most 3e-15 of the largest |d_t g|, the stabilised method at most 9e-15 of the largest |g|, at n = 12 in d = 2 (where rounding shows most) and n = 8 in
/// d = 3, for t = 0.001 to 0.5. The pair of order 5(4) multiplies it, by coefficients up to twelve and by what one rounding error of f is to a source that has two derivatives of
/// f x f: 2e-13 of |g|. That is still less than one rounding error of f x f itself, a part of which |g| is a ten thousandth, and no choice of steps could do
/// better with f in double precision, as f itself is symmetric to a rounding error only.
/// </remarks>
public sealed class MirrorTests
{
    /// <summary>Of the largest |g|.</summary>
    private const double Rounding = 1e-14;

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (IGridModel model in ModelRegistry.All.OfType<IGridModel>())
            {
                cases.Add(model.Name, 2, 12);
                cases.Add(model.Name, 3, 8);
            }
            return cases;
        }
    }

    /// <summary>As runs step, by the pair of order 5(4) here: to half a unit in the last place of the largest f x f.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Mirrors_and_exchanges_of_axes_hold_in_runs_to_a_rounding_error_of_the_pair_density(string name, int dimension, int points) =>
        Mirrors(name, dimension, points, (largest, density) => Math.Max(Rounding * largest, Math.ScaleB(density * density, -53)),
            (equation, options) => equation.CreateStepper(options));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mirrors_and_exchanges_of_axes_hold(string name, int dimension, int points) =>
        Mirrors(name, dimension, points, (largest, _) => Rounding * largest,
            (equation, options) => equation.CreateStepper(options) is SwitchingStepper chosen ? Stabilised(chosen, equation, options) : equation.CreateStepper(options));

    /// <summary>
    /// What the pair of order 5(4) leaves is for the most part the last bit of f: with slopes of f that are symmetric to the bit, and the same evaluations and steps, less than a
    /// third of it is left.
    /// </summary>
    [Fact]
    public void Most_of_the_defect_of_a_pair_is_the_last_bit_of_its_density()
    {
        var grid = new VelocityGrid(2, 12, 5);
        double[] density = [.. Enumerable.Range(0, grid.Size).Select(i => Isotropic(grid.SpeedSquared(i), 2))];
        double[] defects = new double[2], roundings = new double[2];
        for (int k = 0; k < 2; k++)
        {
            using IKineticEquation plain = new ClusterClosure().Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(4), new CollisionOptions());
            IKineticEquation equation = k == 0 ? plain : new SymmetricSlope(plain);
            double[] state = new double[equation.Length];
            equation.SetChaotic(density, state);
            using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-5 });
            stepper.Start(0);
            stepper.AdvanceTo(0.02, state);
            foreach (int[] map in Generators(grid))
            {
                for (int i = 0; i < grid.Size; i++)
                {
                    roundings[k] = Math.Max(roundings[k], Math.Abs(state[map[i]] - state[i]) / density.Max());
                    for (int j = 0; j < grid.Size; j++)
                        defects[k] = Math.Max(defects[k], Math.Abs(state[grid.Size * (1 + map[i]) + map[j]] - state[grid.Size * (1 + i) + j]));
                }
            }
        }
        Assert.True(roundings[0] is > 0 and <= 3e-16 && roundings[1] == 0 && defects[1] <= defects[0] / 3, $"f {roundings[0]}, {roundings[1]}; g {defects[0]}, {defects[1]}");
    }

    /// <summary>d_t f at one point of each orbit for all of them.</summary>
    private sealed class SymmetricSlope(IKineticEquation inner) : Experiments.EquationWrapper(inner)
    {
        private readonly VelocityOrbits _orbits = new(inner.Grid, AxisSymmetry.All(inner.Grid.Dimension));

        public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            base.Evaluate(state, derivative);
            _orbits.Unfold(derivative[..Grid.Size]);
        }
    }

    private static StabilisedStepper Stabilised(SwitchingStepper instead, IKineticEquation equation, StepperOptions options)
    {
        instead.Dispose();
        return new StabilisedStepper(equation, options);
    }

    private static void Mirrors(string name, int dimension, int points, Func<double, double, double> bound, Func<IKineticEquation, StepperOptions, IStepper> make)
    {
        var model = (IGridModel)ModelRegistry.Find(name)!;
        var grid = new VelocityGrid(dimension, points, 5);
        ParticleNumber particles = new ParticleNumber[] { new(4), new(3), new(2), ParticleNumber.Infinity }.First(number => model.Excludes(number, dimension) is null);
        using IKineticEquation equation = model.Close(grid, new CollisionKernel(-3, 1), particles, new CollisionOptions());
        double[] density = [.. Enumerable.Range(0, grid.Size).Select(i => Isotropic(grid.SpeedSquared(i), dimension))], state = new double[equation.Length];
        double[] one = [.. Enumerable.Range(0, grid.Size).Select(i => Math.Exp(-0.5 * grid.SpeedSquared(i)) / Math.Pow(2 * Math.PI, 0.5 * dimension))];
        double[] other = [.. density.Zip(one, (all, part) => 2 * all - part)];
        equation.Start(new InitialDatum { Density = density, Components = [new MixtureComponent(0.5, one), new MixtureComponent(0.5, other)] }, state);
        using (IStepper stepper = make(equation, new StepperOptions { Tolerance = 1e-3 }))
        {
            stepper.Start(0);
            stepper.AdvanceTo(0.02, state);
        }
        double[] f = equation.Density(state, particles).ToArray();
        PairCorrelation g = equation.Correlation(state, particles);
        double[] row = new double[grid.Size * 8], image = new double[grid.Size * 8];
        double largest = g.MaxMagnitude(), defect = 0, cut = model is ClusterLowRankClosure or LeadingOrderLowRankClosure ? 5e-2 : 0;
        foreach (int[] map in Generators(grid))
        {
            Assert.True(Enumerable.Range(0, grid.Size).Max(i => Math.Abs(f[map[i]] - f[i])) <= Math.Max(Rounding, cut) * f.Max());
            for (int i = 0; i < grid.Size && largest > 0; i++)
            {
                ReadOnlySpan<double> here = g.Row(i, row), there = g.Row(map[i], image);
                for (int j = 0; j < grid.Size; j++)
                    defect = Math.Max(defect, Math.Abs(there[map[j]] - here[j]));
            }
        }
        Assert.True(defect <= Math.Max(bound(largest, f.Max()), cut * largest), $"{defect / largest} of g, {defect / (f.Max() * f.Max())} of f x f");
    }

    private static double Isotropic(double square, int dimension) =>
        0.5 * (Math.Exp(-square / 2) + Math.Pow(1 / 1.6, 0.5 * dimension) * Math.Exp(-square / 3.2)) / Math.Pow(2 * Math.PI, 0.5 * dimension);

    /// <summary>The mirror of the last axis and the exchange of each two neighbouring axes, as maps of points.</summary>
    private static IEnumerable<int[]> Generators(VelocityGrid grid)
    {
        int n = grid.Points, d = grid.Dimension;
        yield return [.. Enumerable.Range(0, grid.Size).Select(i => i / n * n + n - 1 - i % n)];
        for (int a = 0; a + 1 < d; a++)
        {
            int first = a;
            yield return [.. Enumerable.Range(0, grid.Size).Select(i =>
            {
                int[] index = [.. Enumerable.Range(0, d).Select(b => grid.AxisIndex(i, b))];
                (index[first], index[first + 1]) = (index[first + 1], index[first]);
                return index.Aggregate(0, (flat, j) => flat * n + j);
            })];
        }
    }
}
