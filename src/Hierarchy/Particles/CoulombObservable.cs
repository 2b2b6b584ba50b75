using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>
/// int int f_{N,2}/|v_1 - v_2| for d = 3: the mean of 1/|v_i - v_j| over all pairs, above <see cref="LargestComplete"/> particles over those with j - i = 1,
/// ..., 8 modulo N.
/// </summary>
/// <remarks>Not for d = 2, where 1/r has no finite variance and a standard error would mean nothing.</remarks>
internal sealed unsafe class CoulombObservable(ParticleOptions options) : IReplicaObservable
{
    private const int LargestComplete = 64, Neighbours = 8;
    private readonly int _particles = options.Particles;

    public int Count => 1;

    public void Begin(double* velocity)
    {
    }

    public void Evaluate(double* velocity, double time, Span<double> values)
    {
        bool complete = _particles <= LargestComplete;
        Vector512<double> sum = Vector512<double>.Zero;
        for (int i = 0; i < _particles; i++)
        {
            int others = complete ? _particles - 1 - i : Neighbours;
            for (int offset = 1; offset <= others; offset++)
                sum += Inverse(velocity + 3 * i * LaneMath.Lanes, velocity + 3 * ((i + offset) % _particles) * LaneMath.Lanes);
        }
        double pairs = complete ? 0.5 * _particles * (_particles - 1) : (double)_particles * Neighbours;
        values[0] = Vector512.Sum(sum) / (pairs * LaneMath.Lanes);
    }

    private static Vector512<double> Inverse(double* first, double* second)
    {
        const int lanes = LaneMath.Lanes;
        Vector512<double> x = Vector512.Load(first) - Vector512.Load(second), y = Vector512.Load(first + lanes) - Vector512.Load(second + lanes);
        Vector512<double> z = Vector512.Load(first + 2 * lanes) - Vector512.Load(second + 2 * lanes);
        return Vector512<double>.One / Vector512.Sqrt(Vector512.Max(x * x + y * y + z * z, Vector512.Create(PairRates.SmallestSquare)));
    }
}
