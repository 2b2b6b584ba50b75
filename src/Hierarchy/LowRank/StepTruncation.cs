using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>The end of a step of <see cref="LowRankStep"/>: what is kept of g, with the two-particle invariants restored.</summary>
/// <param name="equation">The equation.</param>
/// <param name="invariants">1, v and |v|^2.</param>
/// <param name="duals">The fields along which they are restored.</param>
internal sealed class StepTruncation(LowRankEquation equation, CollisionInvariants invariants, double[][] duals)
{
    /// <summary>
    /// The leading eigenvectors in the basis, and the fields dual to the invariants. E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)] stays what it was: the
    /// moments of g are set to those at the start of the step less their share of the change of those of f.
    /// </summary>
    /// <param name="basis">W.</param>
    /// <param name="coefficients">g in it at the end of the step.</param>
    /// <param name="before">g in it at the start.</param>
    /// <param name="density">f at the start.</param>
    /// <param name="densityAfter">f at the end.</param>
    /// <param name="scale">The norm that may be left out.</param>
    /// <param name="most">The largest rank.</param>
    public (DenseMatrix Combinations, double[] Weights, double Left, double Needed) Apply(
        DenseMatrix basis, DenseMatrix coefficients, DenseMatrix before, double[] density, double[] densityAfter, double scale, int most)
    {
        using var eigen = new SymmetricEigen(coefficients);
        (int count, double left) = eigen.Cut(scale, most, Math.Abs);
        using DenseMatrix vectors = eigen.Vectors(count, _ => 1), along = new(basis.Columns, duals.Length);
        for (int k = 0; k < duals.Length; k++)
            along.SetColumn(k, equation.Team.TransposeTimes(basis, duals[k]));
        using DenseMatrix psi = along.Clone(), span = FactorBasis.Extend(new RowTeam(null, vectors.Rows), vectors, along, 0, duals.Length, means: false);
        using DenseMatrix kept = Diagonal(eigen.Values[..count], span.Columns);
        if (equation.Options.Conservative)
            RestoreMoments(basis, span, psi, kept, before, density, densityAfter);
        using var ends = new SymmetricEigen(kept);
        using DenseMatrix turns = ends.Vectors(span.Columns, _ => 1);
        return (DenseMatrix.Product(span, turns), [.. ends.Values], left, Needed(eigen.Values, count, left, scale));
    }

    /// <summary>The rank that leaves out what may be, if the norm left out goes on to fall by the power of the rank that it shows between half the rank and the whole.</summary>
    private double Needed(double[] values, int count, double left, double scale)
    {
        if (left <= scale || count < 2)
            return count;
        double half = TensorPrimitives.Norm<double>(values.AsSpan(count / 2)), power = Math.Max(0.5, Math.Log2(half / left));
        return Math.Min(equation.Grid.Size, Math.Ceiling(count * Math.Pow(left / scale, 1 / power)));
    }

    /// <summary>Adds sum K_kl psi_k x psi_l to the coefficients that are kept, in the span of the leading eigenvectors and the duals.</summary>
    private void RestoreMoments(DenseMatrix basis, DenseMatrix span, DenseMatrix psi, DenseMatrix kept, DenseMatrix before, double[] density, double[] after)
    {
        int count = invariants.Count;
        double[][] phi = [.. Enumerable.Range(0, count).Select(k => equation.Team.TransposeTimes(basis, invariants.Function(k)))], inside = [.. phi.Select(field => span.TransposeTimes(field))];
        double[,] missing = new double[count, count];
        for (int k = 0; k < count; k++)
        {
            for (int l = 0; l < count; l++)
                missing[k, l] = Moment(before, phi[k], phi[l]) - Moment(kept, inside[k], inside[l]) - ChangeOf(k, l, density, after) * equation.MomentShare;
        }
        LowRankSource.AddDuals(kept, [.. Enumerable.Range(0, count).Select(k => span.TransposeTimes(psi.Column(k)))], missing);
    }

    /// <summary>h^{2d} sum g phi_k(v1) phi_l(v2) of coefficients in a basis.</summary>
    private double Moment(DenseMatrix coefficients, double[] one, double[] other)
    {
        double sum = 0;
        for (int i = 0; i < coefficients.Rows; i++)
            sum += one[i] * TensorPrimitives.Dot<double>(coefficients.Row(i), other);
        return equation.Grid.CellVolume * equation.Grid.CellVolume * sum;
    }

    /// <summary>The change of E[phi_k phi_l].</summary>
    private double ChangeOf(int k, int l, double[] density, double[] after)
    {
        double sum = 0;
        for (int i = 0; i < equation.Grid.Size; i++)
            sum += equation.Grid.CellVolume * invariants.Function(k)[i] * invariants.Function(l)[i] * (after[i] - density[i]);
        return sum;
    }

    /// <summary>g in the basis, whose first columns are its factors.</summary>
    public static DenseMatrix Diagonal(double[] weights, int size)
    {
        var coefficients = new DenseMatrix(size, size);
        for (int k = 0; k < weights.Length; k++)
            coefficients[k, k] = weights[k];
        return coefficients;
    }
}
