namespace Hierarchy.Spectral;

/// <summary>Cuts a transform into stages: the trailing axes that fit into the second-level cache in one visit, the others in sweeps by pairs.</summary>
internal static class StagePlanner
{
    /// <summary>Values of a block that stays in a second-level cache of one megabyte beside its scratch.</summary>
    private const int BlockBudget = 32768;

    /// <summary>Fewer values than this are not worth waking other threads for.</summary>
    private const int SharedMinimum = 8192;

    /// <summary>Blocks that let threads share a stage evenly.</summary>
    private const int SharedBlocks = 8;

    /// <summary>The stages in order, last axes first.</summary>
    public static List<TransformStage> Stages(AxisEngine engine, ReadOnlySpan<int> shape, int firstAxis, int axisCount, bool shared)
    {
        int[] before = [.. shape[..firstAxis]], group = [.. shape.Slice(firstAxis, axisCount)], after = [.. shape[(firstAxis + axisCount)..]];
        int outer = Product(before), inner = Product(after), total = outer * Product(group) * inner;
        LinePlan[] plans = Plans(group);
        int visited = TrailingAxes(group, outer, inner, shared && total >= SharedMinimum);
        List<TransformStage> stages = [];
        int sweeps = axisCount - visited;
        if (visited > 0)
            stages.Add(new BlockStage(engine, plans[sweeps..], outer * Product(group.AsSpan(0, sweeps)), inner));
        while (sweeps > 0)
        {
            int lanes = inner * Product(group.AsSpan(sweeps));
            if (sweeps > 1)
            {
                sweeps -= 2;
                stages.Add(new PairStage(engine, plans[sweeps], plans[sweeps + 1], outer * Product(group.AsSpan(0, sweeps)), lanes));
                continue;
            }
            sweeps--;
            stages.Add(new SweepStage(engine, plans[sweeps], outer * Product(group.AsSpan(0, sweeps)), lanes));
        }
        return stages;
    }

    /// <summary>How many trailing axes make a block that fits the cache and leaves enough blocks to share.</summary>
    private static int TrailingAxes(int[] group, int outer, int inner, bool shared)
    {
        int count = 0, size = inner, blocks = outer * Product(group);
        for (int axis = group.Length - 1; axis >= 0; axis--)
        {
            size *= group[axis];
            blocks /= group[axis];
            if (size > BlockBudget || (shared && blocks < SharedBlocks))
                break;
            count++;
        }
        return inner == 1 ? Math.Max(count, 1) : count;
    }

    private static LinePlan[] Plans(int[] lengths)
    {
        LinePlan[] plans = new LinePlan[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            int same = Array.IndexOf(lengths, lengths[i]);
            plans[i] = same < i ? plans[same] : new LinePlan(lengths[i]);
        }
        return plans;
    }

    private static int Product(ReadOnlySpan<int> lengths)
    {
        int product = 1;
        foreach (int n in lengths)
            product *= n;
        return product;
    }
}
