namespace Hierarchy.Spectral;

/// <summary>
/// What a loop of <see cref="WorkCrew"/> does. A struct: what one call reads and writes is handed to the loop and is not left in its owner; each worker has
/// a copy, and the chunk is called directly.
/// </summary>
internal interface ILoopBody
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">0..chunks-1.</param>
    /// <param name="worker">The number of the thread, for scratch that each worker owns; less than <see cref="WorkCrew.MaximumWorkers"/>.</param>
    void Run(int chunk, int worker);
}
