using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>Equal steps of <see cref="LiftingEquation"/> between two times, each a run of the pair within the tolerance.</summary>
/// <remarks>The length of the steps is chosen when a time is asked for and kept until it is reached, so that a run saved between two steps goes on to the last bit.</remarks>
internal sealed class LiftingStepper : IStepper
{
    private readonly LiftingEquation _equation;
    private readonly StepperOptions _options;
    private readonly StabilisedStepper _pair;
    private StepperState _now;

    public LiftingStepper(LiftingEquation equation, StepperOptions options)
    {
        options.Validate();
        (_equation, _options) = (equation, options);
        _pair = new StabilisedStepper(equation.Pairs, options with { MaximumStep = double.PositiveInfinity });
    }

    public Action<StepProgress>? OnStep { get; set; }

    public double Time => _now.Time;

    public StepStatistics Statistics => _now.Statistics;

    public void Start(double time) => _now = new StepperState { Time = time };

    public StepperState Save() => _now;

    public void Restore(StepperState state) => _now = state;

    public void AdvanceTo(double time, Span<double> state, CancellationToken cancellation = default)
    {
        if (!(time >= Time) || !double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "finite and not before the time of the state");
        while (Time < time)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_now.NextStep == 0)
                _now = _now with { NextStep = (time - Time) / Math.Ceiling((time - Time) / Math.Min(_equation.Step, _options.MaximumStep) * (1 - 1e-12)) };
            if (Statistics.Steps >= _options.MaximumSteps)
                throw new NumericalFailureException(Time, $"more than {_options.MaximumSteps} steps", "f1");
            bool isLast = time - Time < 1.5 * _now.NextStep;
            Take(isLast ? time - Time : _now.NextStep, isLast ? time : Time + _now.NextStep, state, cancellation);
            if (isLast)
                _now = _now with { NextStep = 0 };
        }
    }

    public void Dispose() => _pair.Dispose();

    /// <summary>Lifts, advances the pair by twice the step, and projects.</summary>
    private void Take(double step, double reached, Span<double> state, CancellationToken cancellation)
    {
        Span<double> pair = _equation.PairState;
        pair.Clear();
        state[.._equation.Length].CopyTo(pair);
        _pair.Start(0);
        try
        {
            _pair.AdvanceTo(2 * step, pair, cancellation);
        }
        catch (NumericalFailureException failure)
        {
            throw new NumericalFailureException(Time, failure.Message, "g");
        }
        pair[.._equation.Length].CopyTo(state);
        int evaluations = (int)_pair.Statistics.Evaluations;
        StepStatistics done = _now.Statistics.WithStep(step, evaluations);
        _now = _now with
        {
            Time = reached,
            PreviousStep = step,
            Statistics = done with { Evaluations = done.Evaluations + evaluations, Rejected = done.Rejected + _pair.Statistics.Rejected }
        };
        OnStep?.Invoke(new StepProgress(reached, step, evaluations, 0));
    }
}
