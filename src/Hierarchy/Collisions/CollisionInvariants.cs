using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Collisions;

/// <summary>
/// The collision invariants phi = (v_1, ..., v_d, |v|^2) on the grid, and fields psi_k = M (c_0 + c.v + c_e |v|^2) dual to them:
/// h^d sum phi_k psi_l = delta_kl, h^d sum psi_l = 0. Adding lambda psi_k changes one moment by lambda and no other.
/// </summary>
internal sealed class CollisionInvariants
{
    private readonly double[] _functions;
    private readonly double[] _duals;

    /// <summary>Builds the duals on the weight <paramref name="weight"/> (M, n^d positive values that decay towards the boundary of the box).</summary>
    public CollisionInvariants(VelocityGrid grid, ReadOnlySpan<double> weight)
    {
        Grid = grid;
        Count = grid.Dimension + 1;
        int size = grid.Size, all = Count + 1;
        _functions = new double[all * size];
        for (int i = 0; i < size; i++)
        {
            _functions[i] = 1;
            for (int a = 0; a < grid.Dimension; a++)
                _functions[(a + 1) * size + i] = grid.Velocity(i, a);
            _functions[(all - 1) * size + i] = grid.SpeedSquared(i);
        }
        Matrix<double> gram = Matrix<double>.Build.Dense(all, all);
        for (int k = 0; k < all; k++)
        {
            for (int l = 0; l < all; l++)
            {
                double sum = 0;
                for (int i = 0; i < size; i++)
                    sum += _functions[k * size + i] * weight[i] * _functions[l * size + i];
                gram[k, l] = sum * grid.CellVolume;
            }
        }
        Matrix<double> inverse = gram.Inverse();
        _duals = new double[all * size];
        for (int k = 0; k < all; k++)
        {
            for (int l = 0; l < all; l++)
            {
                for (int i = 0; i < size; i++)
                    _duals[k * size + i] += inverse[l, k] * weight[i] * _functions[l * size + i];
            }
        }
    }

    public VelocityGrid Grid { get; }

    /// <summary>d + 1.</summary>
    public int Count { get; }

    /// <summary>phi_k: v_k for k &lt; d, |v|^2 for k = d.</summary>
    public ReadOnlySpan<double> Function(int k) => _functions.AsSpan((k + 1) * Grid.Size, Grid.Size);

    /// <summary>psi_k.</summary>
    public ReadOnlySpan<double> Dual(int k) => _duals.AsSpan((k + 1) * Grid.Size, Grid.Size);
}
