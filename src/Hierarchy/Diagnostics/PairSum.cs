namespace Hierarchy.Diagnostics;

/// <summary>A sum over pairs of grid points, with the same sum over the differences of twice the spacing and the sum of the absolute values of its terms.</summary>
/// <param name="Fine">The sum.</param>
/// <param name="Coarse">2^d times its terms whose difference v1 - v2 is on the lattice of spacing 2h.</param>
/// <param name="Size">The sum of the absolute values.</param>
internal readonly record struct PairSum(double Fine, double Coarse, double Size)
{
    /// <summary>The estimated error of the quadrature in v1 - v2: a third of the difference of the two rules, as for a rule of second order.</summary>
    public double Error => Math.Abs(Fine - Coarse) / 3;

    public static PairSum operator +(PairSum left, PairSum right) => new(left.Fine + right.Fine, left.Coarse + right.Coarse, left.Size + right.Size);

    public static PairSum operator *(double factor, PairSum right) => new(factor * right.Fine, factor * right.Coarse, Math.Abs(factor) * right.Size);
}
