using Hierarchy.Spectral;

namespace Hierarchy.Kernels;

/// <summary>
/// A quadrature sum_i w_i F(R s_i) = int_0^R a(r) r^(d-1) F(r) dr on the unit interval s = r/R, for entire F of exponential type.
/// </summary>
/// <remarks>
/// Without a factor on a(r) it is one Gauss-Jacobi rule with the weight r^(gamma+d+1). A regularised a is cut at the breaks of its factor and then
/// in intervals [r, 2r]; the first interval keeps the Gauss-Jacobi weight, on the others r^(gamma+d+1) is smooth and Gauss-Legendre rules do.
/// The logarithmic grading resolves any eps, however small against R.
/// </remarks>
internal sealed class RadialRule
{
    /// <summary>Nodes of an interval beside those that the oscillation of F needs: enough for the factors of this library to reach round-off.</summary>
    private const int NodesOfFactor = 32;

    private readonly List<double> _nodes = [], _weights = [];
    private readonly CollisionKernel _kernel;
    private readonly double _radius, _exponent, _scale;

    /// <summary>Makes the rule.</summary>
    /// <param name="kernel">a(r).</param>
    /// <param name="dimension">d.</param>
    /// <param name="radius">R.</param>
    /// <param name="widest">The exponential type of F on the unit interval: |k| R.</param>
    public RadialRule(CollisionKernel kernel, int dimension, double radius, double widest)
    {
        _kernel = kernel;
        _radius = radius;
        _exponent = kernel.Gamma + dimension + 1;
        _scale = kernel.Strength * Math.Pow(radius, _exponent + 1);
        double from = 0;
        foreach (double edge in kernel.Regularisation.Breaks)
            from = Add(from, Math.Min(1, edge * kernel.Epsilon / radius), widest);
        while (from < 1)
            from = Add(from, from == 0 ? 1 : Math.Min(1, 2 * from), widest);
        Nodes = [.. _nodes];
        Weights = [.. _weights];
    }

    /// <summary>s_i in (0, 1), ascending.</summary>
    public double[] Nodes { get; }

    /// <summary>w_i, with Lambda and all powers of R.</summary>
    public double[] Weights { get; }

    private double Add(double from, double to, double widest)
    {
        if (to <= from)
            return from;
        bool regular = _kernel.Regularisation.Breaks.Count > 0;
        double length = to - from, beta = from == 0 ? _exponent : 0;
        GaussJacobiRule rule = new(KernelTransform.NodesFor(widest * length) + (regular ? NodesOfFactor : 0), beta);
        double scale = _scale * Math.Pow(length, beta + 1);
        for (int i = 0; i < rule.Nodes.Length; i++)
        {
            double node = from + length * rule.Nodes[i];
            double factor = regular ? _kernel.Regularisation.Factor(node * _radius / _kernel.Epsilon) : 1;
            _nodes.Add(node);
            _weights.Add(scale * rule.Weights[i] * factor * (from == 0 ? 1 : Math.Pow(node, _exponent)));
        }
        return to;
    }
}
