using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The symmetric operator K x(v1) = int g(v1, v2)/sqrt(f(v1) f(v2)) x(v2) dv2 where f is above a level: D g D x with D = (h^d/f)^(1/2), zero elsewhere.
/// g may have any form: one that knows its products with fields does without its rows.
/// </summary>
internal sealed class CorrelationKernel
{
    private readonly PairCorrelation _correlation;
    private readonly int _size;
    private readonly double _cell;
    private readonly double[] _density;
    private readonly PairColumns _columns;
    private readonly double[] _weight;
    private readonly double[][] _weighted;
    private readonly double[][] _chunkShells;
    private readonly bool[] _needed;

    /// <summary>Takes g, which has to stay valid as long as this object is used.</summary>
    public CorrelationKernel(PairCorrelation correlation, ReadOnlySpan<double> density, PairColumns columns)
    {
        _correlation = correlation;
        _size = correlation.Grid.Size;
        _cell = correlation.Grid.CellVolume;
        _density = density.ToArray();
        _columns = columns;
        _weight = new double[_size];
        _weighted = [.. Enumerable.Range(0, BlockKrylov.Block).Select(_ => new double[_size])];
        _chunkShells = [.. Enumerable.Range(0, correlation.RepresentativeVisits).Select(_ => new double[ShellTable.Shells])];
        _needed = new bool[_size];
    }

    /// <summary>The length of a vector, n^d.</summary>
    public int Size => _size;

    /// <summary>The number of shells of f above its noise.</summary>
    public int ShellLimit => _columns.Limit;

    /// <summary>int g^2/(f f), the sum of the squares of all singular values, by the outer one of the shells of f(v1) and f(v2).</summary>
    public double[] SquaresByShell()
    {
        double[]?[] scratch = new double[WorkCrew.MaximumWorkers][];
        WorkCrew.Run(_chunkShells.Length, (chunk, worker) => AddSquares(chunk, scratch[worker] ??= new double[_columns.Index.Length + _correlation.ScratchLength]));
        double[] shells = new double[ShellTable.Shells];
        foreach (double[] chunk in _chunkShells)
            TensorPrimitives.Add(shells, chunk, shells);
        return shells;
    }

    /// <summary>Restricts the operator to the first shells of f.</summary>
    public void Restrict(int shells)
    {
        for (int i = 0; i < _size; i++)
        {
            _weight[i] = _columns.Shell[i] < shells ? Math.Sqrt(_cell / _density[i]) : 0;
            _needed[i] = _weight[i] != 0;
        }
    }

    /// <summary>A reproducible block of random vectors with the envelope sqrt f.</summary>
    public double[][] Start()
    {
        Random random = new(1);
        double[][] block = [.. Enumerable.Range(0, BlockKrylov.Block).Select(_ => new double[_size])];
        for (int i = 0; i < _size; i++)
        {
            foreach (double[] vector in block)
                vector[i] = (2 * random.NextDouble() - 1) * (_weight[i] > 0 ? _cell / _weight[i] : 0);
        }
        return block;
    }

    /// <summary>Fills <paramref name="images"/> with K times each vector; at most <see cref="BlockKrylov.Block"/> of them.</summary>
    public void Apply(double[][] vectors, double[][] images)
    {
        for (int p = 0; p < vectors.Length; p++)
            TensorPrimitives.Multiply(vectors[p], _weight, _weighted[p]);
        _correlation.SumOverSecond(vectors.Length == _weighted.Length ? _weighted : _weighted[..vectors.Length], images, _needed);
        for (int p = 0; p < vectors.Length; p++)
            TensorPrimitives.Multiply(images[p], _weight, images[p]);
    }

    /// <summary>x.Kx/x.x of vectors that are cut to the first shells.</summary>
    public double[] RayleighQuotients(double[][] vectors, int shells)
    {
        double[][] cut = [.. vectors.Select(vector => (double[])vector.Clone())], images = [.. vectors.Select(vector => new double[_size])];
        for (int i = 0; i < _size; i++)
        {
            if (_columns.Shell[i] >= shells)
                Array.ForEach(cut, vector => vector[i] = 0);
        }
        Apply(cut, images);
        return [.. cut.Zip(images, (x, y) => TensorPrimitives.Dot<double>(x, y) / Math.Max(TensorPrimitives.Dot<double>(x, x), double.Epsilon))];
    }

    private void AddSquares(int chunk, double[] scratch)
    {
        Span<double> squares = scratch.AsSpan(0, _columns.Index.Length);
        double[] shells = _chunkShells[chunk];
        Array.Clear(shells);
        ReadOnlySpan<double> rows = _correlation.RepresentativeRows(chunk, scratch.AsSpan(squares.Length));
        for (int at = 0; at < rows.Length / _size; at++)
        {
            int i = _correlation.PointOf(chunk, at);
            int own = _columns.Shell[i];
            if (own == DecadeShells.Outside)
                continue;
            ReadOnlySpan<double> row = rows.Slice(at * _size, _size);
            int[] index = _columns.Index;
            for (int k = 0; k < index.Length; k++)
                squares[k] = row[index[k]] * row[index[k]];
            TensorPrimitives.Divide(squares, _columns.Density, squares);
            double factor = _correlation.WeightOf(chunk, at) * _cell * _cell / _density[i];
            for (int shell = own, start = 0; shell < _columns.Limit; start = _columns.End[shell], shell++)
                shells[shell] += factor * TensorPrimitives.Sum<double>(squares.Slice(start, _columns.End[shell] - start));
        }
    }
}
