using System.Numerics.Tensors;

namespace Hierarchy.Particles;

/// <summary>
/// Sums over blocks of the results Y (q values) and the control variates X (p values) at one output time: 1, Y, Y^2, X, X X^T, Y X^T, and Y in each of
/// <see cref="Groups"/> groups of blocks for the jackknife. One flat array, so that sums are added and stored as they are.
/// </summary>
internal sealed class BlockStatistics(int results, int controls)
{
    /// <summary>The groups of the jackknife.</summary>
    public const int Groups = 32;

    /// <summary>The layout is: count, Y, Y^2, X, X X^T, Y X^T, count and Y of each group.</summary>
    public double[] Sums { get; } = new double[1 + 2 * results + controls + controls * controls + results * controls + Groups * (1 + results)];

    public int Results => results;

    public int Controls => controls;

    public double Count => Sums[0];

    public ReadOnlySpan<double> Y => Sums.AsSpan(1, results);

    public ReadOnlySpan<double> SquaredY => Sums.AsSpan(1 + results, results);

    public ReadOnlySpan<double> X => Sums.AsSpan(AtX, controls);

    /// <summary>X X^T, row-major.</summary>
    public ReadOnlySpan<double> CrossX => Sums.AsSpan(AtX + controls, controls * controls);

    /// <summary>Y X^T, row-major: controls of one result side by side.</summary>
    public ReadOnlySpan<double> CrossYX => Sums.AsSpan(AtYX, results * controls);

    private int AtX => 1 + 2 * results;

    private int AtYX => AtX + controls + controls * controls;

    private int AtGroups => AtYX + results * controls;

    /// <summary>The number of blocks of a group.</summary>
    public double GroupCount(int group) => Sums[AtGroups + group * (1 + results)];

    /// <summary>The sum of Y over a group.</summary>
    public ReadOnlySpan<double> GroupY(int group) => Sums.AsSpan(AtGroups + group * (1 + results) + 1, results);

    /// <summary>Adds one block.</summary>
    public void Add(ReadOnlySpan<double> y, ReadOnlySpan<double> x, long block)
    {
        Sums[0]++;
        AddTo(Sums.AsSpan(1, results), y);
        Span<double> squares = Sums.AsSpan(1 + results, results);
        TensorPrimitives.MultiplyAdd(y, y, squares, squares);
        AddTo(Sums.AsSpan(AtX, controls), x);
        for (int i = 0; i < controls; i++)
            AddMultiple(x, x[i], Sums.AsSpan(AtX + controls + i * controls, controls));
        for (int i = 0; i < results; i++)
            AddMultiple(x, y[i], Sums.AsSpan(AtYX + i * controls, controls));
        int group = AtGroups + (int)(block % Groups) * (1 + results);
        Sums[group]++;
        AddTo(Sums.AsSpan(group + 1, results), y);
    }

    /// <summary>Adds the sums of other blocks.</summary>
    public void Add(BlockStatistics other) => AddTo(Sums, other.Sums);

    public void Clear() => Sums.AsSpan().Clear();

    private static void AddTo(Span<double> sum, ReadOnlySpan<double> value) => TensorPrimitives.Add(sum, value, sum);

    private static void AddMultiple(ReadOnlySpan<double> value, double factor, Span<double> sum)
    {
        // Short rows: a plain loop is faster than a call.
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * value[i];
    }
}
