using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// Integrates y' = F(y) with a prescribed local error by the cheaper of two methods: the explicit pair of order 5(4) (<see cref="ExplicitScheme"/>) where the
/// tolerance limits the step, the
/// stabilised method of fourth order (<see cref="StabilisedStepper"/>) where stability would. Before every step their costs are predicted (<see cref="MethodCosts"/>).
/// </summary>
/// <remarks>
/// The explicit pair needs no spectral radius; one evaluation at the start guesses it, and the estimate, ten to twenty evaluations, is made once what it may
/// save, up to the time asked for and
/// on the way there, exceeds its price. The explicit pair steps past a time that is asked for and interpolates, so that output times cost no evaluation and
/// change no step; the stabilised
/// method hits them. What is saved of a step past the asked time is its beginning (<see cref="IStepper.Rewind"/>), from which it is taken again to the same bits.
/// A run that is saved and restored is the same to the last bit as one that was never stopped; so are runs with different numbers of threads or of ranks.
/// A state of more than <see cref="MostValues"/> doubles is left to the stabilised method, which takes two arrays less.
/// </remarks>
internal sealed unsafe class SwitchingStepper : IStepper
{
    /// <summary>The longest state for which two more arrays are taken, 512 MiB at most.</summary>
    public const long MostValues = 1 << 25;

    private const double PriceOfRadius = 12;
    private const double WorthSwitching = 0.95;
    private const double WorthReturning = 0.8;
    private const double GrowthOfFirstStep = 2.5;

    /// <summary>The share of the first step, a guess, that the stabilised method begins with: a step that is rejected costs more than a short one.</summary>
    private const double PartOfFirstStep = 0.5;

    /// <summary>The growth of steps for which a return has to pay as well: one that lasts for some steps only costs another spectral radius.</summary>
    private const double GrowthBeforeReturn = 2;

    /// <summary>Where less than this times its price may be saved, the spectral radius stays a guess: one that is too small shows as a rejected step.</summary>
    private const double WorthEstimating = 2;
    private const double Relevant = 2;
    private const double StabilityReached = 0.8;

    private readonly IEvolutionSystem _system;
    private readonly StepControl _control;
    private readonly StabilisedStepper _stabilised;
    private readonly ExplicitMethod _explicit;
    private readonly MethodCosts _costs;
    private readonly SteppingMethod? _only;
    private bool _hasSlope;
    private StepperState? _ahead;
    private double _asked;

    /// <summary>Makes a stepper at time 0.</summary>
    /// <param name="system">F; if it is an <see cref="ISpectralRadius"/> its own bound is used.</param>
    /// <param name="options">Tolerance and step control.</param>
    /// <param name="only">The one method to be used; null for the choice.</param>
    /// <exception cref="ArgumentException">The blocks of the system do not cover its state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SwitchingStepper(IEvolutionSystem system, StepperOptions options, SteppingMethod? only = null)
    {
        _system = system;
        _control = new StepControl(system, options);
        _stabilised = new StabilisedStepper(_control, system.Blocks);
        _explicit = new ExplicitMethod(_control.Algebra, _control.Evaluator, _control.Arrays);
        _costs = new MethodCosts(options.Tolerance);
        _only = system.Blocks.Sum(block => block.Storage?.CountKept(block.Length) ?? block.Length) > MostValues ? SteppingMethod.Stabilised : only;
    }

    /// <inheritdoc/>
    public Action<StepProgress>? OnStep { get; set; }

    /// <inheritdoc/>
    public double Time => _ahead is null ? _control.Now.Time : _asked;

    /// <inheritdoc/>
    public StepStatistics Statistics => (_ahead ?? _control.Now).Statistics;

    /// <summary>The longest step that stages and rounding allow, whatever the error would allow; infinite for the explicit pair, which gives way before.</summary>
    public double LongestStep => _control.Now.Method == SteppingMethod.Stabilised ? _stabilised.LongestStep : double.PositiveInfinity;

    /// <summary>
    /// The doubles that a stepper takes for a block of this length besides the arrays of the stabilised method: those of the explicit pair, or, of a longer block, less by what
    /// the state at the beginning of a step does not take if it is kept in half its memory (<see cref="HalvedState"/>).
    /// </summary>
    /// <param name="length">The doubles of the block.</param>
    /// <param name="kept">Those that it takes when a symmetry that it has is used, which decides about methods.</param>
    /// <param name="isHalved">Whether its beginning is kept in half its memory.</param>
    public static long FurtherValues(long length, long kept, bool isHalved = false) =>
        kept > MostValues ? (isHalved ? -length / 2 : 0) : length * (ExplicitMethod.MostArrays - StabilisedMethod.MostArrays);

    /// <inheritdoc/>
    public void Start(double time)
    {
        _control.Start(time);
        Forget();
    }

    /// <inheritdoc/>
    public StepperState Save() => _control.Now;

    /// <inheritdoc/>
    public bool IsAhead => _ahead is not null;

