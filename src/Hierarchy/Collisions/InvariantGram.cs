using Hierarchy.Densities;
using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Collisions;

/// <summary>
/// The collision invariants phi = (1, w_a, |w|^2) in velocities w centred and scaled by a positive weight W on the grid, with the inverse of the
/// Gram matrix sum W phi_k phi_l.
/// </summary>
internal sealed class InvariantGram
{
    private readonly VelocityGrid _grid;
    private readonly int _d;
    private readonly double[] _inverse, _squares;

    /// <summary>Forms the matrices of n^d positive values W; empty for W = 1.</summary>
    public InvariantGram(VelocityGrid grid, ReadOnlySpan<double> weight)
    {
        ArgumentNullException.ThrowIfNull(grid);
        _grid = grid;
        _d = grid.Dimension;
        Weight = new double[grid.Size];
        if (weight.IsEmpty)
            Array.Fill(Weight, 1);
        else
            weight[..grid.Size].CopyTo(Weight);
        GridMoments moments = GridMoments.Of(grid, Weight);
        double width = Math.Sqrt(moments.Temperature);
        Width = width;
        Axes = new double[_d * grid.Points];
        for (int a = 0; a < _d; a++)
        {
            for (int j = 0; j < grid.Points; j++)
                Axes[a * grid.Points + j] = (grid.Axis[j] - moments.Momentum[a] / moments.Mass) / width;
        }
        Matrix<double> gram = Matrix<double>.Build.Dense(Count, Count), squares = Matrix<double>.Build.Dense(Count, Count);
        Span<double> phi = stackalloc double[Count];
        for (int i = 0; i < grid.Size; i++)
        {
            FillInvariants(i, phi);
            for (int k = 0; k < Count; k++)
            {
                for (int l = 0; l < Count; l++)
                {
                    gram[k, l] += Weight[i] * phi[k] * phi[l];
                    squares[k, l] += Weight[i] * Weight[i] * phi[k] * phi[l];
                }
            }
        }
        _inverse = gram.Inverse().ToRowMajorArray();
        _squares = squares.ToRowMajorArray();
    }

    /// <summary>d + 2, the number of invariants.</summary>
    public int Count => _d + 2;

    /// <summary>What velocities are divided by.</summary>
    public double Width { get; }

    /// <summary>W, n^d values.</summary>
    public double[] Weight { get; }

    /// <summary>w_a on its axis, d times n values.</summary>
    public double[] Axes { get; }

    /// <summary>The invariants at one point.</summary>
    public void FillInvariants(int flat, Span<double> phi)
    {
        phi[0] = 1;
        phi[_d + 1] = 0;
        for (int a = 0; a < _d; a++)
        {
            double w = Axes[a * _grid.Points + _grid.AxisIndex(flat, a)];
            phi[1 + a] = w;
            phi[_d + 1] += w * w;
        }
    }

    /// <summary>lambda with sum_l (sum W phi_k phi_l) lambda_l = sums_k; entry k of either lies at k * stride.</summary>
    public void Solve(ReadOnlySpan<double> sums, Span<double> multipliers, int stride)
    {
        for (int k = 0; k < Count; k++)
        {
            double value = 0;
            for (int l = 0; l < Count; l++)
                value += _inverse[k * Count + l] * sums[l * stride];
            multipliers[k * stride] = value;
        }
    }

    /// <summary>sum (W lambda.phi)^2 over the grid.</summary>
    public double SquareOfCorrection(ReadOnlySpan<double> multipliers, int stride)
    {
        double sum = 0;
        for (int k = 0; k < Count; k++)
        {
            for (int l = 0; l < Count; l++)
                sum += _squares[k * Count + l] * multipliers[k * stride] * multipliers[l * stride];
        }
        return Math.Max(0, sum);
    }
}
