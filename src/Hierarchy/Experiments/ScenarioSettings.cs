using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hierarchy.Experiments;

/// <summary>A(z) = Lambda |z|^(gamma+2) Pi(z), or a regularisation of it.</summary>
public sealed record KernelSettings
{
    /// <summary>In [-3, 1]; -3 is Coulomb.</summary>
    public double Gamma { get; init; } = -3;

    /// <summary>Lambda, positive.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>"none", "cutoff" (2.19), "softened" or "elliptic".</summary>
    public string Regularisation { get; init; } = "none";

    /// <summary>The parameter of the regularisation: a speed for "cutoff" and "softened", a value of A for "elliptic"; 0 without one.</summary>
    public double Epsilon { get; init; }
}

/// <summary>The box [-L, L)^d with n points an axis.</summary>
public sealed record GridSettings
{
    /// <summary>L, positive.</summary>
    public required double HalfWidth { get; init; }

    /// <summary>n: even, 8..128, prime factors 2, 3 and 5.</summary>
    public required int Points { get; init; }

    public PaddingSettings Padding { get; init; } = new();
}

/// <summary>"full" (zero padding to 2n points, free-space convolutions) or "none" (periodic convolutions on the box), per operator.</summary>
[Description("\"full\" or \"none\", or an object with the keys landau and pair")]
public sealed record PaddingSettings
{
    public const string Full = "full";
    public const string None = "none";

    /// <summary>For Q(f,f).</summary>
    public string Landau { get; init; } = Full;

    /// <summary>For the linearised operator on the pair correlation; null is "full" for d = 2 and, at half the cost, "none" for d = 3.</summary>
    public string? Pair { get; init; }

    /// <summary>The choice for the pair correlation in d dimensions.</summary>
    public string PairIn(int dimension) => Pair ?? (dimension == 2 ? Full : None);
}

/// <summary>How the discrete collision operators keep what the exact ones keep.</summary>
public sealed record CollisionSettings
{
    /// <summary>Mass, momentum and energy hold to round-off.</summary>
    public bool Conservative { get; init; } = true;

    /// <summary>A Maxwellian on the grid stays put.</summary>
    public bool EquilibriumPreserving { get; init; } = true;
}

/// <summary>One component of the initial density; which members apply depends on the type.</summary>
[Description("an object with the key type")]
public sealed record InitialSettings
{
    public const string Gaussian = "gaussian";
    public const string Bkw = "bkw";
    public const string Lemou = "lemou";
    public const string Shell = "shell";
    public const string PerturbedMaxwellian = "perturbed-maxwellian";
    public const string Samples = "samples";
    public const string Grid = "grid";

    /// <summary>gaussian, bkw, lemou, shell, perturbed-maxwellian, samples or grid.</summary>
    public required string Type { get; init; }

    /// <summary>The share of the component in the total mass, positive; the weights add up to 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>gaussian: d numbers, 0 by default.</summary>
    public double[]? Mean { get; init; }

    /// <summary>gaussian: the diagonal, or d rows of d numbers; symmetric and positive definite; the identity by default.</summary>
    [Description("a list of numbers (the diagonal) or of rows of numbers")]
    public double[][]? Covariance { get; init; }

    /// <summary>
    /// bkw and lemou: the time of the exact solution at which the run starts, 0 by default. grid: one of the times of the dataset, the last by default.
    /// </summary>
    public double? Time { get; init; }

    /// <summary>bkw: C in K = 1 - C exp(-2(d-1) Lambda t); 2/(d+2) by default, the largest that is admissible at time 0.</summary>
    public double? Constant { get; init; }

    /// <summary>shell: S &gt; 0, 10 by default.</summary>
    public double? S { get; init; }

    /// <summary>shell: the speed of the shell, positive; 0.3 by default.</summary>
    public double? Sigma { get; init; }

    /// <summary>perturbed-maxwellian: T &gt; 0, 1 by default.</summary>
    public double? Temperature { get; init; }

    /// <summary>perturbed-maxwellian: the amplitude of the wave in [-1, 1], 0.5 by default.</summary>
    public double? Amplitude { get; init; }

    /// <summary>perturbed-maxwellian: d numbers, not all zero; 1 along the first axis by default.</summary>
    public double[]? Wavevector { get; init; }

    /// <summary>samples and grid: the data file, relative to the scenario file.</summary>
    public string? File { get; init; }

    /// <summary>samples: the bandwidth of the kernel density estimate, positive; Silverman's rule by default.</summary>
    public double? Bandwidth { get; init; }

    /// <summary>grid: the dataset; /f1, or /f1/landau/infinity of the results of a run, by default.</summary>
    public string? Dataset { get; init; }
}

/// <summary>f_2 at the start.</summary>
public sealed record PairSettings
{
    public const string Chaotic = "chaotic";
    public const string Mixture = "mixture";
    public const string Perturbed = "perturbed";
    public const string Cosine = "cos";
    public const string Sine = "sin";

    /// <summary>A where none is given.</summary>
    public const double DefaultAmplitude = 0.5;

    /// <summary>
    /// "chaotic": f_2 = f_1 x f_1. "mixture": f_2 = sum_k w_k f^k x f^k over the components of the initial density.
    /// "perturbed": f_2 = f_1 x f_1 (1 + A p~ x p~) with p~ = p - int f_1 p, p(v) = cos(k.v) or sin(k.v).
    /// </summary>
    public string Type { get; init; } = Chaotic;

    /// <summary>perturbed: A, within the bounds where f_2 is non-negative; 0.5 by default.</summary>
    public double? Amplitude { get; init; }

    /// <summary>perturbed: k, d numbers, not all zero; 1 along the first axis by default.</summary>
    public double[]? Wavevector { get; init; }

    /// <summary>perturbed: "cos" (default) or "sin".</summary>
    public string? Profile { get; init; }
}

/// <summary>The time span and where results are wanted.</summary>
public sealed record TimeSettings
{
    /// <summary>Positive.</summary>
    public required double End { get; init; }

    /// <summary>The local error tolerance of the stepper, in [1e-13, 1e-1].</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>An interval or a list of times; the end is always among the output times. The end alone by default.</summary>
    public OutputTimes Output { get; init; } = new();
}

/// <summary>Output times: an interval, or an increasing list in (0, end].</summary>
[Description("an interval of time or a list of increasing times")]
public sealed record OutputTimes
{
    public double? Interval { get; init; }

    [MinLength(1)]
    public double[]? Times { get; init; }

    /// <summary>0, the output times in increasing order, and the end.</summary>
    public double[] Expand(double end)
    {
        var times = new List<double> { 0 };
        if (Times is not null)
            times.AddRange(Times);
        else if (Interval is { } interval)
        {
            // An interval that divides the end up to rounding must not produce a sliver before it.
            int count = (int)Math.Floor(end / interval * (1 + 1e-12));
            for (int i = 1; i <= count; i++)
                times.Add(Math.Min(i * interval, end));
        }
        if (end - times[^1] > 1e-9 * end)
            times.Add(end);
        else if (times.Count > 1)
            times[^1] = end;
        return [.. times];
    }
}

/// <summary>What the output folder holds.</summary>
public sealed record OutputSettings
{
    /// <summary>Whether results.h5 holds the pair correlations; by default when they take at most 64 MB in all.</summary>
    public bool? Pair { get; init; }

    /// <summary>The seconds between two checkpoints of a run, in [0, 86400]; 0 writes one after every step. Results do not depend on it.</summary>
    public double Checkpoint { get; init; } = 60;
}
