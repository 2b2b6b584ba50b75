using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>A(z) = Lambda |z|^(gamma+2) Pi(z), or a regularisation of it.</summary>
public sealed record KernelSettings
{
    [Setting("the exponent gamma; -3 is Coulomb, 0 are Maxwell molecules")]
    [Range(-3.0, 1.0)]
    public double Gamma { get; init; } = -3;

    [Setting("Lambda, the factor of the kernel and with it of the time scale")]
    [Range(1e-12, 1e6)]
    public double Strength { get; init; } = 1;

    [Setting("what is done about the singularity at z = 0; list kernels has the formulas")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Regularisations))]
    public string Regularisation { get; init; } = "none";

    [Setting("the parameter of the regularisation: a speed below grid.halfWidth for cutoff and softened, a value of A for elliptic; 0 without a regularisation, "
        + "positive with one")]
    [Range(0, double.PositiveInfinity)]
    public double Epsilon { get; init; }
}

/// <summary>The box [-L, L)^d with n points an axis.</summary>
[Description("\"auto\", or an object with the keys halfWidth and points")]
[ShortForm(Words = [AutoWord])]
public sealed record GridSettings
{
    /// <summary>The word in place of a grid that is to be chosen.</summary>
    internal const string AutoWord = "auto";

    /// <summary>A grid that is chosen from the datum and the accuracy.</summary>
    public static GridSettings Auto { get; } = new() { HalfWidth = double.NaN, Points = 0 };

    /// <summary>Whether the grid is to be chosen.</summary>
    public bool IsAuto => Points == 0 && double.IsNaN(HalfWidth);

    [Setting("L, half the width of the box [-L, L)^d in velocity")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public required double HalfWidth { get; init; }

    [Setting("n, the points of an axis: even, between 8 and 128, without prime factors other than 2, 3 and 5")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.GridLengths))]
    public required int Points { get; init; }

    [Setting("where the points lie: half-cell, v_j = -L + (j + 1/2) h, which keeps mirror symmetry of the data to round-off, or edge, v_j = -L + j h, with 0 among the points")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Origins))]
    public string Origin { get; init; } = GridOrigins.HalfCell;

    [Setting("whether convolutions are padded with zeros to 2n points (free space) or periodic on the box; one name for both operators, or an object")]
    public PaddingSettings Padding { get; init; } = new();
}

/// <summary>"full" (zero padding to 2n points, free-space convolutions) or "none" (periodic convolutions on the box), per operator.</summary>
[Description("\"full\" or \"none\", or an object with the keys landau and pair")]
[ShortForm("landau", "pair")]
public sealed record PaddingSettings
{
    public const string Full = "full";
    public const string None = "none";

    [Setting("the padding of Q(f,f)")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Paddings))]
    public string Landau { get; init; } = Full;

    [Setting("the padding of the linearised operator on the pair correlation", Default = "\"full\" for d = 2 and, at half the cost, \"none\" for d = 3")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Paddings))]
    public string? Pair { get; init; }

    /// <summary>The choice for the pair correlation in d dimensions.</summary>
    public string PairIn(int dimension) => Pair ?? (dimension == 2 ? Full : None);
}

/// <summary>How the discrete collision operators keep what the exact ones keep.</summary>
public sealed record CollisionSettings
{
    public const string DoublePrecision = "double";
    public const string MixedPrecision = "mixed";

    [Setting("whether the discrete operators keep mass, momentum and energy to round-off")]
    public bool Conservative { get; init; } = true;

    [Setting("whether a Maxwellian on the grid stays put")]
    public bool EquilibriumPreserving { get; init; } = true;

    [Setting("\"mixed\" stores the pair correlation in single precision, which halves the memory; all operations stay in double precision")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Precisions))]
    public string Precision { get; init; } = DoublePrecision;
}

/// <summary>The time span and where results are wanted.</summary>
public sealed record TimeSettings
{
    [Setting("the time at which every run ends")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public required double End { get; init; }

    [Setting("the local error tolerance of the stepper, relative to the size of f and of g")]
    [Range(1e-13, 0.1)]
    public double Tolerance { get; init; } = 1e-6;

    [Setting("an interval, a list of increasing times in [0, end], or an object; 0 and the end are always output times", Default = "the end alone")]
    public OutputTimes Output { get; init; } = new();

    [Setting("a condition in the quantities of a run, at which it ends at an output time before the end, as in \"|covariance_xx - covariance_yy| < 1e-6\": sums, "
        + "products, quotients, brackets, absolute values, < or >; references run to the end, and particles, whose replicas run through all times", Default = "none")]
    public string? Until { get; init; }
}

/// <summary>Output times: an interval, or an increasing list in [0, end].</summary>
[Description("an interval of time or a list of increasing times")]
[ShortForm("interval", "times")]
public sealed record OutputTimes
{
    [Setting("the interval between output times, at most time.end; not together with times", Default = "none")]
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? Interval { get; init; }

    [Setting("the output times, increasing, in [0, time.end]; not together with interval", Default = "none")]
    [MinLength(1)]
    public double[]? Times { get; init; }

    /// <summary>An interval.</summary>
    public static implicit operator OutputTimes(double interval) => new() { Interval = interval };

    /// <summary>A list of times.</summary>
    public static implicit operator OutputTimes(double[] times) => new() { Times = times };

    /// <summary>0, the output times in increasing order, and the end.</summary>
    public double[] Expand(double end)
    {
        var times = new List<double> { 0 };
        if (Times is not null)
            times.AddRange(Times.SkipWhile(time => time == 0));
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
    [Setting("the times of the quantities, in place of time.output", Default = "time.output")]
    public OutputTimes? Scalars { get; init; }

    [Setting("the times at which results.h5 has the densities and pair correlations: an interval, a list of increasing times in [0, time.end], or an object; they are "
        + "output times as well, and 0 and the end always belong to them", Default = "every output time")]
    public OutputTimes? Fields { get; init; }

    [Setting("whether results.h5 holds the pair correlations", Default = "true when they take at most 64 MB in all")]
    public bool? Pair { get; init; }

    [Setting("whether the fields in results.h5 are compressed, by deflate: about a quarter less for pair correlations and 40 % less for densities, at some 80 MB a second")]
    public bool Compress { get; init; }

    [Setting("whether the folder keeps the states at the end, so that resume --set time.end goes on from them; they and the journal take about as much room as the "
        + "fields once more")]
    public bool Keep { get; init; }

    [Setting("the seconds between two checkpoints of a run; 0 writes one after every step; results do not depend on it")]
    [Range(0.0, 86400.0)]
    public double Checkpoint { get; init; } = 60;
}

/// <summary>Whether an experiment has a <see cref="Companion"/>.</summary>
public static class ErrorSettings
{
    /// <summary>Where the companion is cheap.</summary>
    public const string Auto = "auto";

    public const string On = "on";
    public const string Off = "off";
}

/// <summary>Whether the symmetry of the datum is used.</summary>
public static class SymmetrySettings
{
    public const string Auto = "auto";
    public const string None = "none";
}

/// <summary>What becomes of a run that has left the densities; see <see cref="Results.PhysicalVerdict"/>.</summary>
public static class UnphysicalSettings
{
    /// <summary>It goes on to the end.</summary>
    public const string Continue = "continue";

    /// <summary>It ends at the first output time that shows it.</summary>
    public const string Stop = "stop";
}