    /// <inheritdoc/>
    public void Rewind(Span<double> state)
    {
        if (_ahead is null)
            return;
        new ReadOnlySpan<double>(_explicit.Kept, _system.Length).CopyTo(state);
        _ahead = null;
    }

    /// <inheritdoc/>
    public void Restore(StepperState state)
    {
        _control.Now = state;
        Forget();
    }

    /// <inheritdoc/>
    public void AdvanceTo(double time, Span<double> state, CancellationToken cancellation = default)
    {
        _control.Check(time, Time, state);
        fixed (double* y = state)
        {
            if (_ahead is null)
                _control.CheckFinite(y);
            while (Time < time)
            {
                if (_ahead is { } ahead && time < ahead.Time)
                {
                    Interpolate(time, y);
                    return;
                }
                if (_ahead is not null)
                {
                    Arrive(y);
                    continue;
                }
                cancellation.ThrowIfCancellationRequested();
                StepProgress progress = Step(time, y);
                OnStep?.Invoke(progress);
            }
        }
    }

    public void Dispose() => _stabilised.Dispose();

    private void Forget() => (_hasSlope, _ahead) = (false, null);

    private StepProgress Step(double end, double* y)
    {
        StepperState before = _control.Now;
        try
        {
            Choose(end, y);
            if (_control.Now.Method == SteppingMethod.Explicit)
                return TakeExplicitStep(end, y, before);
            StepProgress progress = _stabilised.TakeStep(end, y);
            _hasSlope = false;
            return progress;
        }
        catch (OperationCanceledException)
        {
            // The step is taken again from its beginning, so what it counted does not count.
            _control.Now = before;
            Forget();
            throw;
        }
    }

    /// <summary>Chooses the method of the next step, and the first step of all.</summary>
    private void Choose(double end, double* y)
    {
        if (_only is { } only && _control.Now.Method != only)
            _control.Now = _control.Now with { Method = only };
        if (_control.Now.Method == SteppingMethod.Stabilised)
        {
            if (_only is null && _control.Now.NextStep > 0)
                ConsiderReturn();
            return;
        }
        FindSlope(y);
        if (_control.Now.NextStep == 0)
            Begin(y);
        if (_only is null)
            ConsiderSwitch(end, y, _control.Now.Statistics.Steps == 0 && _control.Options.InitialStep is null ? GrowthOfFirstStep : 1);
    }

    /// <summary>Guesses the spectral radius and chooses the first step.</summary>
    private void Begin(double* y)
    {
        if (_only is null)
            GuessRadius(y);
        double step = _control.Options.InitialStep
            ?? _control.ChooseInitialStep(y, ExplicitScheme.EstimateOrder, _explicit.FirstSlope, _explicit.Scratch(0), _explicit.Scratch(1), known: true);
        _control.Now = _control.Now with { NextStep = step };
    }

    private void GuessRadius(double* y)
    {
        double radius = _control.IsRadiusKnown ? _control.FindSpectralRadius(y, null, null, null)
            : _control.GuessSpectralRadius(y, _explicit.FirstSlope, _explicit.Scratch(0), _explicit.Scratch(1));
        _control.Now = _control.Now with { SpectralRadius = radius, SpectralRadiusAge = 0, IsRadiusGuess = !_control.IsRadiusKnown };
    }

    /// <summary>Goes over to the stabilised method where that is cheaper, once a spectral radius that is known well enough says so.</summary>
    private void ConsiderSwitch(double end, double* y, double growth)
    {
        StepperState now = _control.Now;
        if (now.SpectralRadiusAge >= _control.Options.SpectralRadiusInterval)
            now = _control.Now = now with { IsRadiusGuess = !_control.IsRadiusKnown, SpectralRadiusAge = 0, Regret = 0 };
        double step = Math.Min(growth * now.NextStep, _control.Options.MaximumStep), gap = end - now.Time, gain = Gain(step, gap, now.SpectralRadius);
        if (step * now.SpectralRadius < Relevant || gain <= 0)
            return;
        if (now.IsRadiusGuess)
        {
            if (now.Regret + gain * gap < PriceOfRadius)
            {
                _control.Now = now with { Regret = now.Regret + gain * Math.Min(step, MethodCosts.StableStep(now.SpectralRadius)) };
                return;
            }
            if (now.Regret + gain * gap >= WorthEstimating * PriceOfRadius)
            {
                double radius = _control.FindSpectralRadius(y, _explicit.FirstSlope, _explicit.Scratch(0), _explicit.Scratch(1), known: true);
                now = _control.Now = _control.Now with { SpectralRadius = radius, SpectralRadiusAge = 0, IsRadiusGuess = false, Regret = 0 };
            }
        }
        if (MethodCosts.Stabilised(Math.Min(_costs.StepRatio * step, gap), now.SpectralRadius) > WorthSwitching * MethodCosts.Explicit(step, now.SpectralRadius))
            return;
        // A radius that is neither of this step nor a guess that will do is estimated anew by the stabilised method.
        _control.Now = now with { SpectralRadiusAge = now.SpectralRadiusAge == 0 || now.IsRadiusGuess ? 0 : _control.Options.SpectralRadiusInterval };
        SwitchTo(SteppingMethod.Stabilised, now.NextStep * _costs.StepRatio * (growth > 1 ? PartOfFirstStep : 1));
        _hasSlope = false;
    }

