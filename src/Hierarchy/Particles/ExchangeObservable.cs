using System.Runtime.Intrinsics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Particles;

/// <summary>
/// What tells particles of one replica from each other, by their displacements D_i = V_i(t) - V_i(0), which grow with every collision: the means q = |D_i|^2 and
/// p = D_i.D_j over all particles and pairs, and the differences from them of one particle, of halves, of one pair, of the pairs (1,2), (3,4), ..., and of
/// |V_1|^4. The law of the paths is exchangeable, so that all differences have the mean zero.
/// </summary>
internal sealed unsafe class ExchangeObservable(ParticleOptions options) : IReplicaObservable, IDisposable
{
    /// <summary>The names of the values, in their order.</summary>
    public static IReadOnlyList<Quantity> Names { get; } =
    [
        new("displacement", 1, "particles: E|D_1|^2, D_i = V_i(t) - V_i(0), the mean over all particles"),
        new("displacement_pair", 2, "particles: E[D_1.D_2], the mean over all pairs"),
        new("exchange_first", 1, "particles: |D_1|^2 of the first particle less the mean over all, 0 for exchangeable paths"),
        new("exchange_halves", 1, "particles: the mean of |D_i|^2 over the first half of the particles less that over the last, 0 for exchangeable paths"),
        new("exchange_fourth", 1, "particles: |V_1|^4 of the first particle less the mean over all, 0 for exchangeable paths"),
        new("exchange_first_pair", 2, "particles: D_1.D_2 of the first pair less the mean over all pairs, 0 for exchangeable paths"),
        new("exchange_neighbours", 2, "particles: the mean of D_i.D_j over the pairs (1,2), (3,4), ... less that over all pairs, 0 for exchangeable paths"),
    ];

    private readonly int _particles = options.Particles, _d = options.Dimension;
    private readonly NativeBuffer _start = new(options.Particles * options.Dimension * LaneMath.Lanes);

    public int Count => Names.Count;

    public void Begin(double* velocity) => new ReadOnlySpan<double>(velocity, _start.Span.Length).CopyTo(_start.Span);

    public void Evaluate(double* velocity, double time, Span<double> values)
    {
        Span<Vector512<double>> total = stackalloc Vector512<double>[3];
        total.Clear();
        Vector512<double> squares = Vector512<double>.Zero, fourth = squares, low = squares, high = squares, neighbours = squares;
        int half = _particles / 2;
        for (int i = 0; i < _particles; i++)
        {
            Vector512<double> square = Dot(velocity, i, i), speed = SquaredSpeed(velocity, i);
            for (int a = 0; a < _d; a++)
                total[a] += Displacement(velocity, i, a);
            squares += square;
            fourth += speed * speed;
            low += i < half ? square : Vector512<double>.Zero;
            high += i >= _particles - half ? square : Vector512<double>.Zero;
            neighbours += i % 2 == 1 ? Dot(velocity, i - 1, i) : Vector512<double>.Zero;
        }
        Vector512<double> all = total[0] * total[0] + total[1] * total[1] + total[2] * total[2], firstSpeed = SquaredSpeed(velocity, 0);
        double n = _particles, mean = Mean(squares) / n, pair = Mean(all - squares) / (n * (n - 1));
        values[0] = mean;
        values[1] = pair;
        values[2] = Mean(Dot(velocity, 0, 0)) - mean;
        values[3] = Mean(low - high) / half;
        values[4] = Mean(firstSpeed * firstSpeed - fourth / Vector512.Create(n));
        values[5] = Mean(Dot(velocity, 0, 1)) - pair;
        values[6] = Mean(neighbours) / half - pair;
    }

    public void Dispose() => _start.Dispose();

    private static double Mean(Vector512<double> lanes) => Vector512.Sum(lanes) / LaneMath.Lanes;

    private Vector512<double> Displacement(double* velocity, int particle, int component)
    {
        int at = (particle * _d + component) * LaneMath.Lanes;
        return Vector512.Load(velocity + at) - Vector512.Load(_start.Pointer + at);
    }

    /// <summary>D_i.D_j.</summary>
    private Vector512<double> Dot(double* velocity, int first, int second)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        for (int a = 0; a < _d; a++)
            sum += Displacement(velocity, first, a) * Displacement(velocity, second, a);
        return sum;
    }

    private Vector512<double> SquaredSpeed(double* velocity, int particle)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        for (int a = 0; a < _d; a++)
        {
            Vector512<double> v = Vector512.Load(velocity + (particle * _d + a) * LaneMath.Lanes);
            sum += v * v;
        }
        return sum;
    }
}
