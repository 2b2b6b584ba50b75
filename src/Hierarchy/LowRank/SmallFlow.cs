using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What a constant source E adds to C' = T C + C T^T + E, C(0) = 0, in a time, by doubling: C(2t) = C(t) + exp(tT) C(t) exp(tT)^T.</summary>
/// <remarks>The first piece, of a time h_0 with h_0 |T| &lt;= 1/2, takes the trapezoidal rule: an estimate to some per cent.</remarks>
internal sealed class SmallFlow : IDisposable
{
    private const double FirstPiece = 0.5;
    private readonly List<DenseMatrix> _flows = [];
    private readonly double _first;

    /// <summary>Tabulates exp(h_0 T), exp(2 h_0 T), ... up to half the time.</summary>
    public SmallFlow(DenseMatrix generator, double time)
    {
        int doublings = Math.Max(0, (int)Math.Ceiling(Math.Log2(time * LowRankFlow.Radius(generator) / FirstPiece)));
        _first = time / Math.Pow(2, doublings);
        DenseMatrix flow = LowRankFlow.Exponential(generator, _first);
        _flows.Add(flow);
        for (int k = 1; k < doublings; k++)
            _flows.Add(flow = DenseMatrix.Product(flow, flow));
        Doublings = doublings;
    }

    private int Doublings { get; }

    /// <summary>C at the end; E is symmetric.</summary>
    public DenseMatrix Accumulate(DenseMatrix source)
    {
        DenseMatrix sum = Conjugate(_flows[0], source);
        LowRankFlow.AddScaled(sum, source, 1);
        System.Numerics.Tensors.TensorPrimitives.Multiply(sum.Values, _first / 2, sum.Values);
        for (int k = 0; k < Doublings; k++)
        {
            using DenseMatrix moved = Conjugate(_flows[k], sum);
            LowRankFlow.AddScaled(sum, moved, 1);
        }
        return sum;
    }

    public void Dispose()
    {
        foreach (DenseMatrix flow in _flows)
            flow.Dispose();
    }

    /// <summary>F S F^T of a symmetric S: with Y = F S it is F Y^T.</summary>
    private static DenseMatrix Conjugate(DenseMatrix flow, DenseMatrix symmetric)
    {
        using DenseMatrix left = DenseMatrix.Product(flow, symmetric), turned = left.Transposed();
        return DenseMatrix.Product(flow, turned);
    }
}
