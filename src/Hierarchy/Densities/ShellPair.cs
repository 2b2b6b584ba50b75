using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>Two particles in the plane whose velocities differ by a circle that leans to one axis.</summary>
public sealed record ShellPairSettings : PairSettings
{
    private const string Name = "shell-harmonic";

    /// <summary>A circle of radius 2.</summary>
    [SetsRequiredMembers]
    public ShellPairSettings()
        : base(Name)
    {
    }

    [Setting("a, by which the pairs lean to the first axis; so small that f_2 is nonnegative")]
    [Range(-10.0, 10.0)]
    public double Amplitude { get; init; } = 0.5;

    [Setting("R, the distance of the two velocities")]
    [Range(0, 1e3, MinimumIsExclusive = true)]
    public double Radius { get; init; } = 2;

    [Setting("w, how far the distances scatter about R; at least the spacing of the grid")]
    [Range(0, 1e3, MinimumIsExclusive = true)]
    public double Width { get; init; } = 0.3;

    [Setting("q, by how much the lean falls with the distance")]
    [Range(-10.0, 10.0)]
    public double Slope { get; init; }

    [Setting("B, the part of a Maxwellian of differences, which keeps f_2 away from zero")]
    [Range(0.0, 10.0)]
    public double Background { get; init; } = 0.1;

    internal override string Formula => "f_2 = c((v1+v2)/2) G(v1-v2), c the initial density, G = exp(-(r-R)^2/(2 w^2)) (1 + A(r) cos 2 theta) + B exp(-r^2/R^2), "
        + "A = a exp(-q (r/R - 1)); d = 2, N = 2";

    internal ShellShape Shape => new(Radius, Width, Amplitude, Slope, Background);

    internal override void Check(IPairRules rules)
    {
        if (!rules.Knows("dimension") || !rules.Knows("grid") || !rules.IsSound())
            return;
        const string type = "\"shell-harmonic\"";
        rules.Require(rules.Input.Dimension == 2, "type", type, "is a circle of differences, which is one in dimension 2");
        rules.Require(rules.Particles.All(particles => particles.Trim() == "2"), "type", type, "is a pair of its own: particles has to be [2]");
        double spacing = 2 * rules.Input.HalfWidth / rules.Input.Points, farthest = Radius + 5 * Width;
        rules.Require(Width >= spacing, "width", Width, string.Create(CultureInfo.InvariantCulture, $"has to be at least the spacing of the grid, {spacing:G6}"));
        rules.Require(farthest < 2 * rules.Input.HalfWidth, "radius", Radius,
            string.Create(CultureInfo.InvariantCulture, $"and five widths, {farthest:G6}, have to be less than twice grid.halfWidth, {2 * rules.Input.HalfWidth:G6}"));
        double[] axis = [.. Enumerable.Range(0, 2 * rules.Input.Points).Select(k => spacing * k)];
        rules.Require(axis.Min(x => axis.Min(y => Shape.Value(x, y))) >= 0, "amplitude", Amplitude, "has to be smaller, or pair.background larger: f_2 is negative");
    }

    internal override IInitialPair Correlation(PairInput input) => new ShellPair(input.Grid, input.Densities, Shape);

    internal override bool IsOfParticles(PairInput input, int? particles) => particles == 2;
}

/// <summary>
/// A pair, d = 2, whose difference z = v1 - v2 lies near a circle and leans towards one axis, while its centre has a density c of its own:
/// <code>
/// f_2(v1, v2) = c((v1 + v2)/2) G(v1 - v2)/Z,     G(z) = S(r) (1 + A(r) cos 2 theta) + B exp(-r^2/R^2),
/// S(r) = exp(-(r - R)^2/(2 w^2)),     A(r) = a exp(-q (r/R - 1)).
/// </code>
/// It is exchange symmetric, since cos 2 theta is even. Under the collisions of two particles c stays and G turns; where r|alpha'|/alpha &gt; 4 on the circle
/// its Fisher information grows, alpha = a/r^2 the potential of the kernel. The Maxwellian of B keeps f_2 away from zero.
/// </summary>
internal sealed class ShellPair : IInitialPair
{
    private readonly VelocityGrid _grid;
    private readonly double[] _centre;
    private readonly double[] _difference;
    private readonly double[] _density;
    private readonly int _sums;

    /// <summary>Makes the pair.</summary>
    /// <param name="grid">d = 2.</param>
    /// <param name="centre">c, a weighted sum.</param>
    /// <param name="shape">R, w, a, q, B.</param>
    public ShellPair(VelocityGrid grid, IReadOnlyList<IInitialDensity> centre, ShellShape shape)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Dimension != 2)
            throw new ArgumentException("a circle of differences is one in d = 2", nameof(grid));
        _grid = grid;
        _sums = 2 * grid.Points - 1;
        (_centre, _difference) = (new double[_sums * _sums], new double[_sums * _sums]);
        double[] v = new double[2];
        for (int k = 0; k < _centre.Length; k++)
        {
            (int x, int y) = (k / _sums, k % _sums);
            (v[0], v[1]) = (grid.Axis[0] + 0.5 * grid.Spacing * x, grid.Axis[0] + 0.5 * grid.Spacing * y);
            foreach (IInitialDensity component in centre)
                _centre[k] += component.Weight * component.Evaluate(v);
            _difference[k] = shape.Value(grid.Spacing * (x - grid.Points + 1), grid.Spacing * (y - grid.Points + 1));
        }
        _density = new double[grid.Size];
        for (int i = 0; i < _density.Length; i++)
        {
            CompensatedSum mass = default;
            for (int j = 0; j < _density.Length; j++)
                mass.Add(Product(i, j));
            _density[i] = grid.CellVolume * mass.Value;
        }
        double total = grid.CellVolume * _density.Sum();
        for (int i = 0; i < _density.Length; i++)
            _density[i] /= total;
        for (int k = 0; k < _centre.Length; k++)
            _centre[k] /= total;
        Least = _difference.Min();
    }

    /// <summary>f, n^d values of mass 1.</summary>
    public double[] Marginal => _density;

    /// <summary>The least value of G; negative where the amplitude is too large.</summary>
    public double Least { get; }

    public void FillRow(int point, Span<double> row)
    {
        for (int j = 0; j < row.Length; j++)
            row[j] = Product(point, j) - _density[point] * _density[j];
    }

    private double Product(int i, int j)
    {
        int n = _grid.Points, x = i / n, y = i % n, u = j / n, w = j % n;
        return _centre[(x + u) * _sums + y + w] * _difference[(x - u + n - 1) * _sums + y - w + n - 1];
    }
}

/// <summary>The numbers of a <see cref="ShellPair"/>.</summary>
/// <param name="Radius">R.</param>
/// <param name="Width">w.</param>
/// <param name="Amplitude">a.</param>
/// <param name="Slope">q.</param>
/// <param name="Background">B.</param>
internal sealed record ShellShape(double Radius, double Width, double Amplitude, double Slope, double Background)
{
    /// <summary>G(x, y), not normalised.</summary>
    public double Value(double x, double y)
    {
        double square = x * x + y * y, r = Math.Sqrt(square), cosine = square > 0 ? (x * x - y * y) / square : 0;
        double shell = Math.Exp(-(r - Radius) * (r - Radius) / (2 * Width * Width));
        return shell * (1 + Amplitude * Math.Exp(-Slope * (r / Radius - 1)) * cosine) + Background * Math.Exp(-square / (Radius * Radius));
    }
}
