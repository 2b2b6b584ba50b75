namespace Hierarchy.Densities;

/// <summary>
/// A density in three dimensions that is symmetric about the last axis, f(v) = F(|(v_x, v_y)|, v_z), given by a table of F. The table is continued evenly to negative
/// v_perp, where F is smooth through 0, and interpolated on both axes (<see cref="AxisInterpolant"/>); zero outside.
/// </summary>
internal sealed class GyrotropicDensity : IDataDensity
{
    private readonly AxisInterpolant _perpendicular, _parallel;
    private readonly double[] _values;
    private readonly double[][] _nodes;
    private readonly double[] _masses;

    /// <summary>Makes the density.</summary>
    /// <param name="perpendicular">v_perp, increasing and not negative.</param>
    /// <param name="parallel">v_par, increasing.</param>
    /// <param name="values">F at (perpendicular[i], parallel[j]), j fast; of positive mass.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">The values are not of that number, their mass or a variance is not positive, or v_perp is negative.</exception>
    public GyrotropicDensity(double[] perpendicular, double[] parallel, ReadOnlySpan<double> values, double weight = 1)
    {
        DensityArguments.Check(Dimension, weight);
        if (values.Length != perpendicular.Length * parallel.Length)
            throw new ArgumentException("as many values as there are points", nameof(values));
        if (perpendicular[0] < 0)
            throw new ArgumentException("v_perp is a speed and not negative", nameof(perpendicular));
        Weight = weight;
        int skipped = perpendicular[0] == 0 ? 1 : 0, n = parallel.Length;
        double[] mirrored = [.. perpendicular.Skip(skipped).Reverse().Select(v => -v), .. perpendicular];
        _values = new double[mirrored.Length * n];
        for (int i = 0; i < mirrored.Length; i++)
        {
            int row = i < perpendicular.Length - skipped ? perpendicular.Length - 1 - i : i - perpendicular.Length + skipped;
            values.Slice(row * n, n).CopyTo(_values.AsSpan(i * n));
        }
        _perpendicular = new AxisInterpolant(mirrored, LatticeValues.VanishAtEnds(_values, [mirrored.Length, n], 0));
        _parallel = new AxisInterpolant(parallel, LatticeValues.VanishAtEnds(_values, [mirrored.Length, n], 1));
        (_nodes, _masses) = Masses();
        (double[] mean, double[] covariance) = LatticeValues.Moments(_nodes, _masses);
        // Over both signs of v_perp its mean square is E(v_x^2 + v_y^2).
        Mean = [0, 0, mean[1]];
        Covariance = [covariance[0] / 2, 0, 0, 0, covariance[0] / 2, 0, 0, 0, covariance[3]];
    }

    public int Dimension => 3;

    public double Weight { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    public bool SamplesHaveStatedMoments => false;

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double value = 0;
        Fill([[velocity[0]], [velocity[1]], [velocity[2]]], new Span<double>(ref value));
        return value;
    }

    /// <summary>Along v_par first, then at the speed of every point across.</summary>
    public void Fill(double[][] axes, Span<double> destination)
    {
        double[] along = LatticeValues.Contract(_values, _parallel, axes[2], 1);
        double[] speeds = [.. axes[0].SelectMany(_ => axes[1], (x, y) => Math.Sqrt(x * x + y * y))];
        LatticeValues.Contract(along, _perpendicular, speeds, axes[2].Length).CopyTo(destination);
    }

    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double across = halfWidth - Math.Max(Math.Abs(centre[0]), Math.Abs(centre[1])), mass = 0;
        for (int i = 0; i < _masses.Length; i++)
        {
            if (Math.Abs(_nodes[0][i / _nodes[1].Length]) > across || Math.Abs(_nodes[1][i % _nodes[1].Length] - centre[2]) > halfWidth)
                mass += Math.Abs(_masses[i]);
        }
        return mass;
    }

    /// <summary>pi |v_perp| F dv_perp dv_par at the nodes of a quadrature over both signs of v_perp.</summary>
    private (double[][] Nodes, double[] Masses) Masses()
    {
        (double[] across, double[] acrossWeights) = _perpendicular.Quadrature();
        (double[] along, double[] alongWeights) = _parallel.Quadrature();
        double[] masses = LatticeValues.Contract(LatticeValues.Contract(_values, _parallel, along, 1), _perpendicular, across, along.Length);
        LatticeValues.MultiplyByProducts(masses, [[.. acrossWeights.Select((weight, i) => Math.PI * weight * Math.Abs(across[i]))], alongWeights]);
        return ([across, along], masses);
    }
}
