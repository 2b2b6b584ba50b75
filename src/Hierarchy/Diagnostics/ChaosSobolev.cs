using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The distance of f_{N,2} to f_{N,1} x f_{N,1} in the product H^-2 x H^-2 of the norm of <see cref="SobolevNorm"/>: zero without a correlation,
/// and |a x b| = |a| |b|.
/// </summary>
public sealed class ChaosSobolev : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("chaos_sobolev", 2, "((2L)^2d sum_{k,l} (1+|k|^2)^-2 (1+|l|^2)^-2 |c_kl|^2)^(1/2), c_kl the Fourier coefficients of g in v1 and v2"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Correlation.IsEmpty)
        {
            values.Add(new("chaos_sobolev", 0));
            return;
        }
        using SmoothedPair smoothed = new(observation.Grid);
        smoothed.Fill(observation.Correlation);
        double square = smoothed.ProductWithTranspose(), largest = smoothed.ProductSize();
        double cell = observation.Grid.CellVolume;
        values.Add(new("chaos_sobolev", cell * Math.Sqrt(Math.Max(0, square)), cell * Math.Sqrt(1e-15 * largest)));
    }

    /// <summary>
    /// M = K g with K = (1 - Laplacian)^-2 in v2. Because g and K are symmetric, the square of the norm is the trace of K g K g, the sum of
    /// M(v1, v2) M(v2, v1): one pass of transforms along rows, two rows in one complex transform, and one pass over M, of n^{2d} values.
    /// </summary>
    private sealed unsafe class SmoothedPair : IDisposable
    {
        private const int RowsPerChunk = 8;
        private readonly VelocityGrid _grid;
        private readonly int _size;
        private readonly double[] _weights;
        private readonly NativeBuffer _smoothed;
        private readonly Scratch?[] _scratch = new Scratch?[WorkCrew.MaximumWorkers];
        private readonly double[] _sums;
        private readonly double[] _sizes;
        private double* _correlation;

        public SmoothedPair(VelocityGrid grid)
        {
            _grid = grid;
            _size = grid.Size;
            _weights = SobolevNorm.Weights(grid);
            _smoothed = new NativeBuffer(_size * _size);
            _sums = new double[(_size + RowsPerChunk - 1) / RowsPerChunk];
            _sizes = new double[_sums.Length];
        }

        public void Fill(ReadOnlySpan<double> correlation)
        {
            fixed (double* pointer = correlation)
            {
                _correlation = pointer;
                WorkCrew.Run(_sums.Length, Smooth);
            }
            _correlation = null;
        }

        /// <summary>sum M(v1, v2) M(v2, v1).</summary>
        public double ProductWithTranspose()
        {
            WorkCrew.Run(_sums.Length, Multiply);
            return _sums.Sum();
        }

        /// <summary>sum |M(v1, v2) M(v2, v1)|, whose rounding is that of the trace.</summary>
        public double ProductSize() => _sizes.Sum();

        private void Smooth(int chunk, int worker)
        {
            Scratch scratch = _scratch[worker] ??= new Scratch(_grid);
            int end = Math.Min(_size, (chunk + 1) * RowsPerChunk);
            for (int row = chunk * RowsPerChunk; row < end; row += 2)
            {
                Row(_correlation, row).CopyTo(scratch.Re);
                Row(_correlation, row + 1).CopyTo(scratch.Im);
                scratch.Transform.Forward(scratch.Re, scratch.Im);
                TensorPrimitives.Multiply(scratch.Re, _weights, scratch.Re);
                TensorPrimitives.Multiply(scratch.Im, _weights, scratch.Im);
                scratch.Transform.Inverse(scratch.Re, scratch.Im);
                scratch.Re.CopyTo(Row(_smoothed.Pointer, row));
                scratch.Im.CopyTo(Row(_smoothed.Pointer, row + 1));
            }
        }

        /// <summary>Eight rows against the same eight columns: whole cache lines of the transposed half.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Multiply(int chunk, int worker)
        {
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

        private Span<double> Row(double* array, int i) => new(array + (long)i * _size, _size);

        public void Dispose() => _smoothed.Dispose();

        private sealed class Scratch(VelocityGrid grid)
        {
            public FourierTransform Transform { get; } = new(grid.Shape, 0, grid.Dimension, threads: 1);

            public double[] Re { get; } = new double[grid.Size];

            public double[] Im { get; } = new double[grid.Size];
        }
    }
}
