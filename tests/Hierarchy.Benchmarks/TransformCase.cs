namespace Hierarchy.Benchmarks;

/// <summary>A group of axes of an array.</summary>
internal sealed record TransformCase(string Name, int[] Shape, int FirstAxis, int AxisCount)
{
    public int[] Group => Shape[FirstAxis..(FirstAxis + AxisCount)];

    public int Block => Product(Group);

    public int Outer => Product(Shape[..FirstAxis]);

    public int Inner => Product(Shape[(FirstAxis + AxisCount)..]);

    public int Length => Product(Shape);

    private static int Product(int[] lengths) => lengths.Aggregate(1, (a, b) => a * b);
}
