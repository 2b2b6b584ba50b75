namespace Hierarchy.TimeStepping;

/// <summary>How a <see cref="StabilisedStepper"/> chooses its steps.</summary>
public sealed record StepperOptions
{
    /// <summary>
    /// The local error that a step may make, in units of each block's <see cref="StateBlock.Scale"/> and in the root mean square over the block; in (1e-14, 1e-1].
    /// </summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The first step that is tried, positive; null: chosen from the first two derivatives.</summary>
    public double? InitialStep { get; init; }

    /// <summary>The longest step, positive.</summary>
    public double MaximumStep { get; init; } = double.PositiveInfinity;

    /// <summary>The number of accepted and rejected steps of one stepper after which it gives up, at least 1.</summary>
    public long MaximumSteps { get; init; } = 10_000_000;

    /// <summary>The fraction of the step with an error estimate of exactly the tolerance that is tried next; in [0.1, 1).</summary>
    public double Safety { get; init; } = 0.85;

    /// <summary>The factor by which an estimated spectral radius is enlarged before it is relied upon; in [1, 4].</summary>
    public double SpectralRadiusSafety { get; init; } = 1.1;

    /// <summary>The number of accepted steps that one estimate of the spectral radius serves, at least 1.</summary>
    public int SpectralRadiusInterval { get; init; } = 25;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; its name is the property's.</exception>
    public void Validate()
    {
        Require(Tolerance > 1e-14 && Tolerance <= 0.1, nameof(Tolerance), Tolerance, "in (1e-14, 1e-1]");
        Require(InitialStep is null || (InitialStep > 0 && double.IsFinite(InitialStep.Value)), nameof(InitialStep), InitialStep, "positive and finite");
        Require(MaximumStep > 0, nameof(MaximumStep), MaximumStep, "positive");
        Require(MaximumSteps >= 1, nameof(MaximumSteps), MaximumSteps, "at least 1");
        Require(Safety is >= 0.1 and < 1, nameof(Safety), Safety, "in [0.1, 1)");
        Require(SpectralRadiusSafety is >= 1 and <= 4, nameof(SpectralRadiusSafety), SpectralRadiusSafety, "in [1, 4]");
        Require(SpectralRadiusInterval >= 1, nameof(SpectralRadiusInterval), SpectralRadiusInterval, "at least 1");
    }

    private static void Require(bool holds, string name, object? value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, rule);
    }
}
