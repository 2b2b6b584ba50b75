using Hierarchy.Results;

namespace Hierarchy.Benchmarks.Rates;

/// <summary>A number with its error; NaN where there is none.</summary>
/// <param name="Value">The number.</param>
/// <param name="Error">Its error, of sample and discretisation together.</param>
internal readonly record struct RateValue(double Value, double Error)
{
    /// <summary>No number.</summary>
    public static RateValue None { get; } = new(double.NaN, double.NaN);

    /// <summary>No run.</summary>
    public static RateValue NotRun { get; } = new(double.NaN, 0);
}

/// <summary>A constant of the rate: a quantity of the closure times a power of N, and its limit.</summary>
/// <param name="Name">The name in the table of numbers.</param>
/// <param name="Heading">What it is.</param>
/// <param name="Quantity">The quantity of the closure.</param>
/// <param name="Power">Times N to this power.</param>
/// <param name="Factor">Times this.</param>
/// <param name="LimitQuantity">The quantity of the leading order, already a limit; null if it is the closure's, times N, which leading order has for every N alike.</param>
internal sealed record RateQuantity(string Name, string Heading, string Quantity, int Power, double Factor = 1, string? LimitQuantity = null)
{
    /// <summary>The columns of docs/rates.md.</summary>
    public static IReadOnlyList<RateQuantity> All { get; } =
    [
        new("error_l1", "N ‖f_N − f‖₁", "error_l1", 1),
        new("error_pair_l1", "N ‖f_N,2 − f f‖₁", "error_pair_l1", 1),
        new("mutual_information", "N² MI", "mutual_information", 2, 1, "mutual_information_limit"),
        new("fisher_difference", "N² (I₂ − I₁)", "relative_fisher", 2, 0.5, "relative_fisher_limit"),
        new("relative_entropy", "N² H(f_N|f)", "relative_entropy_to_landau", 2, 1, "relative_entropy_limit"),
        new("energy_covariance", "N cov(|v₁|², |v₂|²)", "pair_energy_covariance", 1),
    ];

    /// <summary>The value of the closure at N.</summary>
    public RateValue At(StateResults state, int particles) => Read(state, Quantity, Math.Pow(particles, Power) * Factor);

    /// <summary>The limit, from the run of the leading order that was printed for N.</summary>
    public RateValue Limit(StateResults state, int particles) => LimitQuantity is null ? At(state, particles) : Read(state, LimitQuantity, Factor);

    private static RateValue Read(StateResults state, string name, double factor)
    {
        if (!state.Quantities.TryGetValue(name, out QuantityResult found) || found.BelowNoise)
            return RateValue.None;
        double Or(double error) => double.IsNaN(error) ? 0 : error;
        return new RateValue(factor * found.Value, factor * Math.Max(
            Math.Sqrt(Math.Pow(Or(found.StandardError), 2) + Math.Pow(Or(found.DiscretisationError), 2)), Or(found.NoiseFloor)));
    }
}
