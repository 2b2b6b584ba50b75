using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Sums of a logarithmic functional by decade shells (<see cref="DecadeShells"/>), completed by a model of the tail below the noise. There f itself is noise,
/// but its sum is not: what the tail holds of the mass is known to rounding. The tail counts with that mass times the mean of log f, or of |grad log f|^2,
/// continued linearly from the last two kept shells; for Maxwellian tails both means are linear in the depth. What changes when one shell less is kept
/// estimates the error.
/// </summary>
internal sealed unsafe class ShellTable
{
    /// <summary>The shells, and one more entry for all other points.</summary>
    public const int Shells = DecadeShells.Count + 1;

    /// <summary>The doubles that <see cref="Accumulate"/> needs: two sets, so that neighbouring points rarely wait for each other's sum.</summary>
    public const int ScratchLength = 2 * Shells * Width;

    private const int Width = 4;

    /// <summary>The functional.</summary>
    public double[] Values { get; init; } = new double[Shells];

    /// <summary>f times the quantity whose mean is continued.</summary>
    public double[] Reference { get; init; } = new double[Shells];

    /// <summary>f.</summary>
    public double[] Mass { get; init; } = new double[Shells];

    /// <summary>The function that carries the tail: f itself, or g where the functional is a difference to that of f x f.</summary>
    public double[] Carrier { get; init; } = new double[Shells];

    /// <summary>Adds one point to scratch of <see cref="ScratchLength"/> zeros.</summary>
    public static void Accumulate(double* scratch, int parity, int shell, double value, double reference, double mass, double carrier)
    {
        double* target = scratch + (parity * Shells + shell) * Width;
        Vector256.Store(Vector256.Load(target) + Vector256.Create(value, reference, mass, carrier), target);
    }

    /// <summary>Takes in what <see cref="Accumulate"/> has gathered, so many times.</summary>
    public void Add(double* scratch, int weight = 1)
    {
        for (int k = 0; k < Shells; k++)
        {
            double* even = scratch + k * Width, odd = even + Shells * Width;
            Values[k] += weight * (even[0] + odd[0]);
            Reference[k] += weight * (even[1] + odd[1]);
            Mass[k] += weight * (even[2] + odd[2]);
            Carrier[k] += weight * (even[3] + odd[3]);
        }
    }

    /// <summary>Takes in the sums of the next chunk.</summary>
    public void Add(ShellTable other)
    {
        TensorPrimitives.Add(Values, other.Values, Values);
        TensorPrimitives.Add(Reference, other.Reference, Reference);
        TensorPrimitives.Add(Mass, other.Mass, Mass);
        TensorPrimitives.Add(Carrier, other.Carrier, Carrier);
    }

    /// <summary>The functional: the first <paramref name="kept"/> shells, completed.</summary>
    public double Sum(int kept) => DecadeShells.Sum(Values, kept) + Outside(kept) * TailMean(kept);

    /// <summary>
    /// The change of the completed sum when one shell less is kept; with two shells, which leave no line to continue then, the effect of the slope;
    /// with one, the whole sum.
    /// </summary>
    public double Sensitivity(int kept) => kept switch
    {
        1 => Math.Abs(Values[0]) + Math.Abs(Outside(1) * TailMean(1)),
        2 => Math.Abs(Outside(2) * (TailMean(2) - Mean(1))),
        _ => Math.Abs(Sum(kept) - Sum(kept - 1)),
    };

    private double Outside(int kept) => TensorPrimitives.Sum(Carrier.AsSpan(kept));

    private double TailMean(int kept)
    {
        double last = Mean(kept - 1), before = kept > 1 ? Mean(kept - 2) : last;
        return 2 * last - before;
    }

    private double Mean(int shell) => Mass[shell] > 0 ? Reference[shell] / Mass[shell] : 0;
}
