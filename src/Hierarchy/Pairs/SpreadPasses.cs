using Hierarchy.Kernels;
using Hierarchy.States;

namespace Hierarchy.Pairs;

/// <summary>The first and the last pass of an evaluation whose columns are spread over ranks, in which these exchange tiles.</summary>
internal sealed unsafe class SpreadPasses : IDisposable
{
    private const long Stops = 1, IsAsymmetric = 2;
    private readonly PairLayout _layout;
    private readonly PairShare _share;
    private readonly TransposeExchange _exchange;
    private readonly SpreadDifferences? _differences;
    private readonly SpreadAssembly? _assembly;
    private readonly SpreadImages? _images;

    public SpreadPasses(PairLayout layout, PairShare share, PairWorkers workers)
    {
        _layout = layout;
        _share = share;
        _exchange = new TransposeExchange(layout, share);
        if (share.Orbits is not null)
        {
            _images = new SpreadImages(layout, share, _exchange, workers);
            return;
        }
        _differences = new SpreadDifferences(layout, share, _exchange, workers);
        _assembly = new SpreadAssembly(layout, _exchange);
    }

    /// <summary>The first pass; before it the ranks agree whether to stop and whether g is exchange symmetric.</summary>
    /// <exception cref="OperationCanceledException">One of them stops.</exception>
    public void Differentiate(in PairEvaluation evaluation)
    {
        bool isSymmetric = _differences?.IsSymmetric(evaluation.Correlation) ?? true;
        long agreed = _share.Ranks.Or((_share.IsStopping?.Invoke() == true ? Stops : 0) | (isSymmetric ? 0 : IsAsymmetric));
        if ((agreed & Stops) != 0)
            throw new OperationCanceledException();
        double** seconds = stackalloc double*[3];
        for (int c = 0; c < _layout.Grid.Dimension; c++)
            seconds[c] = evaluation.Second(c);
        _differences?.Run(evaluation.Correlation, (agreed & IsAsymmetric) == 0, seconds);
        _images?.Differentiate(evaluation.Correlation, seconds);
    }

    /// <summary>The last pass; the arguments are those of <see cref="PairAssembly.Assemble{T}"/>.</summary>
    public void Assemble(double* blocks, double* addition, double* result, double* left, double* right, int updates)
    {
        if (addition != null)
            throw new NotSupportedException("further terms are not spread over ranks");
        _assembly?.Assemble(blocks, result, left, right, updates);
        _images?.Assemble(blocks, result, left, right, updates);
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _differences?.Dispose();
        _images?.Dispose();
    }
}
