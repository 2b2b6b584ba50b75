using System.Numerics;
using FftSharp;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>FftSharp as an oracle of the library's own transforms, called here line by line, and as the engine that plans take within a scope.</summary>
[Collection("WorkCrew")]
public sealed class TransformEngineTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(8, 249).Where(LinePlan.IsSupported)];

    public static TheoryData<int[], int, int> Groups => new()
    {
        { [24, 16], 0, 2 },
        { [12, 10, 18], 0, 3 },
        { [3, 32, 20, 7], 1, 2 },
        { [8, 10, 8, 12, 8, 10], 3, 3 },
        { [8, 10, 8, 12, 8, 10], 0, 3 },
        { [64, 128], 0, 1 },
        { [40, 250], 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Lines_of_every_length_agree_with_FftSharp_there_and_back(int n)
    {
        double[] re = Reference.Random(n, 1), im = Reference.Random(n, 2), startRe = [.. re], startIm = [.. im];
        Complex[] line = [.. re.Zip(im, (a, b) => new Complex(a, b))];
        Oracle(line, inverse: false);
        FourierTransform transform = new([n], 0, 1, threads: 1);
        transform.Forward(re, im);
        Assert.InRange(Reference.Distance(re, im, [.. line.Select(z => z.Real)], [.. line.Select(z => z.Imaginary)]), 0, 2e-15);
        Complex[] back = [.. startRe.Zip(startIm, (a, b) => new Complex(a, b))];
        Oracle(back, inverse: true);
        transform.Inverse(startRe, startIm);
        Assert.InRange(Reference.Distance(startRe, startIm, [.. back.Select(z => z.Real)], [.. back.Select(z => z.Imaginary)]), 0, 2e-15);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Groups_of_axes_agree_with_FftSharp_axis_by_axis_under_both_engines(int[] shape, int firstAxis, int axisCount)
    {
        int length = shape.Aggregate(1, (a, b) => a * b);
        double[] startRe = Reference.Random(length, 3), startIm = Reference.Random(length, 4), expectedRe = [.. startRe], expectedIm = [.. startIm];
        for (int axis = firstAxis; axis < firstAxis + axisCount; axis++)
            OracleAlong(expectedRe, expectedIm, shape, axis);
        foreach (TransformEngine engine in Enum.GetValues<TransformEngine>())
        {
            using (TransformEngines.Use(engine))
            {
                foreach (int threads in (int[])[0, 1])
                {
                    double[] re = [.. startRe], im = [.. startIm];
                    FourierTransform transform = new(shape, firstAxis, axisCount, threads);
                    transform.Forward(re, im);
                    Assert.InRange(Reference.Distance(re, im, expectedRe, expectedIm), 0, 4e-15);
                    transform.Inverse(re, im);
                    Assert.InRange(Reference.Distance(re, im, startRe, startIm), 0, 4e-15);
                }
            }
        }
    }

    [Theory]
    [InlineData(2, 12)]
    [InlineData(2, 16)]
    [InlineData(3, 8)]
    [InlineData(3, 10)]
    public void Padded_transforms_agree_under_both_engines(int dimension, int points)
    {
        List<double[]> modes = [], fields = [];
        foreach (TransformEngine engine in Enum.GetValues<TransformEngine>())
        {
            using (TransformEngines.Use(engine))
            {
                PaddedFourierTransform padded = new(dimension, points);
                double[] field = Reference.Random(padded.FieldSize, 5), re = new double[padded.PaddedSize], im = new double[padded.PaddedSize];
                double[] fieldRe = new double[field.Length], fieldIm = new double[field.Length];
                padded.Forward(field, [], re, im);
                modes.Add([.. re, .. im]);
                for (int k = 0; k < re.Length; k++)
                    (re[k], im[k]) = (re[k] * k / re.Length - im[k], im[k] + re[k]);
                padded.Inverse(re, im, fieldRe, fieldIm);
                fields.Add([.. fieldRe, .. fieldIm]);
            }
        }
        Assert.InRange(Relative(modes[0], modes[1]), 0, 2e-15);
        Assert.InRange(Relative(fields[0], fields[1]), 0, 2e-15);
    }

    [Theory]
    [InlineData(2, 12)]
    [InlineData(2, 16)]
    [InlineData(3, 8)]
    public unsafe void Derivatives_of_columns_by_the_matrix_are_those_by_the_transforms_of_FftSharp(int dimension, int points)
    {
        const int Columns = 16, Stride = 24;
        var grid = new VelocityGrid(dimension, points, 4);
        using var matrix = new LineDerivative(grid);
        using TransformEngines.EngineScope scope = TransformEngines.Use(TransformEngine.FftSharp);
        using var modes = new LineDerivative(grid);
        double[] field = Reference.Random(grid.Size * Stride, 6);
        for (int axis = 0; axis < dimension; axis++)
        {
            double[] first = [.. field], second = [.. field];
            fixed (double* from = field, one = first, other = second)
            {
                matrix.Apply(from, one, axis, Stride, Columns, add: true);
                modes.Apply(from, other, axis, Stride, Columns, add: true);
                Assert.InRange(Relative(first, second), 0, 4e-15);
                matrix.Apply(one, one, axis, Stride, Columns, add: false);
                modes.Apply(other, other, axis, Stride, Columns, add: false);
            }
            Assert.InRange(Relative(first, second), 0, 4e-15);
            Assert.All(Enumerable.Range(0, grid.Size), i => Assert.Equal(field[i * Stride + Columns], second[i * Stride + Columns]));
        }
    }

    [Fact]
    public void The_engine_of_a_scope_is_that_of_its_loops_tasks_and_threads_and_of_nobody_else()
    {
        int threads = WorkCrew.Threads;
        WorkCrew.Threads = 3;
        try
        {
            // Both orders, since the helpers of the crew live on.
            foreach (TransformEngine engine in (TransformEngine[])[TransformEngine.FftSharp, TransformEngine.Hierarchy, TransformEngine.FftSharp])
            {
                using (TransformEngines.Use(engine))
                {
                    var seen = new TransformEngine[300];
                    WorkCrew.Run(seen.Length, (chunk, _) =>
                    {
                        Thread.SpinWait(200);
                        seen[chunk] = TransformEngines.Current;
                    });
                    Assert.All(seen, found => Assert.Equal(engine, found));
                    Parallel.For(0, 50, _ => Assert.Equal(engine, TransformEngines.Current));
                    TransformEngine inner = default;
                    var thread = new Thread(() =>
                    {
                        inner = TransformEngines.Current;
                        TransformEngines.Use(TransformEngine.Hierarchy);
                    });
                    thread.Start();
                    thread.Join();
                    Assert.Equal((engine, engine), (inner, TransformEngines.Current));
                }
                Assert.Equal(TransformEngine.Hierarchy, TransformEngines.Current);
            }
        }
        finally
        {
            WorkCrew.Threads = threads;
        }
    }

    [Fact]
    public void Engines_have_names_and_no_others_are_taken()
    {
        Assert.Equal(["hierarchy", "fftsharp"], TransformEngines.Names);
        Assert.True(TransformEngines.TryParse("FftSharp", out TransformEngine engine));
        Assert.Equal(TransformEngine.FftSharp, engine);
        Assert.False(TransformEngines.TryParse("1", out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransformEngines.Use((TransformEngine)2));
    }

    private static double Relative(double[] values, double[] expected) => Reference.Distance(values, new double[values.Length], expected, new double[values.Length]);

    /// <summary>The package divides by n on the way back for powers of two alone.</summary>
    private static void Oracle(Complex[] line, bool inverse)
    {
        if (BitOperations.IsPow2(line.Length))
        {
            if (inverse)
                FFT.Inverse(line);
            else
                FFT.Forward(line);
            return;
        }
        if (!inverse)
        {
            Bluestein.Forward(line);
            return;
        }
        Bluestein.Inverse(line);
        for (int j = 0; j < line.Length; j++)
            line[j] /= line.Length;
    }

    private static void OracleAlong(double[] re, double[] im, int[] shape, int axis)
    {
        int n = shape[axis], stride = shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        for (int start = 0; start < re.Length; start++)
        {
            if (start / stride % n != 0)
                continue;
            Complex[] line = [.. Enumerable.Range(0, n).Select(j => new Complex(re[start + j * stride], im[start + j * stride]))];
            Oracle(line, inverse: false);
            for (int k = 0; k < n; k++)
                (re[start + k * stride], im[start + k * stride]) = (line[k].Real, line[k].Imaginary);
        }
    }
}
