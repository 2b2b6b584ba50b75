namespace Hierarchy.Densities;

/// <summary>
/// A reproducible stream of random numbers: the counter-based generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011).
/// The key is the seed, the 128-bit counter is (draw, stream), so streams of different numbers never overlap and need no state but the position.
/// </summary>
/// <remarks>Two 64-bit words a draw. Not safe for several threads at once.</remarks>
internal sealed class RandomStream
{
    internal const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57, FirstWeyl = 0x9E3779B9, SecondWeyl = 0xBB67AE85;
    internal const int Rounds = 10;

    private ulong _seed, _stream, _draw, _word;
    private bool _hasWord, _hasNormal;
    private double _normal;

    /// <summary>The beginning of a stream.</summary>
    /// <param name="seed">Any number; the same for all streams of an experiment.</param>
    /// <param name="stream">The number of the stream.</param>
    public RandomStream(ulong seed, ulong stream) => Restart(seed, stream);

    /// <summary>Goes to the beginning of a stream.</summary>
    public void Restart(ulong seed, ulong stream)
    {
        (_seed, _stream, _draw) = (seed, stream, 0);
        _hasWord = _hasNormal = false;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        if (_hasWord)
        {
            _hasWord = false;
            return _word;
        }
        (ulong first, _word) = Words(_seed, _stream, _draw++);
        _hasWord = true;
        return first;
    }

    /// <summary>Uniform on the midpoints of 2^52 equal cells of (0, 1): never 0 nor 1.</summary>
    public double NextUniform() => ToUniform(NextBits());

    /// <summary>A standard normal number by the transformation of Box and Muller.</summary>
    public double NextNormal()
    {
        if (_hasNormal)
        {
            _hasNormal = false;
            return _normal;
        }
        double radius = Math.Sqrt(-2 * Math.Log(NextUniform()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextUniform());
        _normal = radius * sine;
        _hasNormal = true;
        return radius * cosine;
    }

    /// <summary>
    /// A number of the gamma law with the density x^(a-1) e^(-x)/Gamma(a), by the rejection of Marsaglia and Tsang (2000) for a &gt;= 1; below, that of a + 1 times U^(1/a).
    /// </summary>
    /// <param name="shape">a &gt; 0.</param>
    public double NextGamma(double shape)
    {
        double boost = shape < 1 ? Math.Pow(NextUniform(), 1 / shape) : 1, a = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / Math.Sqrt(9 * a);
        while (true)
        {
            double normal = NextNormal(), root = 1 + c * normal, cube = root * root * root;
            if (cube > 0 && Math.Log(NextUniform()) < 0.5 * normal * normal + a * (1 - cube + Math.Log(cube)))
                return boost * a * cube;
        }
    }

    /// <summary>Uniform in 0..count-1.</summary>
    public int NextInteger(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>A unit vector, uniform on the sphere; as many components as the span has.</summary>
    public void NextDirection(Span<double> direction)
    {
        double square;
        do
        {
            square = 0;
            for (int a = 0; a < direction.Length; a++)
            {
                direction[a] = NextNormal();
                square += direction[a] * direction[a];
            }
        }
        while (square == 0);
        double scale = 1 / Math.Sqrt(square);
        for (int a = 0; a < direction.Length; a++)
            direction[a] *= scale;
    }

    /// <summary>(k + 1/2) 2^-52, k the upper 52 bits: the midpoint of the cell of [1, 2) that they name as a mantissa, less one.</summary>
    internal static double ToUniform(ulong bits) => BitConverter.UInt64BitsToDouble(bits >> 12 | 0x3FF0000000000000) - (1 - 1.0 / 9007199254740992);

    /// <summary>The two words of one value of the counter.</summary>
    internal static (ulong First, ulong Second) Words(ulong seed, ulong stream, ulong draw)
    {
        (uint c0, uint c1, uint c2, uint c3) = ((uint)draw, (uint)(draw >> 32), (uint)stream, (uint)(stream >> 32));
        (uint k0, uint k1) = ((uint)seed, (uint)(seed >> 32));
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)FirstMultiplier * c0, p1 = (ulong)SecondMultiplier * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += FirstWeyl;
            k1 += SecondWeyl;
        }
        return (c0 | (ulong)c1 << 32, c2 | (ulong)c3 << 32);
    }
}
