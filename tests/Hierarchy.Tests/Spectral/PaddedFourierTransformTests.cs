using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>The pruned transforms against the full transform of the array continued by zeros.</summary>
public sealed class PaddedFourierTransformTests
{
    public static TheoryData<int, int> Cases() => new()
    {
        { 2, 8 }, { 2, 10 }, { 2, 18 }, { 2, 24 }, { 2, 50 }, { 2, 96 }, { 2, 128 },
        { 3, 8 }, { 3, 10 }, { 3, 12 }, { 3, 18 }, { 3, 24 }, { 3, 32 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_is_the_transform_of_the_field_continued_by_zeros(int dimension, int points)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            PaddedFourierTransform padded = new(dimension, points, 0, width);
            double[] fieldRe = Reference.Random(padded.FieldSize, 1), fieldIm = Reference.Random(padded.FieldSize, 2);
            (double[] expectedRe, double[] expectedIm) = FullTransform(padded, dimension, points, fieldRe, fieldIm);
            double[] re = Garbage(padded.PaddedSize), im = Garbage(padded.PaddedSize);
            padded.Forward(fieldRe, fieldIm, re, im);
            Assert.InRange(Reference.Distance(re, im, expectedRe, expectedIm), 0, 1e-15);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_real_field_needs_no_imaginary_part(int dimension, int points)
    {
        PaddedFourierTransform padded = new(dimension, points, 1);
        double[] field = Reference.Random(padded.FieldSize, 3);
        double[] re = Garbage(padded.PaddedSize), im = Garbage(padded.PaddedSize), otherRe = Garbage(padded.PaddedSize), otherIm = Garbage(padded.PaddedSize);
        padded.Forward(field, [], re, im);
        padded.Forward(field, new double[field.Length], otherRe, otherIm);
        Assert.Equal(otherRe, re);
        Assert.Equal(otherIm, im);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inverse_is_the_full_inverse_restricted_to_the_field(int dimension, int points)
    {
        int[] shape = [.. Enumerable.Repeat(2 * points, dimension)];
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            PaddedFourierTransform padded = new(dimension, points, 0, width);
            double[] re = Reference.Random(padded.PaddedSize, 4), im = Reference.Random(padded.PaddedSize, 5);
            double[] fullRe = [.. re], fullIm = [.. im];
            new FourierTransform(shape, 0, dimension).Inverse(fullRe, fullIm);
            double[] fieldRe = Garbage(padded.FieldSize), fieldIm = Garbage(padded.FieldSize);
            padded.Inverse(re, im, fieldRe, fieldIm);
            double[] expectedRe = Restrict(fullRe, dimension, points), expectedIm = Restrict(fullIm, dimension, points);
            Assert.InRange(Reference.Distance(fieldRe, fieldIm, expectedRe, expectedIm), 0, 1e-15);
        }
    }

    [Fact]
    public void A_product_of_modes_is_a_free_convolution()
    {
        const int N = 10;
        PaddedFourierTransform padded = new(2, N);
        double[] a = Reference.Random(N * N, 6), b = Reference.Random(N * N, 7), aRe = new double[4 * N * N], aIm = new double[4 * N * N];
        double[] bRe = new double[4 * N * N], bIm = new double[4 * N * N], result = new double[N * N], rest = new double[N * N];
        padded.Forward(a, [], aRe, aIm);
        padded.Forward(b, [], bRe, bIm);
        for (int k = 0; k < aRe.Length; k++)
            (aRe[k], aIm[k]) = (aRe[k] * bRe[k] - aIm[k] * bIm[k], aRe[k] * bIm[k] + aIm[k] * bRe[k]);
        padded.Inverse(aRe, aIm, result, rest);
        for (int i = 0; i < N * N; i++)
        {
            double sum = 0;
            for (int j = 0; j < N * N; j++)
            {
                int row = i / N - j / N, column = i % N - j % N;
                sum += row >= 0 && column >= 0 ? a[j] * b[row * N + column] : 0;
            }
            Assert.Equal(sum, result[i], 1e-13);
            Assert.Equal(0, rest[i], 1e-13);
        }
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        PaddedFourierTransform padded = new(3, 16);
        double[] field = Reference.Random(padded.FieldSize, 8), other = new double[padded.FieldSize];
        double[] re = new double[padded.PaddedSize], im = new double[padded.PaddedSize];
        padded.Forward(field, other, re, im);
        long before = GC.GetAllocatedBytesForCurrentThread();
        padded.Forward(field, other, re, im);
        padded.Inverse(re, im, field, other);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PaddedFourierTransform(4, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PaddedFourierTransform(2, 14));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PaddedFourierTransform(2, 16, 2));
        PaddedFourierTransform padded = new(2, 8);
        Assert.Throws<ArgumentException>(() => padded.Forward(new double[64], [], new double[255], new double[256]));
        Assert.Throws<ArgumentException>(() => padded.Inverse(new double[256], new double[256], new double[64], []));
    }

    /// <summary>What must never be read.</summary>
    private static double[] Garbage(int length)
    {
        double[] values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static (double[] Re, double[] Im) FullTransform(PaddedFourierTransform padded, int dimension, int points, double[] fieldRe, double[] fieldIm)
    {
        double[] re = new double[padded.PaddedSize], im = new double[padded.PaddedSize];
        for (int i = 0; i < fieldRe.Length; i++)
            (re[Padded(i, dimension, points)], im[Padded(i, dimension, points)]) = (fieldRe[i], fieldIm[i]);
        new FourierTransform([.. Enumerable.Repeat(2 * points, dimension)], 0, dimension).Forward(re, im);
        return (re, im);
    }

    private static double[] Restrict(double[] full, int dimension, int points) =>
        [.. Enumerable.Range(0, (int)Math.Pow(points, dimension)).Select(i => full[Padded(i, dimension, points)])];

    private static int Padded(int flat, int dimension, int points)
    {
        int index = 0, weight = 1;
        for (int a = 0; a < dimension; a++)
        {
            index += flat % points * weight;
            flat /= points;
            weight *= 2 * points;
        }
        return index;
    }
}
