namespace Hierarchy.Diagnostics;

/// <summary>The pointwise sums over pairs of velocities that one visit to g gathers, without the cell volumes.</summary>
internal sealed class PairSums
{
    public const int Shells = DecadeShells.Count + 1;

    /// <summary>sum |g|.</summary>
    public double Absolute;

    /// <summary>sum g^2.</summary>
    public double Square;

    /// <summary>sum over v of g(v, v).</summary>
    public double Diagonal;

    /// <summary>sum g / |v1 - v2| by <see cref="CoulombRule"/>.</summary>
    public double Coulomb;

    /// <summary>max |g(v1, v2) - g(v2, v1)|.</summary>
    public double Asymmetry;

    /// <summary>min F.</summary>
    public double Minimum = double.PositiveInfinity;

    /// <summary>sum max(-F, 0).</summary>
    public double Negative;

    /// <summary>sum of F log F - f f log(f f), by decade shells of F against (max f)^2.</summary>
    public readonly double[] Entropy = new double[Shells];

    /// <summary>sum F log F by the same shells.</summary>
    public readonly double[] PairEntropy = new double[Shells];

    /// <summary>sum F by the same shells.</summary>
    public readonly double[] PairMass = new double[Shells];

    /// <summary>sum g by the same shells, the last of which holds all other points.</summary>
    public readonly double[] Correlation = new double[Shells];

    /// <summary>sum of the integrand of mutual information, by shells of <see cref="PairColumns"/>.</summary>
    public readonly double[] Information = new double[Shells];

    /// <summary>sum F by the shells of the two velocities.</summary>
    public readonly double[] Mass = new double[Shells];

    /// <summary>Takes in the sums of the next chunk.</summary>
    public void Add(PairSums other)
    {
        Absolute += other.Absolute;
        Square += other.Square;
        Diagonal += other.Diagonal;
        Coulomb += other.Coulomb;
        Negative += other.Negative;
        Asymmetry = Math.Max(Asymmetry, other.Asymmetry);
        Minimum = Math.Min(Minimum, other.Minimum);
        for (int k = 0; k < Shells; k++)
        {
            Entropy[k] += other.Entropy[k];
            PairEntropy[k] += other.PairEntropy[k];
            PairMass[k] += other.PairMass[k];
            Correlation[k] += other.Correlation[k];
            Information[k] += other.Information[k];
            Mass[k] += other.Mass[k];
        }
    }
}
