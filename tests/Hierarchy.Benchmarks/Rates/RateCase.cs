using System.Globalization;

namespace Hierarchy.Benchmarks.Rates;

/// <summary>How the pairs of a case are discretised.</summary>
internal enum RateMethod
{
    /// <summary>Rotation-invariant pairs: isotropic data in d = 3.</summary>
    Radial,

    /// <summary>Pairs on the grid.</summary>
    Box,
}

/// <summary>One datum in one dimension: the scenario of its rates.</summary>
/// <param name="Name">The name of the datum.</param>
/// <param name="Title">The datum in words.</param>
/// <param name="Dimension">d.</param>
/// <param name="Initial">The components as they stand in a scenario.</param>
/// <param name="Method">How pairs are discretised.</param>
/// <param name="HalfWidth">L.</param>
/// <param name="Points">n.</param>
internal sealed record RateCase(string Name, string Title, int Dimension, string Initial, RateMethod Method, double HalfWidth, int Points)
{
    /// <summary>The times of the table: up to the approach of equilibrium, on the grid in d = 3 up to where a run takes minutes.</summary>
    public IReadOnlyList<double> Times => Method == RateMethod.Box && Dimension == 3 ? [0.25, 0.5, 1, 2, 4] : [0.25, 0.5, 1, 2, 4, 8, 16];

    /// <summary>N of the closures.</summary>
    public static IReadOnlyList<int> Particles { get; } = [4, 16, 64, 256];

    /// <summary>The six data in both dimensions: mass 1, momentum 0, E|v|^2 = d.</summary>
    public static IReadOnlyList<RateCase> All { get; } = [.. Data(3), .. Data(2)];

    /// <summary>The name of the folder, the scenario and the figure.</summary>
    public string Key => $"{Name}-{Dimension}d";

    /// <summary>The model whose values are the limits.</summary>
    public string Limit => Method == RateMethod.Radial ? "leading-order-radial" : "leading-order";

    /// <summary>The closure.</summary>
    public string Closure => Method == RateMethod.Radial ? "cluster-radial" : "cluster";

    /// <summary>How the numbers are obtained.</summary>
    public string Basis => Method == RateMethod.Radial
        ? "pairs in three variables, accuracy 1e-4; errors by a second resolution"
        : string.Create(CultureInfo.InvariantCulture, $"pairs on the grid, L = {HalfWidth}, n = {Points}; errors by a coarser grid in a smaller box");

    /// <summary>The scenario; of the kac model alone if particles are asked for.</summary>
    /// <param name="replicas">Replicas of the particle system at N = 4 and 16, or 0 for the closures.</param>
    public string Scenario(int replicas) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "name": "{{Key}}{{(replicas > 0 ? "-particles" : "")}}", "dimension": {{Dimension}}, "kernel": { "gamma": -3 },
          "grid": { "halfWidth": {{HalfWidth}}, "points": {{(replicas > 0 && Points < 32 ? 16 : Points)}} }, "initial": {{Initial}},
          "particles": {{(replicas > 0 ? "[4, 16]" : $"[{string.Join(", ", Particles)}]")}},
          "models": {{(replicas > 0 ? $$"""[{ "type": "kac", "replicas": {{replicas}} }]""" : $"[\"{Closure}\", \"{Limit}\"]")}},
          "time": { "end": {{Times[^1]}}, "tolerance": 1e-5, "output": [{{string.Join(", ", Times.Select(time => time.ToString(CultureInfo.InvariantCulture)))}}] },
          "errors": "{{(Method == RateMethod.Radial || replicas > 0 ? "off" : "on")}}", "output": { "pair": false }
        }
        """);

    private static IEnumerable<RateCase> Data(int d)
    {
        RateMethod isotropic = d == 3 ? RateMethod.Radial : RateMethod.Box;
        (double wide, int fine, int coarse) = d == 3 ? (6, 16, 24) : (6.5, 40, 40);
        yield return new("two-temperatures", "half a Maxwellian of temperature 0.5, half one of 1.5", d,
            $$"""
            [{ "type": "gaussian", "weight": 0.5, "covariance": {{Isotropic("0.5", d)}} },
             { "type": "gaussian", "weight": 0.5, "covariance": {{Isotropic("1.5", d)}} }]
            """, isotropic, wide, fine);
        yield return new("shell", "a shell of particles of nearly one speed, f ~ exp(-S (|v|/sigma - 1)^2), S = 10", d,
            $$"""[{ "type": "shell", "S": 10, "sigma": {{(d == 3 ? "1.5521526293288916" : "1.3187610628985817")}} }]""", isotropic, wide, d == 3 ? 32 : 56);
        yield return new("bkw-shape", "the density of Bobylev, Krook and Wu near its start", d,
            d == 3 ? """[{ "type": "bkw", "constant": 0.35, "time": 0 }]""" : """[{ "type": "bkw", "constant": 0.5, "time": 0 }]""", isotropic, wide, fine);
        yield return new("super-gaussian", "f ~ exp(-(|v|/u)^4)", d, """[{ "type": "super-gaussian", "exponent": 4 }]""", isotropic, wide, fine);
        string bi = d == 3 ? "[1.2, 1.2, 0.6]" : "[1.333333333333333, 0.666666666666667]";
        yield return new("bi-maxwellian", "a Maxwellian with T_perp = 2 T_par", d, $$"""[{ "type": "gaussian", "covariance": {{bi}} }]""", RateMethod.Box, d == 3
            ? 5.5 : 6, coarse);
        string drift = d == 3 ? "[1.0954451150103321, 0, 0]" : "[1, 0]", temperature = d == 3 ? "0.6" : "0.5", width = Isotropic(temperature, d);
        yield return new("two-beams", $"two beams of temperature {temperature}", d,
            $$"""
            [{ "type": "gaussian", "weight": 0.5, "mean": {{drift}}, "covariance": {{width}} },
             { "type": "gaussian", "weight": 0.5, "mean": {{drift.Replace("[1", "[-1")}}, "covariance": {{width}} }]
            """,
            RateMethod.Box, d == 3 ? 5.5 : 6, d == 3 ? 20 : coarse);
    }

    private static string Isotropic(string temperature, int d) => $"[{string.Join(", ", Enumerable.Repeat(temperature, d))}]";
}
