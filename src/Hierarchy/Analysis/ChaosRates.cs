using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>How one distance to chaos falls with N.</summary>
/// <param name="Model">The model.</param>
/// <param name="Time">The time.</param>
/// <param name="Quantity">The distance.</param>
/// <param name="Expected">The slope that propagation of chaos with its leading order in 1/N predicts: -1 for distances, -2 for relative entropies; NaN for data
/// that are not chaotic.</param>
/// <param name="Fit">The power law through the points above their noise, or null with fewer than two of them.</param>
/// <param name="Constant">N^(-expected) times the distance at the largest N that counts; NaN without one.</param>
/// <param name="Predicted">The same of the model leading-order, whose constants are the limit; NaN where it is not among the models.</param>
/// <param name="Used">The N that count.</param>
/// <param name="BelowNoise">The N whose value lies below its noise floor or within four of its errors of zero.</param>
public sealed record ChaosRow(
    string Model, double Time, string Quantity, double Expected, RateFit? Fit, double Constant, double Predicted, IReadOnlyList<ParticleNumber> Used,
        IReadOnlyList<ParticleNumber> BelowNoise)
{
    /// <summary>The error of <see cref="Constant"/>, of sample and discretisation together; 0 where none is known.</summary>
    public double ConstantError { get; init; }

    /// <summary>The error of <see cref="Predicted"/>; 0 where none is known.</summary>
    public double PredictedError { get; init; }
}

/// <summary>
/// chaos: the rates in N at which f_{N,2} approaches f_{N,1} x f_{N,1} and f_1 x f_1, and f_{N,1} approaches f_1, by fits of a power law with its corrections in 1/N.
/// </summary>
internal sealed class ChaosRates
{
    /// <summary>A logarithm of a value this many errors from zero is all but normal, and its selection all but without bias.</summary>
    private const double ErrorsFromZero = 4;

    private readonly ResultTable _results;
    private readonly bool _chaotic;

    private ChaosRates(ResultTable results, bool chaotic)
    {
        _results = results;
        _chaotic = chaotic;
    }

    /// <summary>A distance with its error: the standard error, and what it is at time 0, where for chaotic data it ought to be nothing.</summary>
    private readonly record struct Point(ResultRow Row, double Error)
    {
        public bool IsAboveNoise => Row.Value > 0 && !Row.BelowNoise && Row.Value > ErrorsFromZero * Error;

        /// <summary>The error of the fit: the discretisation error, or where it is not known the noise floor, stands in for what is not statistical.</summary>
        public double ErrorOfFit => double.Hypot(Error, !double.IsNaN(Row.DiscretisationError) ? Row.DiscretisationError : Row.StandardError > 0
            || double.IsNaN(Row.NoiseFloor) ? 0 : Row.NoiseFloor);
    }

    /// <summary>The distances and their expected slopes.</summary>
    public static IReadOnlyList<(string Quantity, double Slope, string Meaning)> Distances { get; } =
    [
        ("error_l1", -1, "int |f_N1 - f_1|"),
        ("error_l2", -1, "(int (f_N1 - f_1)^2)^(1/2)"),
        ("error_linf", -1, "max |f_N1 - f_1|"),
        ("error_sobolev", -1, "negative Sobolev norm of f_N1 - f_1"),
        ("error_wasserstein", -1, "Wasserstein distance of the marginals of f_N1 and f_1"),
        ("error_modes_squared", -2, "particles: squared distance of low Fourier modes to those of f_1"),
        ("relative_entropy_to_landau", -2, "int f_N1 log(f_N1/f_1)"),
        ("error_pair_l1", -1, "int |f_N2 - f_1 f_1|"),
        ("chaos_l1", -1, "int |f_N2 - f_N1 f_N1|"),
        ("chaos_l2", -1, "(int (f_N2 - f_N1 f_N1)^2)^(1/2)"),
        ("mutual_information", -2, "int f_N2 log(f_N2/(f_N1 f_N1)) on the part of the mass above its noise"),
        ("relative_fisher", -2, "relative Fisher information of f_N2 against f_N1 f_N1"),
    ];

    /// <summary>The rates of every model with at least two finite N, at every output time but the first.</summary>
    /// <param name="results">The results.</param>
    /// <param name="chaotic">Whether particles are independent at time 0; if not, the distances need not fall, and no slope is expected.</param>
    public static IReadOnlyList<ChaosRow> Of(ResultTable results, bool chaotic)
    {
        var rates = new ChaosRates(results, chaotic);
        var rows = new List<ChaosRow>();
        foreach (string model in results.Models.Where(model => results.FiniteParticles(model).Count > 1))
        {
            foreach (double time in results.Times.Skip(1))
            {
                foreach ((string quantity, double slope, _) in Distances)
                {
                    if (rates.Rate(model, time, quantity, chaotic ? slope : double.NaN) is { } row)
                        rows.Add(row);
                }
            }
        }
        return rows;
    }

    private ChaosRow? Rate(string model, double time, string quantity, double expected)
    {
        Point[] found = [.. _results.FiniteParticles(model).Select(particles => Find(model, particles, time, quantity)).OfType<Point>()];
        // A model without pair correlation has zeros here, which is no rate.
        if (found.Length == 0 || found.All(point => point.Row.Value == 0))
            return null;
        Point[] used = [.. found.Where(point => point.IsAboveNoise)];
        RateFit? fit = RateFit.Of(
            [.. used.Select(point => point.Row.Particles.Value)], [.. used.Select(point => point.Row.Value)], [.. used.Select(point => point.ErrorOfFit)],
            used.All(point => point.Row.StandardError > 0));
        ParticleNumber[] below = [.. found.Where(point => !point.IsAboveNoise).Select(point => point.Row.Particles)];
        (double constant, double error) = used.Length > 0 ? Scaled(used[^1].Row, expected) : (double.NaN, 0);
        (double predicted, double predictedError) = Predicted(model, time, quantity, expected);
        return new ChaosRow(model, time, quantity, expected, fit, constant, predicted, [.. used.Select(point => point.Row.Particles)], below)
        {
            ConstantError = error,
            PredictedError = predictedError,
        };
    }

    private Point? Find(string model, ParticleNumber particles, double time, string quantity)
    {
        if (_results.Find(model, particles, time, quantity) is not { } row)
            return null;
        double error = double.IsNaN(row.StandardError) ? 0 : row.StandardError;
        double atStart = _chaotic && _results.Find(model, particles, 0, quantity) is { } first ? Math.Abs(first.Value) : 0;
        return new Point(row, double.Hypot(error, atStart));
    }

    /// <summary>The model whose constants are the limits, in the variables of a model if it is among the results; null if none is.</summary>
    private string? LeadingOrder(string model) =>
        _results.Models.Where(other => ModelRegistry.FactsOf(other).GivesLimits).MaxBy(other => IsRadial(other) == IsRadial(model));

    private static bool IsRadial(string model) => ModelRegistry.Find(model) is IRadialModel;

    private (double Value, double Error) Predicted(string model, double time, string quantity, double expected)
    {
        if (LeadingOrder(model) is not { } limit)
            return (double.NaN, 0);
        IReadOnlyList<ParticleNumber> all = _results.FiniteParticles(limit);
        return all.Count > 0 && Find(limit, all[^1], time, quantity) is { IsAboveNoise: true } point ? Scaled(point.Row, expected) : (double.NaN, 0);
    }

    private static (double Value, double Error) Scaled(in ResultRow row, double expected) =>
        (row.Value * Math.Pow(row.Particles.Value, -expected), row.Error * Math.Pow(row.Particles.Value, -expected));
}
