using System.Runtime.Intrinsics;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Particles;

/// <summary>The generator against its published values, the eight streams against single ones, the elementary functions against the runtime's.</summary>
public unsafe class RandomStreamTests
{
    /// <summary>The known answers that Salmon et al. publish with Philox4x32-10.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x299f31d0a4093822UL, 0x0370734413198a2eUL, 0x85a308d3243f6a88UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Words_are_those_of_the_publication(ulong seed, ulong stream, ulong draw, ulong first, ulong second) =>
        Assert.Equal((first, second), RandomStream.Words(seed, stream, draw));

    [Fact]
    public void Lanes_deliver_the_streams_of_their_replicas()
    {
        const ulong seed = 0x123456789abcdef, replica = 0xfffffff8;
        using var lanes = new LaneRandom();
        lanes.Restart(seed, replica);
        var single = Enumerable.Range(0, 8).Select(lane => new RandomStream(seed, replica + (ulong)lane)).ToArray();
        for (int draw = 0; draw < 20; draw++)
        {
            (Vector512<double> first, Vector512<double> second) = lanes.NextUniforms();
            for (int lane = 0; lane < 8; lane++)
                Assert.Equal((single[lane].NextUniform(), single[lane].NextUniform()), (first[lane], second[lane]));
        }
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_law()
    {
        const int vectors = 50_000;
        using var lanes = new LaneRandom();
        using var buffer = new NativeBuffer(vectors * 8);
        lanes.Restart(3, 0);
        lanes.FillNormals(buffer.Pointer, vectors);
        double[] x = buffer.Span.ToArray();
        Samples.Near(0, "mean", x);
        Samples.Near(1, "second", [.. x.Select(v => v * v)]);
        Samples.Near(0, "third", [.. x.Select(v => v * v * v)]);
        Samples.Near(3, "fourth", [.. x.Select(v => Math.Pow(v, 4))]);
        Samples.Near(15, "sixth", [.. x.Select(v => Math.Pow(v, 6))]);
        Samples.Near(Math.Exp(-2), "characteristic function", [.. x.Select(v => Math.Cos(2 * v))]);
        Samples.Near(0, "neighbours", [.. Enumerable.Range(0, x.Length - 8).Select(i => x[i] * x[i + 8])]);
        Samples.Near(0, "lanes", [.. Enumerable.Range(0, x.Length / 8).Select(i => x[8 * i] * x[8 * i + 1])]);
    }

    [Fact]
    public void Uniform_numbers_lie_inside_and_fill_the_interval()
    {
        Assert.Equal(1.0 / (1L << 53), RandomStream.ToUniform(0));
        Assert.Equal(1 - 1.0 / (1L << 53), RandomStream.ToUniform(ulong.MaxValue));
        var random = new RandomStream(11, 2);
        double[] u = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextUniform())];
        for (int power = 1; power <= 4; power++)
            Samples.Near(1.0 / (power + 1), "power", [.. u.Select(v => Math.Pow(v, power))]);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.NextInteger(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 450, 10_000 + 450));
    }

    [Fact]
    public void Sines_and_cosines_agree_with_the_runtime()
    {
        var random = new RandomStream(5, 1);
        for (int i = 0; i < 20_000; i++)
        {
            double size = Math.Pow(10, -8 + 13.9 * random.NextUniform()), angle = size * (2 * random.NextUniform() - 1);
            (Vector512<double> s, Vector512<double> c) = LaneMath.SinCos(Vector512.Create(angle));
            double tolerance = 4e-16 * Math.Max(1, 1e-4 * size);
            double sineError = Math.Abs(s[3] - Math.Sin(angle)), cosineError = Math.Abs(c[3] - Math.Cos(angle));
            Assert.True(sineError <= tolerance && cosineError <= tolerance, $"at {angle:R}: {sineError:E2} {cosineError:E2}");
            double turns = random.NextUniform();
            (s, c) = LaneMath.SinCosTurns(Vector512.Create(turns));
            Assert.True(Math.Abs(s[0] - Math.Sin(2 * Math.PI * turns)) <= 2e-15 && Math.Abs(c[0] - Math.Cos(2 * Math.PI * turns)) <= 2e-15);
        }
    }
}
