using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics.Tensors;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>Pairs that a wave in velocity makes alike or unlike.</summary>
public sealed record PerturbedPairSettings : PairSettings
{
    private const string Name = "perturbed";
    private const string Cosine = "cos", Sine = "sin";

    /// <summary>Half a wave along the first axis.</summary>
    [SetsRequiredMembers]
    public PerturbedPairSettings()
        : base(Name)
    {
    }

    [Setting("A, within the bounds where f_2 is nonnegative, which depend on the density")]
    public double Amplitude { get; init; } = 0.5;

    [Setting("k, d numbers, not all zero", Default = "1 along the first axis")]
    [Length(2, 3)]
    public double[]? Wavevector { get; init; }

    [Setting("p(v) = cos(k.v) or sin(k.v)")]
    [Names(typeof(PerturbedPairSettings), nameof(Profiles))]
    public string Profile { get; init; } = Cosine;

    internal static IReadOnlyList<string> Profiles { get; } = [Cosine, Sine];

    internal override string Formula => "f_2 = f_1 x f_1 (1 + amplitude p~ x p~), p~ = p - int f_1 p, p = cos or sin of wavevector.v";

    internal override PairSettings Canonical() => (PerturbedPairSettings)base.Canonical() with { Profile = Profile.ToLowerInvariant() };

    internal override PairSettings WithDefaults(int dimension) => this with { Wavevector = Densities.Wavevector.Of(Wavevector, dimension) };

    internal override void Check(IPairRules rules)
    {
        if (rules.Knows("dimension"))
            Densities.Wavevector.Check(rules, Wavevector);
        if (rules.Knows("dimension") && rules.Knows("grid") && rules.IsSound("wavevector"))
            RequireResolved(rules);
        if (rules.IsSound() && rules.Data() is { } data)
            CheckAmplitude(rules, Pair(data));
    }

    internal override IInitialPair Correlation(PairInput input) => Pair(input);

    /// <summary>For every N the mixture with the same f_2 for 0 &lt;= A max p~^2 &lt;= 1, and always the two particles themselves.</summary>
    internal override bool IsOfParticles(PairInput input, int? particles) => particles == 2 || (Amplitude >= 0 && Amplitude <= -Pair(input).LeastAmplitude);

    private PerturbedPair Pair(PairInput input) => new(input.Grid, input.Density, Densities.Wavevector.Of(Wavevector, input.Grid.Dimension), Profile == Sine, Amplitude);

    /// <summary>A wave of the pair has to be one that the grid holds; those of a density widen its spectrum, which a rule of its own looks at.</summary>
    private void RequireResolved(IPairRules rules)
    {
        double largest = Densities.Wavevector.Of(Wavevector, rules.Input.Dimension).Max(Math.Abs), most = rules.Input.LargestWavenumber;
        string rule = string.Create(CultureInfo.InvariantCulture, $"has to have components smaller than {most:G6}, the largest wavenumber of the grid");
        rules.Require(largest < most, "wavevector", string.Create(CultureInfo.InvariantCulture, $"{largest:G6} in its largest component"), rule);
    }

    private static void CheckAmplitude(IPairRules rules, PerturbedPair pair)
    {
        string bounds = string.Create(CultureInfo.InvariantCulture, $"[{pair.LeastAmplitude:G6}, {pair.LargestAmplitude:G6}]");
        rules.Require(pair.IsAdmissible, "amplitude", pair.Amplitude, $"has to lie in {bounds}, where f_2 is nonnegative");
        if (pair.Amplitude < 0)
            rules.Warn("a negative amplitude repels, which only few particles can do; it is no marginal of an N-particle density for large N");
    }
}

/// <summary>
/// A pair correlation that is not chaotic, g = A (f p~) x (f p~) with p~ = p - int f p/int f and p(v) = cos(k.v) or sin(k.v): exchange symmetric, with marginals
/// zero to round-off. f x f + g = f x f (1 + A p~ x p~) is non-negative for A in [<see cref="LeastAmplitude"/>, <see cref="LargestAmplitude"/>].
/// </summary>
/// <remarks>
/// For 0 &lt; A max p~^2 &lt;= 1 it is the mixture of f (1 + sqrt(A) p~) and f (1 - sqrt(A) p~) in equal parts, so an N-particle density with this pair
/// exists for every N; with A &lt; 0 the particles repel and only A E p~^2 &gt;= -1/(N-1) can come from N particles.
/// </remarks>
internal sealed class PerturbedPair : IInitialPair
{
    private readonly double[] _factor;

    /// <summary>Makes the correlation.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="density">f, n^d values.</param>
    /// <param name="wavevector">k, d values, not zero.</param>
    /// <param name="odd">sin instead of cos.</param>
    /// <param name="amplitude">A, between the bounds.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the wavevector is zero.</exception>
    public PerturbedPair(VelocityGrid grid, ReadOnlySpan<double> density, ReadOnlySpan<double> wavevector, bool odd, double amplitude)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (density.Length != grid.Size)
            throw new ArgumentException("the density has n^d values", nameof(density));
        if (wavevector.Length != grid.Dimension || !(TensorPrimitives.Norm(wavevector) > 0))
            throw new ArgumentException("the wavevector has d values and is not zero", nameof(wavevector));
        Amplitude = amplitude;
        _factor = new double[grid.Size];
        CompensatedSum mass = default, mean = default;
        for (int i = 0; i < grid.Size; i++)
        {
            double phase = 0;
            for (int a = 0; a < grid.Dimension; a++)
                phase += wavevector[a] * grid.Velocity(i, a);
            _factor[i] = odd ? Math.Sin(phase) : Math.Cos(phase);
            mass.Add(density[i]);
            mean.Add(density[i] * _factor[i]);
        }
        TensorPrimitives.Subtract(_factor, mean.Value / mass.Value, _factor);
        double least = TensorPrimitives.Min<double>(_factor), largest = TensorPrimitives.Max<double>(_factor);
        LargestAmplitude = -1 / (least * largest);
        LeastAmplitude = -1 / Math.Max(least * least, largest * largest);
        TensorPrimitives.Multiply(_factor, density, _factor);
    }

    /// <summary>A.</summary>
    public double Amplitude { get; }

    /// <summary>-1/max p~^2 over the grid.</summary>
    public double LeastAmplitude { get; }

    /// <summary>-1/(min p~ max p~) over the grid; min p~ &lt; 0 &lt; max p~.</summary>
    public double LargestAmplitude { get; }

    /// <summary>Whether f x f + g is non-negative where f is.</summary>
    public bool IsAdmissible => Amplitude >= LeastAmplitude && Amplitude <= LargestAmplitude;

    public void FillRow(int point, Span<double> row)
    {
        // Both factors enter alike, so that the transposed entry is the same to the last bit.
        for (int j = 0; j < _factor.Length; j++)
            row[j] = Amplitude * (_factor[point] * _factor[j]);
    }
}
