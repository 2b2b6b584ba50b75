namespace Hierarchy.LowRank;

/// <summary>The end of a step that was tried.</summary>
internal sealed record StepTrial : IDisposable
{
    public required double[] Density { get; init; }

    /// <summary>The error estimate in units of the tolerance.</summary>
    public required double Error { get; init; }

    public required int Evaluations { get; init; }

    /// <summary>The time of the step.</summary>
    public required double Length { get; init; }

    /// <summary>What of P g the step took.</summary>
    public required PairChoice Pairs { get; init; }

    public required double MomentCorrection { get; init; }

    /// <summary>g, or null where the error is above the tolerance.</summary>
    public CorrelationFactors? Factors { get; init; }

    /// <summary>What the next step needs, or null where the error is above the tolerance.</summary>
    public StepMemory? Memory { get; init; }

    /// <summary>The L2 norm that the step leaves out of g.</summary>
    public double Left { get; init; }

    /// <summary>The fields in the basis over the rank at the end.</summary>
    public double BasisRatio { get; init; }

    /// <summary>The norm left out over what may be.</summary>
    public double Excess { get; init; }

    /// <summary>The rank that would have left out what may be, by extrapolation.</summary>
    public double RankNeeded { get; init; }

    public void Dispose()
    {
        Factors?.Dispose();
        Memory?.Dispose();
    }
}
