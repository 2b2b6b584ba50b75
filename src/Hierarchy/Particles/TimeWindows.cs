namespace Hierarchy.Particles;

/// <summary>
/// The windows of whole steps that the time from one output time to the next is cut into; between them the martingales can be weighted. All in all there are
/// about <see cref="Count"/> in a run.
/// </summary>
/// <param name="times">The number of output times.</param>
/// <param name="interval">The time between two of them.</param>
/// <param name="steps">The steps it takes.</param>
internal readonly struct TimeWindows(int times, double interval, int steps)
{
    private const int Count = 8;
    private readonly int _windows = Math.Clamp(Count / times, 1, steps);

    /// <summary>The number of windows.</summary>
    public int Number => _windows;

    /// <summary>The step.</summary>
    public double Step => interval / steps;

    /// <summary>The steps of a window.</summary>
    public int StepsOf(int window) => (int)((window + 1L) * steps / _windows - (long)window * steps / _windows);
}
