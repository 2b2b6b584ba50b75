using System.Globalization;

namespace Hierarchy.Benchmarks.Calibration;

/// <summary>A scenario whose results are known without the program.</summary>
/// <param name="Name">What is known.</param>
/// <param name="Scenario">The scenario file, without grid and tolerance.</param>
/// <param name="Exact">The values that are known of a model, N (infinity for the limit) and time.</param>
/// <param name="Points">The grids on which it runs.</param>
/// <param name="HalfWidths">The boxes.</param>
internal sealed record ExactCase(
    string Name, string Scenario, Func<string, double, double, IReadOnlyDictionary<string, double>> Exact, int[] Points, double[] HalfWidths)
{
    private const double Strength = 0.0625;
    private static readonly Dictionary<string, double> Nothing = [];

    /// <summary>All cases.</summary>
    public static IReadOnlyList<ExactCase> All { get; } = [Bkw(2), Bkw(3), Lemou(2), Lemou(3), TwoTemperatures(2), TwoTemperatures(3), Beams(), Moments(), Invariant()];

    /// <summary>Whether there are models with pair correlations, which take longer.</summary>
    public bool HasPairs => Scenario.Contains("cluster", StringComparison.Ordinal);

    /// <summary>The scenario on a grid.</summary>
    public string On(int points, double halfWidth, double tolerance) => Scenario
        .Replace("GRID", string.Create(CultureInfo.InvariantCulture, $"{{ \"points\": {points}, \"halfWidth\": {halfWidth:R} }}"), StringComparison.Ordinal)
        .Replace("TOLERANCE", tolerance.ToString("R", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Text(int dimension, double gamma, string initial, double end, double output, string rest = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {
          "name": "calibration", "dimension": {{dimension}}, "kernel": { "gamma": {{gamma}}, "strength": {{(gamma == 0 ? Strength : 1)}} }, "grid": GRID,
          "initial": [{{initial}}], "time": { "end": {{end}}, "tolerance": TOLERANCE, "output": {{output}} }, "errors": "on" {{rest}}
        }
        """);

    private static ExactCase Bkw(int dimension)
    {
        double constant = dimension == 2 ? 0.5 : 0.4;
        return new(
            $"BKW, d = {dimension}", Text(dimension, 0, $$"""{ "type": "bkw", "time": 1, "constant": {{constant.ToString(CultureInfo.InvariantCulture)}} }""", 1, 0.25),
            (_, _, time) => ExactValues.Bkw(dimension, constant, Strength, 1 + time), Grids(dimension), Boxes(dimension));
    }

    private static ExactCase Lemou(int dimension) => new(
        $"Lemou, d = {dimension}", Text(dimension, 0, """{ "type": "lemou" }""", 1, 0.25), (_, _, time) => ExactValues.Lemou(dimension, Strength, time),
            Grids(dimension), Boxes(dimension));

    private static ExactCase TwoTemperatures(int dimension) => new(
        $"two temperatures at t = 0, d = {dimension}",
        Text(dimension, -3,
            $$"""
            { "type": "gaussian", "weight": 0.5, "covariance": {{Diagonal(dimension, "0.6")}} },
            { "type": "gaussian", "weight": 0.5, "covariance": {{Diagonal(dimension, "1.3")}} }
            """, 1e-3, 1e-3),
        (_, _, time) => time == 0 ? ExactValues.TwoTemperatures(dimension, 0.6, 1.3) : Nothing, Grids(dimension), Boxes(dimension));

    private static readonly Lazy<IReadOnlyDictionary<string, double>> BeamValues = new(() => ExactValues.Beams([0.4, 0.6], [1.2, -0.8], 0.6));

    private static ExactCase Beams() => new(
        "pair of two beams at t = 0, d = 2",
        Text(2, -3,
            """
            { "type": "gaussian", "weight": 0.4, "mean": [1.2, 0], "covariance": [0.6, 0.6] },
            { "type": "gaussian", "weight": 0.6, "mean": [-0.8, 0], "covariance": [0.6, 0.6] }
            """, 1e-3, 1e-3,
            """, "pair": "mixture", "particles": [4], "models": ["cluster"] """),
        (model, _, time) => time == 0 && model == "cluster" ? BeamValues.Value : Nothing, [12, 16, 20, 24, 32], [4.5, 5.5]);

    private static ExactCase Moments() => new(
        "moments at gamma = 0, d = 2", Text(2, 0, """{ "type": "gaussian", "covariance": [1.5, 0.5] }""", 0.5, 0.25,
            """, "particles": [2, 4], "models": ["tensorised", "cluster"] """),
        (model, particles, time) => ExactValues.Moments(1.5, 0.5, particles, Strength, time, model != "tensorised"), [12, 16, 20, 24], [5, 6]);

    /// <summary>
    /// Values of the rotation-invariant pair equations in three variables, from a code that shares nothing with the box (splines times Legendre polynomials,
    /// converged).
    /// </summary>
    private static ExactCase Invariant() => new(
        "rotation-invariant pair, d = 3",
        Text(3, -3, """{ "type": "gaussian", "weight": 0.5, "covariance": [0.5, 0.5, 0.5] }, { "type": "gaussian", "weight": 0.5, "covariance": [1.5, 1.5, 1.5] }""", 0.25, 0.25,
            """, "particles": [4], "models": ["cluster"] """),
        (model, _, time) => time == 0.25 && model == "cluster" ? InvariantValues : Nothing, [12, 16], [5]);

    private static readonly Dictionary<string, double> InvariantValues = new()
    {
        ["error_l1"] = 0.0094989,
        ["chaos_l1"] = 0.0133984,
        ["pair_energy_covariance"] = 0.0628454,
        ["fourth_moment"] = 18.561464,
        ["fisher_1"] = 3.295273,
        ["fisher_2"] = 3.296804,
        ["coulomb_integral"] = 0.595011,
    };

    private static string Diagonal(int dimension, string temperature) => $"[{string.Join(", ", Enumerable.Repeat(temperature, dimension))}]";

    private static int[] Grids(int dimension) => dimension == 2 ? [12, 16, 20, 24, 32, 48] : [12, 16, 20, 24, 32];

    private static double[] Boxes(int dimension) => dimension == 2 ? [4.5, 5.5, 6.5] : [4.5, 5.5];
}
