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
/// <param name="ExplicitSteps">Accepted steps of the explicit pair of order 5(4); the others are those of the stabilised method, or of a model's own.</param>
/// <param name="Switches">How often one method gave way to the other.</param>
public readonly record struct StepStatistics(
    long Steps,
    long Rejected,
    long Evaluations,
    long SpectralRadiusEvaluations,
    int MinimumStages,
    int MaximumStages,
    long Stages,
    double SmallestStep,
    double LargestStep,
    long ExplicitSteps = 0,
    int Switches = 0)
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

    internal static StepStatistics Read(BinaryReader reader) => new(
        reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(),
            reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt32());

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Steps);
        writer.Write(Rejected);
        writer.Write(Evaluations);
        writer.Write(SpectralRadiusEvaluations);
        writer.Write(MinimumStages);
        writer.Write(MaximumStages);
        writer.Write(Stages);
        writer.Write(SmallestStep);
        writer.Write(LargestStep);
        writer.Write(ExplicitSteps);
        writer.Write(Switches);
    }
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
/// <param name="Method">The method of the next step.</param>
/// <param name="IsRadiusGuess">Whether the spectral radius is a guess: it serves the choice of the method, and a few steps of the stabilised one where an
/// estimate would not pay.</param>
/// <param name="HasSlope">Whether the derivative of the state was evaluated and counted.</param>
/// <param name="Regret">The evaluations that the other method would have saved so far, going by a guess.</param>
public readonly record struct StepperState(
    double Time,
    double NextStep,
    double PreviousStep,
    double PreviousError,
    double SpectralRadius,
    int SpectralRadiusAge,
    StepStatistics Statistics,
    SteppingMethod Method = SteppingMethod.Explicit,
    bool IsRadiusGuess = false,
    bool HasSlope = false,
    double Regret = 0)
{
    /// <exception cref="InvalidDataException">No stepper saved that.</exception>
    internal static StepperState Read(BinaryReader reader)
    {
        var state = new StepperState(
            reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), StepStatistics.Read(reader),
            (SteppingMethod)reader.ReadByte(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadDouble());
        bool isSound = Enum.IsDefined(state.Method) && state.Regret >= 0 && double.IsFinite(state.Time) && state.Time >= 0 && state.NextStep >= 0
            && state.PreviousStep >= 0 && state.PreviousError >= 0 && state.SpectralRadius >= 0;
        return isSound ? state : throw new InvalidDataException("the state of a stepper has a time, a step, an error or a spectral radius that is negative or no number");
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Time);
        writer.Write(NextStep);
        writer.Write(PreviousStep);
        writer.Write(PreviousError);
        writer.Write(SpectralRadius);
        writer.Write(SpectralRadiusAge);
        Statistics.Write(writer);
        writer.Write((byte)Method);
        writer.Write(IsRadiusGuess);
        writer.Write(HasSlope);
        writer.Write(Regret);
    }
}

/// <summary>A method of stepping.</summary>
public enum SteppingMethod : byte
{
    /// <summary>The explicit pair of order 5(4).</summary>
    Explicit,

    /// <summary>The stabilised method of fourth order.</summary>
    Stabilised,
}
