using System.Globalization;

namespace Hierarchy.States;

/// <summary>N, the number of particles of the Kac model: an integer of at least 2, or infinity for the Landau hierarchy.</summary>
public readonly record struct ParticleNumber : IComparable<ParticleNumber>
{
    private readonly int _count;

    /// <summary>A finite number of particles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two.</exception>
    public ParticleNumber(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        _count = count;
    }

    /// <summary>The mean-field limit.</summary>
    public static ParticleNumber Infinity => default;

    public bool IsInfinite => _count == 0;

    /// <summary>N as a number, positive infinity in the mean-field limit.</summary>
    public double Value => IsInfinite ? double.PositiveInfinity : _count;

    /// <summary>1/N.</summary>
    public double Inverse => IsInfinite ? 0 : 1.0 / _count;

    /// <summary>(N - m)/N, the factor of the collisions with the particles outside an m-tuple.</summary>
    public double Outside(int m) => IsInfinite ? 1 : (double)(_count - m) / _count;

    public int CompareTo(ParticleNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => IsInfinite ? "infinity" : _count.ToString(CultureInfo.InvariantCulture);
}
