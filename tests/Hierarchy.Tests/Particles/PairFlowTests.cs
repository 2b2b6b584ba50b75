using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>One flow of one pair from fixed velocities: the law of the new direction, what is conserved, and the conditional means.</summary>
public unsafe class PairFlowTests
{
    /// <summary>d = 2: E exp(i l (angle - old angle)) = exp(-l^2 tau/2), tau = (8/N) Lambda r^gamma dt.</summary>
    [Theory]
    [InlineData(-3, 0.02)]
    [InlineData(-3, 3)]
    [InlineData(-1.5, 0.4)]
    [InlineData(0, 0.3)]
    [InlineData(1, 0.1)]
    public void Angles_are_normal_in_the_plane(double gamma, double time)
    {
        double[] before = [0.3, -0.4, -0.9, 0.5];
        (double x, double y) = (1.2, -0.9);
        double tau = 0.7 * Math.Pow(1.5, gamma) * time;
        double[][] after = Fly(2, gamma, time, before, 20_000);
        double old = Math.Atan2(y, x);
        double[] angles = [.. after.Select(v => Math.Atan2(v[1] - v[3], v[0] - v[2]) - old)];
        for (int l = 1; l <= 6; l++)
        {
            Samples.Near(Math.Exp(-0.5 * l * l * tau), $"cos {l}", [.. angles.Select(angle => Math.Cos(l * angle))]);
            Samples.Near(0, $"sin {l}", [.. angles.Select(angle => Math.Sin(l * angle))]);
        }
    }

    /// <summary>
    /// d = 3: the polar angle about the old direction is that of Brownian motion, the azimuth is uniform; from the short steps to the uniform law.
    /// </summary>
    [Theory]
    [InlineData(-3, 0.02)]
    [InlineData(-3, 0.6)]
    [InlineData(-3, 3)]
    [InlineData(-2.5, 400)]
    [InlineData(0, 0.05)]
    public void Directions_are_Brownian_in_space(double gamma, double time)
    {
        double[] before = [0.3, -0.4, 0.1, -0.9, 0.4, 1.0];
        double radius = Math.Sqrt(1.2 * 1.2 + 0.8 * 0.8 + 0.9 * 0.9), tau = 0.7 * Math.Pow(radius, gamma) * time;
        double[] axis = [1.2 / radius, -0.8 / radius, -0.9 / radius];
        double across = Math.Sqrt(axis[0] * axis[0] + axis[1] * axis[1]);
        double[] e = [axis[1] / across, -axis[0] / across, 0], f = [axis[1] * e[2] - axis[2] * e[1], axis[2] * e[0] - axis[0] * e[2], axis[0] * e[1] - axis[1] * e[0]];
        double[][] after = Fly(3, gamma, time, before, 20_000);
        double[][] directions = [.. after.Select(v => new[] { (v[0] - v[3]) / radius, (v[1] - v[4]) / radius, (v[2] - v[5]) / radius })];
        double Dot(double[] a, double[] b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        for (int l = 1; l <= 6; l++)
            Samples.Near(Math.Exp(-0.5 * l * (l + 1) * tau), $"P_{l}", [.. directions.Select(n => Samples.Legendre(l, Dot(n, axis)))]);
        double[] azimuths = [.. directions.Select(n => Math.Atan2(Dot(n, f), Dot(n, e)))];
        for (int l = 1; l <= 3; l++)
        {
            Samples.Near(0, $"cos {l}", [.. azimuths.Select(angle => Math.Cos(l * angle))]);
            Samples.Near(0, $"sin {l}", [.. azimuths.Select(angle => Math.Sin(l * angle))]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Momentum_and_energy_of_a_pair_hold_to_round_off(int d)
    {
        double[] before = [.. new[] { 0.3, -0.4, 0.1, -0.9, 0.4, 1.0 }.Take(2 * d)];
        foreach (double[] after in Fly(d, -3, 0.4, before, 500))
        {
            for (int a = 0; a < d; a++)
                Assert.Equal(before[a] + before[d + a], after[a] + after[d + a], 1e-15);
            Assert.Equal(before.Sum(v => v * v), after.Sum(v => v * v), 2e-15);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Equal_velocities_stay_finite(int d)
    {
        double[] before = new double[2 * d];
        Assert.All(Fly(d, -3, 0.1, before, 2).SelectMany(v => v), value => Assert.True(Math.Abs(value) <= 1e-80));
    }

    /// <summary>The drift that the flow adds up is the mean of the change of the trace-free second moment and of |v|^4.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Conditional_means_are_those_of_the_flow(int d)
    {
        double[] before = [.. new[] { 0.3, -0.4, 0.1, -0.9, 0.4, 1.0 }.Take(2 * d)];
        double[] drift = new double[new DriftLayout(d, false).Count];
        double[][] after = Fly(d, -3, 0.5, before, 20_000, drift);
        (int A, int B)[] components = d == 2 ? [(0, 0), (0, 1)] : [(0, 0), (1, 1), (0, 1), (0, 2), (1, 2)];
        double Tensor(double[] v, int a, int b) => v[a] * v[b] + v[d + a] * v[d + b] - (a == b ? v.Sum(x => x * x) / d : 0);
        double Fourth(double[] v) => Math.Pow(v.Take(d).Sum(x => x * x), 2) + Math.Pow(v.Skip(d).Sum(x => x * x), 2);
        for (int i = 0; i < components.Length; i++)
        {
            (int a, int b) = components[i];
            Samples.Near(drift[i], $"tensor {a}{b}", [.. after.Select(v => Tensor(v, a, b) - Tensor(before, a, b))]);
        }
        Samples.Near(drift[^1], "fourth", [.. after.Select(v => Fourth(v) - Fourth(before))]);
    }

    /// <summary>Flows eight times count copies of a pair for (8/N) dt = time/Lambda with Lambda = 0.7.</summary>
    private static double[][] Fly(int d, double gamma, double time, double[] before, int count, double[]? drift = null)
    {
        using var flow = PairFlow.Create(new CollisionKernel(gamma, 0.7), d);
        using var random = new LaneRandom();
        using var velocity = new NativeBuffer(2 * d * 8);
        using var sums = new NativeBuffer(new DriftLayout(d, false).Count * 8);
        random.Restart(23, 0);
        var after = new List<double[]>();
        int* pairs = stackalloc int[2] { 0, 1 };
        for (int i = 0; i < count; i++)
        {
            for (int value = 0; value < 2 * d; value++)
                velocity.Span.Slice(8 * value, 8).Fill(before[value]);
            flow.Apply(velocity.Pointer, pairs, 1, time, random, drift is null ? null : sums.Pointer);
            for (int lane = 0; lane < 8; lane++)
                after.Add([.. Enumerable.Range(0, 2 * d).Select(value => velocity.Span[8 * value + lane])]);
        }
        for (int i = 0; i < drift?.Length; i++)
            drift[i] = sums.Span[8 * i] / count;
        return [.. after];
    }
}
