using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>Every supported length in every vector width, along contiguous and strided axes, against the sum of the definition.</summary>
public sealed class FourierTransformLengthTests
{
    /// <summary>The direct sum rounds more than the transform: its error is about sqrt(n) units of the last place.</summary>
    private const double Tolerance = 4e-15;

    public static TheoryData<int, int> Cases()
    {
        TheoryData<int, int> cases = [];
        for (int n = 8; n <= 256; n += 2)
        {
            if (!LinePlan.IsSupported(n))
                continue;
            foreach (int width in (int[])[2, 4, 8])
                cases.Add(n, width);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Contiguous_lines_match_the_definition(int n, int width) => Check([15, n], 1, width);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Strided_lines_match_the_definition(int n, int width) => Check([2, n, 15], 1, width);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whole_tiles_of_lines_match_the_definition(int n, int width) => Check([n, 48], 0, width);

    [Fact]
    public void All_even_lengths_with_factors_two_three_five_are_supported()
    {
        int[] expected =
        [
            8, 10, 12, 16, 18, 20, 24, 30, 32, 36, 40, 48, 50, 54, 60, 64, 72, 80, 90, 96, 100, 108, 120, 128,
            144, 150, 160, 162, 180, 192, 200, 216, 240, 250, 256,
        ];
        Assert.Equal(expected, Enumerable.Range(0, 300).Where(LinePlan.IsSupported));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(258)]
    public void Other_lengths_are_refused(int n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform([4, n], 1, 1));

    private static void Check(int[] shape, int axis, int width)
    {
        int length = shape.Aggregate(1, (a, b) => a * b);
        double[] re = Reference.Random(length, 1), im = Reference.Random(length, 2);
        double[] expectedRe = [.. re], expectedIm = [.. im], startRe = [.. re], startIm = [.. im];
        Reference.Direct(expectedRe, expectedIm, shape, axis);
        FourierTransform transform = new(shape, axis, 1, threads: 1, (VectorWidth)width);
        transform.Forward(re, im);
        Assert.InRange(Reference.Distance(re, im, expectedRe, expectedIm), 0, Tolerance);
        transform.Inverse(re, im);
        Assert.InRange(Reference.Distance(re, im, startRe, startIm), 0, 1e-15);
    }
}
