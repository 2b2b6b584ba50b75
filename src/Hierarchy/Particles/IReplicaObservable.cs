namespace Hierarchy.Particles;

/// <summary>
/// Symmetric functions of the velocities of one replica, whose expectations are wanted; their means over the eight replicas of a block. One instance a worker.
/// </summary>
internal unsafe interface IReplicaObservable
{
    /// <summary>The number of values.</summary>
    int Count { get; }

    /// <summary>Remembers the velocities at time 0.</summary>
    void Begin(double* velocity);

    /// <summary>Computes the values.</summary>
    void Evaluate(double* velocity, double time, Span<double> values);
}
