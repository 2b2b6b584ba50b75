using System.Numerics;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>Groups of axes, identities of the transform, another implementation, and the promises on memory and alignment.</summary>
public sealed class FourierTransformTests
{
    public static TheoryData<int[], int, int> Groups() => new()
    {
        { [10, 12], 0, 2 },
        { [18, 16], 0, 2 },
        { [128, 120], 0, 2 },
        { [24, 20, 18], 0, 3 },
        { [20, 30, 16], 1, 2 },
        { [20, 30, 16], 0, 2 },
        { [3, 10, 12, 7], 1, 2 },
        { [2, 8, 10, 12, 24], 1, 3 },
        { [8, 10, 8, 8, 10, 8], 0, 6 },
        { [8, 10, 8, 8, 10, 8], 0, 3 },
        { [8, 10, 8, 8, 10, 8], 3, 3 },
        { [16, 18, 10, 8, 10, 8], 1, 3 },
        { [12, 12, 12, 8], 0, 3 },
        { [16, 16, 16, 32], 0, 3 },
        { [10, 10, 10], 1, 1 },
        { [8, 1], 0, 1 },
        { [1000, 8], 1, 1 },
        { [200, 12, 10, 8], 1, 3 },
        { [130, 18, 18, 18], 1, 3 },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void Groups_of_axes_match_axis_by_axis_sums(int[] shape, int firstAxis, int axisCount)
    {
        int length = shape.Aggregate(1, (a, b) => a * b);
        double[] startRe = Reference.Random(length, 3), startIm = Reference.Random(length, 4);
        double[] expectedRe = [.. startRe], expectedIm = [.. startIm];
        for (int axis = firstAxis; axis < firstAxis + axisCount; axis++)
            Reference.Direct(expectedRe, expectedIm, shape, axis);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            foreach (int threads in (int[])[0, 1])
            {
                double[] re = [.. startRe], im = [.. startIm];
                FourierTransform transform = new(shape, firstAxis, axisCount, threads, width);
                transform.Forward(re, im);
                Assert.InRange(Reference.Distance(re, im, expectedRe, expectedIm), 0, 8e-15);
                transform.Inverse(re, im);
                Assert.InRange(Reference.Distance(re, im, startRe, startIm), 0, 2e-15);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_width_gives_the_same_bits(int[] shape, int firstAxis, int axisCount)
    {
        double[]? first = null;
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            double[] re = Reference.Random(shape.Aggregate(1, (a, b) => a * b), 5), im = [.. re];
            new FourierTransform(shape, firstAxis, axisCount, 1, width).Forward(re, im);
            first ??= re;
            Assert.Equal(first, re);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(50)]
    [InlineData(96)]
    public void Lines_match_MathNet(int n)
    {
        double[] re = Reference.Random(n, 6), im = Reference.Random(n, 7), expectedRe = new double[n], expectedIm = new double[n];
        Complex[] line = [.. re.Zip(im, (a, b) => new Complex(a, b))];
        MathNet.Numerics.IntegralTransforms.Fourier.Forward(line, MathNet.Numerics.IntegralTransforms.FourierOptions.AsymmetricScaling);
        for (int k = 0; k < n; k++)
            (expectedRe[k], expectedIm[k]) = (line[k].Real, line[k].Imaginary);
        new FourierTransform([n], 0, 1).Forward(re, im);

        // Its convolution algorithm for lengths that are no power of two is the less exact of the two.
        Assert.InRange(Reference.Distance(re, im, expectedRe, expectedIm), 0, 1e-13);
    }

    [Fact]
    public void Parseval_holds()
    {
        double[] re = Reference.Random(30 * 24 * 20, 8), im = Reference.Random(30 * 24 * 20, 9);
        double before = re.Sum(x => x * x) + im.Sum(x => x * x);
        new FourierTransform([30, 24, 20], 0, 3).Forward(re, im);
        double after = (re.Sum(x => x * x) + im.Sum(x => x * x)) / re.Length;
        Assert.Equal(1, after / before, 1e-14);
    }

    [Fact]
    public void A_shift_multiplies_modes_by_a_phase()
    {
        const int N = 60, Shift = 7, Lanes = 10;
        double[] re = Reference.Random(N * Lanes, 10), im = Reference.Random(N * Lanes, 11), movedRe = new double[N * Lanes], movedIm = new double[N * Lanes];
        for (int i = 0; i < N * Lanes; i++)
        {
            int to = (i + Shift * Lanes) % (N * Lanes);
            (movedRe[to], movedIm[to]) = (re[i], im[i]);
        }
        FourierTransform transform = new([N, Lanes], 0, 1);
        transform.Forward(re, im);
        transform.Forward(movedRe, movedIm);
        for (int i = 0; i < N * Lanes; i++)
        {
            Complex expected = new Complex(re[i], im[i]) * Complex.Exp(new Complex(0, -2 * Math.PI * Shift * (i / Lanes) / N));
            Assert.Equal(expected.Real, movedRe[i], 1e-13);
            Assert.Equal(expected.Imaginary, movedIm[i], 1e-13);
        }
    }

    [Fact]
    public void The_transform_is_linear()
    {
        int[] shape = [18, 20];
        double[] aRe = Reference.Random(360, 12), aIm = Reference.Random(360, 13), bRe = Reference.Random(360, 14), bIm = Reference.Random(360, 15);
        double[] sumRe = [.. aRe.Zip(bRe, (a, b) => 2 * a - 3 * b)], sumIm = [.. aIm.Zip(bIm, (a, b) => 2 * a - 3 * b)];
        FourierTransform transform = new(shape, 0, 2);
        transform.Forward(aRe, aIm);
        transform.Forward(bRe, bIm);
        transform.Forward(sumRe, sumIm);
        double[] expectedRe = [.. aRe.Zip(bRe, (a, b) => 2 * a - 3 * b)], expectedIm = [.. aIm.Zip(bIm, (a, b) => 2 * a - 3 * b)];
        Assert.InRange(Reference.Distance(sumRe, sumIm, expectedRe, expectedIm), 0, 2e-15);
    }

    [Fact]
    public void Unaligned_memory_gives_the_same_bits()
    {
        int[] shape = [16, 20, 24];
        double[] re = Reference.Random(7680, 16), im = Reference.Random(7680, 17), paddedRe = [0, .. re, 9], paddedIm = [0, 0, 0, .. im, 9];
        FourierTransform transform = new(shape, 0, 3, 1);
        transform.Forward(re, im);
        transform.Forward(paddedRe.AsSpan(1, 7680), paddedIm.AsSpan(3, 7680));
        Assert.Equal(re, paddedRe[1..^1]);
        Assert.Equal(im, paddedIm[3..^1]);
        Assert.Equal((0.0, 9.0, 0.0, 9.0), (paddedRe[0], paddedRe[^1], paddedIm[2], paddedIm[^1]));
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        double[] re = Reference.Random(24 * 24 * 24, 18), im = [.. re];
        foreach (int threads in (int[])[0, 1])
        {
            FourierTransform transform = new([24, 24, 24], 0, 3, threads);
            transform.Forward(re, im);
            long before = GC.GetAllocatedBytesForCurrentThread();
            transform.Forward(re, im);
            transform.Inverse(re, im);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform([16, 16], 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform([16, 16], -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform([16, 16], 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform([16, 16], 0, 1, 3));
        FourierTransform transform = new([16, 16], 0, 1);
        Assert.Throws<ArgumentException>(() => transform.Forward(new double[256], new double[255]));
    }
}
