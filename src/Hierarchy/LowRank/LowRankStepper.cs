using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>
/// Advances the factors of <see cref="LowRankEquation"/> by steps of <see cref="LowRankStep"/> whose error in f and g, relative to their scales at the start,
/// is below the tolerance.
/// </summary>
/// <remarks>
/// The sequence of steps begins anew at every time that is asked for; between two of them the equation keeps what a step hands to the next, and a run saved
/// there goes on to the last bit.
/// </remarks>
internal sealed class LowRankStepper : IStepper
{
    private const double Safety = 0.85;
    private const double LargestGrowth = 2.5;
    private const double SmallestGrowth = 0.2;
    private const double SmallestError = 1e-6;
    private const double FirstStep = 0.01;
    private const int MostRejections = 30;
    private readonly LowRankEquation _equation;
    private readonly StepperOptions _options;
    private readonly LowRankStep _step;
    private StepperState _now;

    public LowRankStepper(LowRankEquation equation, StepperOptions options)
    {
        options.Validate();
        _equation = equation;
        _options = options;
        _step = new LowRankStep(equation, options);
    }

    public Action<StepProgress>? OnStep { get; set; }

    public double Time => _now.Time;

    public StepStatistics Statistics => _now.Statistics;

    public void Start(double time)
    {
        _now = new StepperState { Time = time };
        _equation.StartTime = time;
        _equation.Memory = null;
    }

    public StepperState Save() => _now;

    public void Restore(StepperState state) => _now = state;

    public void AdvanceTo(double time, Span<double> state, CancellationToken cancellation = default)
    {
        if (!(time >= Time) || !double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "finite and not before the time of the state");
        if (time == Time)
            return;
        double[] density = state[.._equation.DensityLength].ToArray();
        StepperState accepted = _now;
        try
        {
            if (_equation.Memory is null)
            {
                using CorrelationFactors start = _equation.FactorsOf(state);
                _equation.Memory = _step.Begin(density, start);
                Count(1, 0);
                accepted = _now;
            }
            while (Time < time)
            {
                cancellation.ThrowIfCancellationRequested();
                StepTrial trial = Take(time, density, state, _equation.Memory!);
                _step.Accept(trial);
                (density, _equation.Memory, accepted) = (trial.Density, trial.Memory, _now);
                if (Time == time)
                    _equation.Memory = null;
                double left = _equation.LeftOut(state) + trial.Left;
                density.CopyTo(state);
                using (trial.Factors)
                    _equation.Save(trial.Factors!, left, state);
                OnStep?.Invoke(new StepProgress(Time, _now.PreviousStep, trial.Evaluations, trial.Error));
            }
        }
        catch (OperationCanceledException)
        {
            // What was tried since the last accepted step is tried again.
            _now = accepted;
            throw;
        }
    }

    public void Dispose() => _step.Dispose();

    /// <summary>One accepted step after as many rejected ones as it needs.</summary>
    private StepTrial Take(double end, double[] density, ReadOnlySpan<double> state, StepMemory memory)
    {
        double proposal = Math.Min(_now.NextStep > 0 ? _now.NextStep : _options.InitialStep ?? FirstStep, _options.MaximumStep);
        for (int rejections = 0; rejections < MostRejections; rejections++)
        {
            double rest = end - Time, step = rest <= proposal ? rest : rest < 2 * proposal ? rest / 2 : proposal;
            if (Statistics.Steps + Statistics.Rejected >= _options.MaximumSteps)
                throw new NumericalFailureException(Time, $"more than {_options.MaximumSteps} steps", "g");
            StepTrial trial = _step.Attempt(density, _equation.FactorsOf(state), memory, Time, step);
            Count(trial.Evaluations, 0);
            double bounded = Math.Max(trial.Error, SmallestError);
            double growth = Math.Clamp(Safety * Math.Pow(bounded, -1.0 / 3), SmallestGrowth, LargestGrowth);
            if (trial.Memory is not null)
            {
                Accept(end, rest, step, proposal, growth, trial);
                return trial;
            }
            trial.Dispose();
            proposal = step * (double.IsFinite(growth) ? Math.Min(growth, 0.9) : SmallestGrowth);
            Count(0, 1);
        }
        throw new NumericalFailureException(Time, "steps become too small", "g");
    }

    private void Accept(double end, double rest, double step, double proposal, double growth, StepTrial trial)
    {
        double reached = step == rest ? end : Time + step;
        _now = _now with
        {
            Time = reached,
            NextStep = step < proposal ? Math.Max(proposal, step * growth) : step * growth,
            PreviousStep = step,
            PreviousError = trial.Error,
            Statistics = _now.Statistics.WithStep(step, trial.Evaluations),
        };
    }

    private void Count(int evaluations, int rejected) => _now = _now with
    {
        Statistics = _now.Statistics with { Evaluations = _now.Statistics.Evaluations + evaluations, Rejected = _now.Statistics.Rejected + rejected },
    };
}
