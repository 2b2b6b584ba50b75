namespace Hierarchy.Experiments;

/// <summary>A span of time that is not known better than between two bounds.</summary>
/// <param name="Least">The lower one, in seconds.</param>
/// <param name="Most">The upper one.</param>
internal readonly record struct TimeRange(double Least, double Most)
{
    public static TimeRange operator +(TimeRange left, TimeRange right) => new(left.Least + right.Least, left.Most + right.Most);

    public static TimeRange operator *(TimeRange range, double factor) => new(range.Least * factor, range.Most * factor);
}
