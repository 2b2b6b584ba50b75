namespace Hierarchy.TimeStepping;

/// <summary>What a stepper did since it was made (or since the start of the run that it was restored from).</summary>
/// <param name="Steps">Accepted steps.</param>
/// <param name="Rejected">Steps that were tried and given up.</param>
/// <param name="Evaluations">All evaluations of F, those of the next parameter included.</param>
/// <param name="SpectralRadiusEvaluations">Evaluations of F for the spectral radius.</param>
/// <param name="MinimumStages">The fewest stages of an accepted step, 0 before the first one.</param>
/// <param name="MaximumStages">The most stages of an accepted step.</param>
/// <param name="Stages">The sum of the stages of the accepted steps.</param>
/// <param name="SmallestStep">The shortest accepted step, 0 before the first one.</param>
/// <param name="LargestStep">The longest accepted step.</param>
public readonly record struct StepStatistics(
    long Steps,
    long Rejected,
    long Evaluations,
    long SpectralRadiusEvaluations,
    int MinimumStages,
    int MaximumStages,
    long Stages,
    double SmallestStep,
    double LargestStep)
{
    /// <summary>The mean number of stages of an accepted step.</summary>
    public double MeanStages => Steps == 0 ? 0 : (double)Stages / Steps;

    internal StepStatistics WithStep(double step, int stages) => this with
    {
        Steps = Steps + 1,
        Stages = Stages + stages,
        MinimumStages = Steps == 0 ? stages : Math.Min(MinimumStages, stages),
        MaximumStages = Math.Max(MaximumStages, stages),
        SmallestStep = Steps == 0 ? step : Math.Min(SmallestStep, step),
        LargestStep = Math.Max(LargestStep, step),
    };
}

/// <summary>An accepted step, for progress displays.</summary>
/// <param name="Time">The time reached.</param>
/// <param name="Step">The length of the step.</param>
/// <param name="Stages">Its evaluations of F.</param>
/// <param name="Error">Its error estimate in units of the tolerance, at most 1.</param>
public readonly record struct StepProgress(double Time, double Step, int Stages, double Error);

/// <summary>Everything besides the state itself that a stepper needs to go on as if it had never stopped.</summary>
/// <param name="Time">The time reached.</param>
/// <param name="NextStep">The proposed step, 0 before the first one.</param>
/// <param name="PreviousStep">The length of the last accepted step; 0 before the first one and after a rejection.</param>
/// <param name="PreviousError">Its error estimate in units of the tolerance.</param>
/// <param name="SpectralRadius">The estimate in use, safety factor included; 0 if there is none.</param>
/// <param name="SpectralRadiusAge">The accepted steps it has served.</param>
/// <param name="Statistics">The counters.</param>
public readonly record struct StepperState(
    double Time,
    double NextStep,
    double PreviousStep,
    double PreviousError,
    double SpectralRadius,
    int SpectralRadiusAge,
    StepStatistics Statistics);
