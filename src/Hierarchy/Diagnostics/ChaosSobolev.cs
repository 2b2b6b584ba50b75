using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The distance of f_{N,2} to f_{N,1} x f_{N,1} in the product H^-2 x H^-2 of the norm of <see cref="SobolevNorm"/>: zero without a correlation,
/// and |a x b| = |a| |b|.
/// </summary>
internal sealed class ChaosSobolev : IDiagnostic
{
    /// <summary>Of a correlation with a symmetry so many values are smoothed at once; of a longer one the rest is formed again for every panel.</summary>
    public const long MostHeld = 1 << 26;

    private readonly long _mostHeld;

    public ChaosSobolev()
        : this(MostHeld)
    {
    }

    /// <summary>With another bound.</summary>
    internal ChaosSobolev(long mostHeld) => _mostHeld = mostHeld;

    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("chaos_sobolev", 2, "((2L)^2d sum_{k,l} (1+|k|^2)^-2 (1+|l|^2)^-2 |c_kl|^2)^(1/2), c_kl the Fourier coefficients of g in v1 and v2"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Correlation.IsZero)
        {
            values.Add(new("chaos_sobolev", 0));
            return;
        }
        (double square, double largest) = observation.Correlation is FactoredCorrelation products ? OfProducts(products)
            : SmoothedPair.SquareOf(observation.Correlation, _mostHeld);
        double cell = observation.Grid.CellVolume;
        values.Add(new("chaos_sobolev", cell * Math.Sqrt(Math.Max(0, square)), cell * Math.Sqrt(1e-15 * largest)));
    }

    /// <summary>Of a sum of products it is sum_kl w_k w_l (e_k, K e_l)^2, without any value of g.</summary>
    private static (double Square, double Size) OfProducts(FactoredCorrelation products)
    {
        VelocityGrid grid = products.Grid;
        double[] weights = SobolevNorm.Weights(grid);
        FieldSmoothing?[] smoothing = new FieldSmoothing?[WorkCrew.MaximumWorkers];
        return products.SquareOf((field, worker) => (smoothing[worker] ??= new FieldSmoothing(grid, weights)).Apply(field));
    }

    /// <summary>K of one field.</summary>
    private sealed class FieldSmoothing(VelocityGrid grid, double[] weights)
    {
        private readonly FourierTransform _transform = new(grid.Shape, 0, grid.Dimension, threads: 1);
        private readonly double[] _imaginary = new double[grid.Size];

        public void Apply(double[] field)
        {
            Array.Clear(_imaginary);
            _transform.Forward(field, _imaginary);
            TensorPrimitives.Multiply(field, weights, field);
            TensorPrimitives.Multiply(_imaginary, weights, _imaginary);
            _transform.Inverse(field, _imaginary);
        }
    }

    /// <summary>
    /// M = K g with K = (1 - Laplacian)^-2 in v2. Because g and K are symmetric, the square of the norm is the trace of K g K g, the sum of
    /// M(v1, v2) M(v2, v1): one pass of transforms along rows, two rows in one complex transform, and one pass over M, of n^{2d} values. Where not so many may be
    /// held, M is formed again for every panel of its columns.
    /// </summary>
    private sealed unsafe class SmoothedPair : IDisposable
    {
        private const int RowsPerChunk = PairCorrelation.RowsPerVisit;

        /// <summary>Chunks of rows that are formed together to be multiplied with a panel.</summary>
        private const int ChunksTogether = 16;

        private readonly VelocityGrid _grid;
        private readonly VelocityOrbits? _orbits;
        private readonly int _size;
        private readonly double[] _weights;
        private readonly NativeBuffer _smoothed;
        private readonly int _panelChunks;
        private readonly Scratch?[] _scratch = new Scratch?[WorkCrew.MaximumWorkers];
        private readonly int _visits;
        private readonly int[] _members;
        private readonly int[] _firstMembers;
        private readonly double[] _sums;
        private readonly double[] _sizes;

        private SmoothedPair(PairCorrelation correlation, long mostHeld)
        {
            _grid = correlation.Grid;
            _orbits = correlation.Symmetry;
            _size = _grid.Size;
            _weights = SobolevNorm.Weights(_grid);
            _visits = correlation.RepresentativeVisits;
            _panelChunks = correlation.RowsHeld < correlation.RepresentativeCount ? Math.Max(1, correlation.RowsHeld / RowsPerChunk)
                : _orbits is null ? _visits : (int)Math.Clamp(mostHeld / _size / RowsPerChunk, 1, _visits);
            // The points of every orbit, one orbit after the other.
            _members = _orbits is null ? [] : [.. Enumerable.Range(0, _size).OrderBy(j => _orbits.Representative[j])];
            _firstMembers = _orbits is null ? [] : [.. Enumerable.Range(0, _orbits.Count + 1).Select(k => _orbits.Weights.Take(k).Sum())];
            _smoothed = new NativeBuffer(checked(Math.Min(_panelChunks * RowsPerChunk, correlation.RepresentativeCount) * _size));
            _sums = new double[_orbits?.Count ?? _visits];
            _sizes = new double[_sums.Length];
        }

        /// <summary>sum M(v1, v2) M(v2, v1), and the sum of the absolute values, whose rounding it has.</summary>
        public static (double Square, double Size) SquareOf(PairCorrelation correlation, long mostHeld)
        {
            using SmoothedPair smoothed = new(correlation, mostHeld);
            if (smoothed._panelChunks < smoothed._visits)
            {
                smoothed.SumPanels(correlation);
            }
            else
            {
                WorkCrew.Run(smoothed._visits, (chunk, worker) => smoothed.Smooth(correlation, chunk, worker, smoothed._smoothed, 0));
                WorkCrew.Run(smoothed._visits, smoothed.Multiply);
            }
            return (smoothed._sums.Sum(), smoothed._sizes.Sum());
        }

        /// <summary>Panel by panel of the rows v1 of M, with all its rows v2, some at a time, in the order of the sums over a whole M.</summary>
        private void SumPanels(PairCorrelation correlation)
        {
            int count = correlation.RepresentativeCount;
            using var others = new NativeBuffer(Math.Min(count, ChunksTogether * RowsPerChunk) * _size);
            for (int panel = 0; panel < _visits; panel += _panelChunks)
            {
                int start = panel, chunks = Math.Min(_panelChunks, _visits - panel);
                WorkCrew.Run(chunks, (chunk, worker) => Smooth(correlation, start + chunk, worker, _smoothed, start));
                for (int next = 0; next < _visits; next += ChunksTogether)
                {
                    int from = next, some = Math.Min(ChunksTogether, _visits - next);
                    WorkCrew.Run(some, (chunk, worker) => Smooth(correlation, from + chunk, worker, others, from));
                    WorkCrew.Run(chunks, (chunk, _) => AddProducts(start, start + chunk, from, Math.Min(count, (from + some) * RowsPerChunk), others));
                }
            }
        }

        /// <summary>The products of eight rows of a panel with the columns of some further rows.</summary>
        private void AddProducts(int panel, int chunk, int from, int end, NativeBuffer others)
        {
            if (_orbits is not null)
            {
                AddImages(_orbits, panel, chunk, from * RowsPerChunk, end, others);
                return;
            }
            int first = chunk * RowsPerChunk, count = Math.Min(_size, first + RowsPerChunk) - first, shift = panel * RowsPerChunk;
            (double sum, double size) = (_sums[chunk], _sizes[chunk]);
            for (int j = from * RowsPerChunk; j < end; j++)
            {
                double* transposed = others.Pointer + (long)(j - from * RowsPerChunk) * _size + first;
                double* direct = _smoothed.Pointer + (long)(first - shift) * _size + j;
                for (int i = 0; i < count; i++, direct += _size)
                {
                    double term = transposed[i] * *direct;
                    sum += term;
                    size += Math.Abs(term);
                }
            }
            (_sums[chunk], _sizes[chunk]) = (sum, size);
        }

        /// <summary>The rows of M of a visit, into an array that begins with those of another one.</summary>
        private void Smooth(PairCorrelation correlation, int chunk, int worker, NativeBuffer to, int firstChunk)
        {
            Span<double> Row(int row) => new(to.Pointer + (long)(row - firstChunk * RowsPerChunk) * _size, _size);
            Scratch scratch = _scratch[worker] ??= new Scratch(_grid, correlation.ScratchLength);
            ReadOnlySpan<double> rows = correlation.RepresentativeRows(chunk, scratch.Rows);
            int first = chunk * RowsPerChunk, count = rows.Length / _size;
            for (int row = first; row < first + count; row += 2)
            {
                // An odd last row keeps itself company.
                int next = Math.Min(row + 1, first + count - 1);
                rows.Slice((row - first) * _size, _size).CopyTo(scratch.Re);
                rows.Slice((next - first) * _size, _size).CopyTo(scratch.Im);
                scratch.Transform.Forward(scratch.Re, scratch.Im);
                TensorPrimitives.Multiply(scratch.Re, _weights, scratch.Re);
                TensorPrimitives.Multiply(scratch.Im, _weights, scratch.Im);
                scratch.Transform.Inverse(scratch.Re, scratch.Im);
                scratch.Re.CopyTo(Row(row));
                scratch.Im.CopyTo(Row(next));
            }
        }

        /// <summary>Eight rows against the same eight columns: whole cache lines of the transposed half.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Multiply(int chunk, int worker)
        {
            if (_orbits is not null)
            {
                AddImages(_orbits, 0, chunk, 0, _orbits.Count, _smoothed);
                return;
            }
            int first = chunk * RowsPerChunk, count = Math.Min(_size, first + RowsPerChunk) - first;
            double sum = 0, size = 0;
            for (int j = 0; j < _size; j++)
            {
                double* transposed = _smoothed.Pointer + (long)j * _size + first;
                double* direct = _smoothed.Pointer + (long)first * _size + j;
                for (int i = 0; i < count; i++, direct += _size)
                {
                    double term = transposed[i] * *direct;
                    sum += term;
                    size += Math.Abs(term);
                }
            }
            _sums[chunk] = sum;
            _sizes[chunk] = size;
        }

        /// <summary>The same where only the rows of representatives are there, M(s r', r) = M(r', s^-1 r), with the orbits of some r'.</summary>
        private void AddImages(VelocityOrbits orbits, int panel, int chunk, int from, int end, NativeBuffer others)
        {
            for (int k = chunk * RowsPerChunk; k < Math.Min(orbits.Count, (chunk + 1) * RowsPerChunk); k++)
            {
                double* direct = _smoothed.Pointer + (long)(k - panel * RowsPerChunk) * _size;
                (double sum, double size) = (_sums[k], _sizes[k]);
                for (int member = _firstMembers[from]; member < _firstMembers[end]; member++)
                {
                    int j = _members[member];
                    double term = direct[j] * others.Pointer[(long)(orbits.Representative[j] - from) * _size + orbits.InverseMap(orbits.Element[j])[orbits.Points[k]]];
                    sum += orbits.Weights[k] * term;
                    size += orbits.Weights[k] * Math.Abs(term);
                }
                (_sums[k], _sizes[k]) = (sum, size);
            }
        }

        public void Dispose() => _smoothed.Dispose();

        private sealed class Scratch(VelocityGrid grid, int rows)
        {
            public double[] Rows { get; } = new double[rows];

            public FourierTransform Transform { get; } = new(grid.Shape, 0, grid.Dimension, threads: 1);

            public double[] Re { get; } = new double[grid.Size];

            public double[] Im { get; } = new double[grid.Size];
        }
    }
}
