namespace Hierarchy.Densities;

/// <summary>A one-particle probability density on R^d, a component of an initial datum f_0 = sum_k Weight_k f_k.</summary>
public interface IInitialDensity
{
    /// <summary>d, 2 or 3.</summary>
    int Dimension { get; }

    /// <summary>The mass that the component carries, positive; the weights of a datum have sum 1.</summary>
    double Weight { get; }

    /// <summary>f(v) of mass one, without the weight; the span has d values.</summary>
    double Evaluate(ReadOnlySpan<double> velocity);

    /// <summary>E[v], d values.</summary>
    IReadOnlyList<double> Mean { get; }

    /// <summary>E[(v - mean)(v - mean)^T], d x d values, row-major.</summary>
    IReadOnlyList<double> Covariance { get; }

    /// <summary>E|v|^4, or not a number where it has no closed form.</summary>
    double FourthMoment => double.NaN;

    /// <summary>An upper bound of the mass outside the box [-L, L)^d, without the weight: the sum over the axes of P(|v_a| &gt; L).</summary>
    double MassOutside(double halfWidth);

    /// <summary>The same for a box about another centre, d values; by default by the box about zero that lies in it.</summary>
    double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double farthest = 0;
        foreach (double component in centre)
            farthest = Math.Max(farthest, Math.Abs(component));
        return MassOutside(Math.Max(0, halfWidth - farthest));
    }
}

/// <summary>A density that can be sampled exactly. Densities without it are sampled by rejection.</summary>
internal interface ISampledDensity : IInitialDensity
{
    /// <summary>Draws one velocity from f of mass one, d values.</summary>
    void Sample(RandomStream random, Span<double> velocity);
}

/// <summary>A density that fills all points of a product of axes at once faster than point by point.</summary>
internal interface ITensorDensity : IInitialDensity
{
    /// <summary>f of mass one at every point (axes[0][i], axes[1][j], ...), row-major, the first axis slowest.</summary>
    /// <param name="axes">d axes.</param>
    /// <param name="destination">As many values as there are points.</param>
    void Fill(double[][] axes, Span<double> destination);
}

/// <summary>A density that was measured or computed elsewhere, so that a symmetry that it should have holds nearly and not to round-off.</summary>
internal interface IDataDensity : ITensorDensity
{
    /// <summary>
    /// Whether its samples have the mean and covariance that it states. Not so for gridded values, whose moments are sums over the grid and whose
    /// negative values cannot be sampled.
    /// </summary>
    bool SamplesHaveStatedMoments { get; }
}