    /// <summary>Goes back to the explicit pair where that has become cheaper.</summary>
    private void ConsiderReturn()
    {
        StepperState now = _control.Now;
        double own = Math.Min(Math.Min(now.NextStep, _control.Options.MaximumStep), _stabilised.LongestStep), step = own / _costs.StepRatio;
        if (MethodCosts.Explicit(step, now.SpectralRadius) < WorthReturning * MethodCosts.Stabilised(own, now.SpectralRadius)
            && MethodCosts.Explicit(GrowthBeforeReturn * step, now.SpectralRadius) < WorthReturning * MethodCosts.Stabilised(GrowthBeforeReturn * own, now.SpectralRadius))
            SwitchTo(SteppingMethod.Explicit, Math.Min(step, MethodCosts.StableStep(now.SpectralRadius)));
    }

    /// <summary>The evaluations per unit of time that the stabilised method saves, whose steps do not go past the time asked for.</summary>
    private double Gain(double step, double gap, double radius) =>
        MethodCosts.Explicit(step, radius) - MethodCosts.Stabilised(Math.Min(_costs.StepRatio * step, gap), radius);

    private void SwitchTo(SteppingMethod method, double step) => _control.Now = _control.Now with
    {
        Method = method,
        NextStep = step,
        PreviousStep = 0,
        HasSlope = false,
        Statistics = _control.Now.Statistics with { Switches = _control.Now.Statistics.Switches + 1 },
    };

    /// <summary>F(y); the same evaluation after a state was restored does not count again.</summary>
    private void FindSlope(double* y)
    {
        if (_hasSlope)
            return;
        _control.Evaluator.Evaluate(y, _explicit.FirstSlope);
        if (!_control.Now.HasSlope)
            _control.Count(1, 0);
        _control.Now = _control.Now with { HasSlope = true };
        _hasSlope = true;
    }

    private StepProgress TakeExplicitStep(double end, double* y, in StepperState before)
    {
        FindSlope(y);
        string worst = _control.Algebra.WorstBlock;
        for (int rejections = 0; ; rejections++)
        {
            StepperState now = _control.Now;
            double proposal = Math.Min(now.NextStep, _control.Options.MaximumStep);
            double step = now.IsRadiusGuess || _only is not null ? proposal : Math.Min(proposal, MethodCosts.StableStep(now.SpectralRadius));
            _control.Guard(step, end, rejections, worst);
            (double error, double growth) = _explicit.Attempt(y, step);
            error /= _control.Options.Tolerance;
            worst = _control.Algebra.WorstBlock;
            _control.Count(ExplicitScheme.Stages, 0);
            if (growth > now.SpectralRadius)
                _control.Now = _control.Now with { SpectralRadius = growth };
            if (error <= 1)
            {
                _control.Accept(now.Time + step, step, step, ExplicitScheme.Stages, error, ExplicitScheme.EstimateOrder, rejections > 0);
                using (WorkCrew.StopWith(CancellationToken.None))
                    Deliver(end, y, before);
                return new StepProgress(Time, step, ExplicitScheme.Stages, error);
            }
            _control.Reject(step, error, ExplicitScheme.EstimateOrder, _explicit.Error);
            // A step that stability forbids shows the radius; held within the interval of stability, the next ones show what accuracy would allow.
            if (growth * step > StabilityReached * ExplicitScheme.Interval)
                _control.Now = _control.Now with
                {
                    SpectralRadius = Math.Max(now.SpectralRadius, _control.Options.SpectralRadiusSafety * growth),
                    SpectralRadiusAge = 0,
                    IsRadiusGuess = false
                };
        }
    }

    /// <summary>Ends a step at or before the time asked for; keeps one past it, and gives out the state at that time.</summary>
    private void Deliver(double end, double* y, in StepperState before)
    {
        StepStatistics statistics = _control.Now.Statistics;
        _control.Now = _control.Now with { Statistics = statistics with { ExplicitSteps = statistics.ExplicitSteps + 1 } };
        if (_control.Now.Time <= end)
        {
            _explicit.Commit(y);
            return;
        }
        _explicit.Keep(y);
        (_ahead, _control.Now) = (_control.Now, before);
        Interpolate(end, y);
    }

    private void Interpolate(double time, double* y)
    {
        double begin = _control.Now.Time;
        _explicit.Interpolate(y, (time - begin) / (_ahead!.Value.Time - begin));
        _asked = time;
    }

    /// <summary>Goes to the end of a step that was kept.</summary>
    private void Arrive(double* y)
    {
        _control.Now = _ahead!.Value;
        _ahead = null;
        _explicit.Commit(y);
    }
}
