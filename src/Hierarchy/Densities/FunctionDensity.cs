using System.Globalization;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// A density f(v) that a program brings as a function. Mean, covariance and the mass outside a box are sums over the box [-2L, 2L)^d with the points of the grid of
/// [-L, L)^d at twice their distance, spectrally accurate for what the grid resolves. The function is called from one thread at a time and never twice at once.
/// </summary>
internal sealed class FunctionDensity : ITensorDensity
{
    private readonly Func<double[], double> _function;
    private readonly Lock _gate = new();
    private readonly Lazy<GridDensity> _wide;

    /// <summary>Makes the density.</summary>
    /// <param name="grid">The box that the density is meant for.</param>
    /// <param name="function">f(v) of mass 1, given d components.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public FunctionDensity(VelocityGrid grid, Func<double[], double> function, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(function);
        DensityArguments.Check(grid.Dimension, weight);
        Dimension = grid.Dimension;
        Weight = weight;
        _function = function;
        _wide = new Lazy<GridDensity>(() => OnWideBox(new VelocityGrid(grid.Dimension, grid.Points, 2 * grid.HalfWidth, grid.Origin)));
    }

    public int Dimension { get; }

    public double Weight { get; }

    /// <exception cref="ArgumentException">The function failed, or its values are no density.</exception>
    public IReadOnlyList<double> Mean => _wide.Value.Mean;

    /// <exception cref="ArgumentException">The function failed, or its values are no density.</exception>
    public IReadOnlyList<double> Covariance => _wide.Value.Covariance;

    /// <exception cref="ArgumentException">The function failed or its value is no finite number.</exception>
    public double Evaluate(ReadOnlySpan<double> velocity) => Call(velocity.ToArray());

    /// <exception cref="ArgumentException">The function failed or a value is no finite number.</exception>
    public void Fill(double[][] axes, Span<double> destination)
    {
        double[] velocity = new double[Dimension];
        for (int i = 0; i < destination.Length; i++)
        {
            for (int a = Dimension - 1, rest = i; a >= 0; a--)
            {
                velocity[a] = axes[a][rest % axes[a].Length];
                rest /= axes[a].Length;
            }
            destination[i] = Call(velocity);
        }
    }

    public double MassOutside(double halfWidth) => _wide.Value.MassOutside(halfWidth);

    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth) => _wide.Value.MassOutside(centre, halfWidth);

    private GridDensity OnWideBox(VelocityGrid box)
    {
        double[] values = new double[box.Size];
        Fill([.. Enumerable.Repeat(box.Axis, Dimension)], values);
        return new GridDensity(box, values);
    }

    private double Call(double[] velocity)
    {
        double value;
        try
        {
            lock (_gate)
            {
                value = _function(velocity);
            }
        }
        catch (Exception error)
        {
            // Whatever a foreign function throws is a fault of the datum.
            throw new ArgumentException($"the function failed at v = {Print(velocity)}: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        return double.IsFinite(value) ? value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the function gives {value} at v = {Print(velocity)}, which is no finite number"));
    }

    private static string Print(double[] velocity) => "(" + string.Join(", ", velocity.Select(component => component.ToString("G6", CultureInfo.InvariantCulture))) + ")";
}
