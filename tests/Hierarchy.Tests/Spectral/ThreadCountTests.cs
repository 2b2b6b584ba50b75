using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>Results do not depend on the number of threads, to the last bit, and no thread allocates.</summary>
[Collection("WorkCrew")]
public sealed class ThreadCountTests : IDisposable
{
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    public void Transforms_give_the_same_bits(int firstAxis, int axisCount)
    {
        double[] first = Reference.Random(30 * 24 * 50, 1);
        double[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            WorkCrew.Threads = threads;
            double[] re = [.. first], im = [.. first];
            FourierTransform transform = new([30, 24, 50], firstAxis, axisCount);
            transform.Forward(re, im);
            expected ??= [.. re, .. im];
            Assert.Equal(expected, (double[])[.. re, .. im]);
        }
    }

    [Fact]
    public void Padded_transforms_give_the_same_bits()
    {
        double[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            WorkCrew.Threads = threads;
            PaddedFourierTransform padded = new(3, 18);
            double[] field = Reference.Random(padded.FieldSize, 2), fieldRe = new double[field.Length], fieldIm = new double[field.Length];
            double[] re = new double[padded.PaddedSize], im = new double[padded.PaddedSize];
            padded.Forward(field, [], re, im);
            double[] modes = [.. re, .. im];
            padded.Inverse(re, im, fieldRe, fieldIm);
            double[] all = [.. modes, .. fieldRe, .. fieldIm];
            expected ??= all;
            Assert.Equal(expected, all);
        }
    }

    [Fact]
    public void A_plan_of_one_thread_works_inside_a_chunk()
    {
        WorkCrew.Threads = 3;
        const int Size = 12 * 12 * 12 * 8, Chunks = 7;
        FourierTransform[] plans = [.. Enumerable.Range(0, WorkCrew.Threads).Select(_ => new FourierTransform([12, 12, 12, 8], 0, 3, 1))];
        double[] re = Reference.Random(Chunks * Size, 3), im = [.. re], startRe = [.. re], startIm = [.. im];
        WorkCrew.Run(Chunks, (chunk, worker) => plans[worker].Forward(re.AsSpan(chunk * Size, Size), im.AsSpan(chunk * Size, Size)));
        FourierTransform whole = new([Chunks, 12, 12, 12, 8], 1, 3);
        whole.Forward(startRe, startIm);
        Assert.Equal(startRe, re);
        Assert.Equal(startIm, im);
    }
}
