using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// The pair correlation g(v1, v2) = f_{N,2}(v1, v2) - f_{N,1}(v1) f_{N,1}(v2) on the grid, in whatever form a model keeps it: n^{2d} values, a sum of products, zero.
/// It is exchange symmetric, so that a row is a column. Readers stream its rows; nobody needs an array of n^{2d} values.
/// </summary>
public abstract class PairCorrelation
{
    /// <summary>g on a grid.</summary>
    protected PairCorrelation(VelocityGrid grid) => Grid = grid;

    /// <summary>The grid of v1 and of v2.</summary>
    public VelocityGrid Grid { get; }

    /// <summary>Whether g = 0 identically.</summary>
    public virtual bool IsZero => false;

    /// <summary>g(v1, .) at the point of the grid with that number: n^d values, valid until the state or <paramref name="scratch"/> changes.</summary>
    /// <param name="point">The number of v1.</param>
    /// <param name="scratch">At least n^d values, which the row may be written to; a form that holds its rows leaves it alone. Each thread brings its own.</param>
    public abstract ReadOnlySpan<double> Row(int point, Span<double> scratch);

    /// <summary>(int int g^2)^{1/2}.</summary>
    public virtual double Norm()
    {
        double[] scratch = new double[Grid.Size];
        double sum = 0;
        for (int i = 0; i < Grid.Size; i++)
            sum += TensorPrimitives.SumOfSquares(Row(i, scratch));
        return Grid.CellVolume * Math.Sqrt(sum);
    }

    /// <summary>All n^{2d} values, v1 slow.</summary>
    /// <exception cref="InvalidOperationException">They are more than one array can hold.</exception>
    public double[] ToArray()
    {
        long length = (long)Grid.Size * Grid.Size;
        if (length > Array.MaxLength)
            throw new InvalidOperationException($"the pair correlation has {length} values, more than one array can hold; read it by rows");
        double[] values = new double[length], scratch = new double[Grid.Size];
        for (int i = 0; i < Grid.Size; i++)
            Row(i, scratch).CopyTo(values.AsSpan(i * Grid.Size));
        return values;
    }
}
