using System.Diagnostics.CodeAnalysis;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>Particles that are independent once it is known which component they all belong to.</summary>
public sealed record MixturePairSettings : PairSettings
{
    private const string Name = "mixture";

    /// <summary>There is nothing to set: the components are those of the initial density.</summary>
    [SetsRequiredMembers]
    public MixturePairSettings()
        : base(Name)
    {
    }

    internal override string Formula => "f_2 = sum_k w_k f^k x f^k over the components of the initial density";

    internal override PairDatum Kind => PairDatum.Mixture;

    internal override void Check(IPairRules rules) =>
        rules.Require(rules.Components > 1, "type", $"\"{Name}\"", "needs at least two components of the initial density; with one f_2 is chaotic");

    internal override IInitialPair Correlation(PairInput input) => new MixturePair(input.Grid, input.Weights, input.Components);
}

/// <summary>
/// The pair correlation of a de Finetti mixture f_m = sum_k w_k (f^k)^{x m}: g = sum_k w_k f^k x f^k - f x f = sum_k w_k (f^k - f) x (f^k - f), f = sum_k w_k f^k.
/// Chaotic only if all f^k are the same.
/// </summary>
/// <remarks>
/// On the grid f is scaled to the mass of each f^k before it is subtracted, so the marginals are zero to round-off whatever the grid does to the masses.
/// </remarks>
internal sealed class MixturePair : IInitialPair
{
    private readonly double[][] _differences;
    private readonly double[] _weights;

    /// <summary>Makes the correlation.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="weights">w_k, positive, with sum 1.</param>
    /// <param name="densities">f^k, n^d values each.</param>
    /// <exception cref="ArgumentException">There are no densities, or not as many weights, or they have not n^d values.</exception>
    public MixturePair(VelocityGrid grid, IReadOnlyList<double> weights, IReadOnlyList<double[]> densities)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(densities);
        if (densities.Count == 0 || densities.Count != weights.Count || densities.Any(density => density.Length != grid.Size))
            throw new ArgumentException("one weight for each density of n^d values", nameof(densities));
        _weights = [.. weights];
        double[] mean = new double[grid.Size];
        for (int k = 0; k < _weights.Length; k++)
        {
            for (int i = 0; i < mean.Length; i++)
                mean[i] += _weights[k] * densities[k][i];
        }
        double mass = Mass(mean);
        _differences = [.. densities.Select(density => Difference(density, mean, Mass(density) / mass))];
    }

    public void FillRow(int point, Span<double> row)
    {
        row.Clear();
        for (int k = 0; k < _weights.Length; k++)
        {
            // The weight multiplies the product, so that the transposed entry is the same to the last bit.
            double weight = _weights[k], first = _differences[k][point];
            double[] second = _differences[k];
            for (int j = 0; j < second.Length; j++)
                row[j] += weight * (first * second[j]);
        }
    }

    private static double[] Difference(double[] density, double[] mean, double ratio)
    {
        double[] difference = new double[density.Length];
        for (int i = 0; i < difference.Length; i++)
            difference[i] = density[i] - ratio * mean[i];
        return difference;
    }

    private static double Mass(double[] density)
    {
        CompensatedSum sum = default;
        foreach (double value in density)
            sum.Add(value);
        return sum.Value;
    }
}
