using System.Numerics;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// Takes the production of mass, momentum and energy out of a rate of change q on the grid: q - W sum_k lambda_k phi_k, with phi = (1, v_a, |v|^2), a
/// positive weight W, and lambda such that the sums of the result against every phi vanish to round-off.
/// </summary>
/// <remarks>
/// Of all corrections that restore the invariants it is the smallest in the norm sum |.|^2/W. For W = 1, the default, it is the orthogonal projection onto
/// the rates that conserve; an exact rate is one of them, so the corrected rate is nearer to it than q was. A Maxwellian W confines the correction
/// to the bulk instead, where it is larger: errors of a rate that come from few points an axis are spread over the whole box, and with W = 1 so is their correction.
/// No call allocates; results do not depend on the number of threads.
/// </remarks>
internal sealed unsafe class ConservativeProjection
{
    private readonly VelocityGrid _grid;
    private readonly InvariantGram _gram;
    private readonly int _d, _invariants, _planeSize;
    private readonly double[] _multipliers, _sums, _partial;

    /// <summary>Fixes the weight.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="weight">W, n^d positive values; empty for W = 1.</param>
    public ConservativeProjection(VelocityGrid grid, ReadOnlySpan<double> weight = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        _grid = grid;
        _gram = new InvariantGram(grid, weight);
        _d = grid.Dimension;
        _invariants = _gram.Count;
        _planeSize = grid.Size / grid.Points;
        _multipliers = new double[_invariants];
        _sums = new double[_invariants + 1];
        _partial = new double[grid.Points * (_invariants + 1)];
    }

    /// <summary>The L2 norm of the last rate, before its correction.</summary>
    public double RateNorm { get; private set; }

    /// <summary>The L2 norm of the last correction.</summary>
    public double CorrectionNorm { get; private set; }

    /// <summary>Corrects a rate of n^d values in place.</summary>
    /// <param name="rate">q.</param>
    /// <param name="heating">The production of energy, sum |v|^2 q h^d, that the corrected rate shall have; zero for collisions.</param>
    public void Apply(Span<double> rate, double heating = 0)
    {
        fixed (double* pointer = rate[.._grid.Size])
        {
            WorkCrew.Run(_grid.Points, new Sums(this, pointer));
            AddPlanes();
            _sums[_d + 1] -= heating / (_grid.CellVolume * _gram.Width * _gram.Width);
            _gram.Solve(_sums, _multipliers, 1);
            WorkCrew.Run(_grid.Points, new Corrections(this, pointer));
        }
        RateNorm = Math.Sqrt(_grid.CellVolume * _sums[_invariants]);
        CorrectionNorm = Math.Sqrt(_grid.CellVolume * _gram.SquareOfCorrection(_multipliers, 1));
    }

    /// <summary>The sums of one plane of the slowest axis against 1, w_a, |w|^2, and of the squares; rows first, then over the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumPlane(double* rates, int plane)
    {
        int n = _grid.Points;
        ReadOnlySpan<double> last = _gram.Axes.AsSpan((_d - 1) * n, n);
        double outer = _gram.Axes[plane];
        Span<CompensatedSum> sums = stackalloc CompensatedSum[6];
        sums.Clear();
        for (int row = 0; row < _planeSize / n; row++)
        {
            double* q = rates + plane * _planeSize + row * n;
            (double zeroth, double first, double second, double square) = SumRow(new ReadOnlySpan<double>(q, n), last);
            double slow = outer * outer;
            sums[0].Add(zeroth);
            sums[1].Add(outer * zeroth);
            if (_d == 3)
            {
                double middle = _gram.Axes[n + row];
                sums[2].Add(middle * zeroth);
                slow += middle * middle;
            }
            sums[_d].Add(first);
            sums[_d + 1].Add(second + slow * zeroth);
            sums[5].Add(square);
        }
        int start = plane * (_invariants + 1);
        for (int k = 0; k < _invariants; k++)
            _partial[start + k] = sums[k].Value;
        _partial[start + _invariants] = sums[5].Value;
    }

    private static (double Zeroth, double First, double Second, double Square) SumRow(ReadOnlySpan<double> q, ReadOnlySpan<double> w)
    {
        Vector<double> zeroth = default, first = default, second = default, square = default;
        int j = 0;
        for (; j <= q.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> value = new(q[j..]), velocity = new(w[j..]), product = value * velocity;
            zeroth += value;
            first += product;
            second += product * velocity;
            square += value * value;
        }
        (double z, double f, double s, double r) = (Vector.Sum(zeroth), Vector.Sum(first), Vector.Sum(second), Vector.Sum(square));
        for (; j < q.Length; j++)
        {
            z += q[j];
            f += q[j] * w[j];
            s += q[j] * w[j] * w[j];
            r += q[j] * q[j];
        }
        return (z, f, s, r);
    }

    private void AddPlanes()
    {
        for (int k = 0; k <= _invariants; k++)
        {
            CompensatedSum sum = default;
            for (int plane = 0; plane < _grid.Points; plane++)
                sum.Add(_partial[plane * (_invariants + 1) + k]);
            _sums[k] = sum.Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CorrectPlane(double* rates, int plane)
    {
        int n = _grid.Points;
        ReadOnlySpan<double> w = _gram.Axes.AsSpan((_d - 1) * n, n);
        double outer = _gram.Axes[plane], linear = _multipliers[_d], quadratic = _multipliers[_d + 1];
        for (int row = 0; row < _planeSize / n; row++)
        {
            int start = plane * _planeSize + row * n;
            double constant = _multipliers[0] + outer * (_multipliers[1] + quadratic * outer);
            if (_d == 3)
            {
                double middle = _gram.Axes[n + row];
                constant += middle * (_multipliers[2] + quadratic * middle);
            }
            Span<double> q = new(rates + start, n);
            ReadOnlySpan<double> m = _gram.Weight.AsSpan(start, n);
            for (int j = 0; j < n; j++)
                q[j] -= m[j] * (constant + w[j] * (linear + quadratic * w[j]));
        }
    }

    private readonly struct Sums(ConservativeProjection owner, double* rates) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.SumPlane(rates, chunk);
    }

    private readonly struct Corrections(ConservativeProjection owner, double* rates) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.CorrectPlane(rates, chunk);
    }
}
