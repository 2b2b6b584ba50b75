namespace Hierarchy.Diagnostics;

/// <summary>The pointwise sums over pairs of velocities that one visit to g gathers, without the cell volumes.</summary>
internal sealed class PairSums
{
    /// <summary>sum |g|.</summary>
    public double Absolute;

    /// <summary>sum g^2.</summary>
    public double Square;

    /// <summary>sum over v of g(v, v).</summary>
    public double Diagonal;

    /// <summary>sum g / |v1 - v2|^s by <see cref="SingularRule"/>, for each rule of the sweep.</summary>
    public readonly double[] Singular = new double[PairSweep.Exponents.Length];

    /// <summary>max |g(v1, v2) - g(v2, v1)|.</summary>
    public double Asymmetry;

    /// <summary>min F.</summary>
    public double Minimum = double.PositiveInfinity;

    /// <summary>sum max(-F, 0).</summary>
    public double Negative;

    /// <summary>sum of F log F - f f log(f f), by decade shells of F against (max f)^2.</summary>
    public readonly ShellTable Entropy = new();

    /// <summary>sum of the integrand of mutual information, by shells of <see cref="PairColumns"/>.</summary>
    public readonly double[] Information = new double[ShellTable.Shells];

    /// <summary>sum F by the same shells.</summary>
    public readonly double[] Mass = new double[ShellTable.Shells];

    /// <summary>Takes in the sums of the next chunk.</summary>
    public void Add(PairSums other)
    {
        Absolute += other.Absolute;
        Square += other.Square;
        Diagonal += other.Diagonal;
        Negative += other.Negative;
        Asymmetry = Math.Max(Asymmetry, other.Asymmetry);
        Minimum = Math.Min(Minimum, other.Minimum);
        Entropy.Add(other.Entropy);
        for (int s = 0; s < Singular.Length; s++)
            Singular[s] += other.Singular[s];
        for (int k = 0; k < ShellTable.Shells; k++)
        {
            Information[k] += other.Information[k];
            Mass[k] += other.Mass[k];
        }
    }
}
