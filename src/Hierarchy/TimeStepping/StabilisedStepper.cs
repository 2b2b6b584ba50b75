using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// Integrates y' = F(y) with a prescribed local error by a fourth-order explicit Runge-Kutta method for parabolic spectra: the eigenvalues of dF/dy are close to the
/// negative real axis, with a spectral radius rho of any size. A step h takes s evaluations of F, the fewest that keep it stable, h rho &lt;= 0.3507 s^2 - 2.9 with s in 5..200,
/// so the cost grows with the root of the stiffness (<see cref="StabilisedScheme"/>).
/// </summary>
/// <remarks>
/// The step is chosen by a predictive controller from the embedded error estimate, whose norm is the largest over the blocks of rms(error) / (Tolerance Scale).
/// The error over a dissipative run is of the order of a tenth of the tolerance times Scale to the tolerance times Scale.
/// Times of output are hit exactly: the last two steps before one are of equal length, and a step cut short does not shorten the steps after it.
/// A run that is saved at an output time and restored is the same to the last bit as one that was never stopped; so are runs with different numbers of threads.
/// Nothing is allocated by a step, but for the coefficients of a number of stages that the process has not used before.
/// </remarks>
internal sealed unsafe class StabilisedStepper : IStepper
{
    /// <summary>
    /// Rounding errors of the stiffest components grow in the last four stages by w(-h rho), about (h rho)^4 / 100; a step with
    /// (h rho)^4 NoiseLevel &lt;= tolerance keeps them a factor of ten to thirty below the tolerance (measured).
    /// </summary>
    private const double NoiseLevel = 3e-18;

    private readonly StepControl _control;
    private readonly StabilisedMethod _method;
    private readonly double _stiffnessLimit;

    /// <summary>Makes a stepper at time 0.</summary>
    /// <param name="system">F; if it is an <see cref="ISpectralRadius"/> its own bound is used.</param>
    /// <param name="options">Tolerance and step control.</param>
    /// <exception cref="ArgumentException">The blocks of the system do not cover its state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public StabilisedStepper(IEvolutionSystem system, StepperOptions options)
        : this(new StepControl(system, options), system.Blocks)
    {
    }

    /// <summary>Steps for another stepper, with its control and its arrays.</summary>
    /// <param name="control">The control.</param>
    /// <param name="blocks">The blocks of the state.</param>
    /// <param name="mostWhole">A longer state is kept in half its memory while a step is tried, if its blocks allow.</param>
    public StabilisedStepper(StepControl control, IReadOnlyList<StateBlock> blocks, long mostWhole = SwitchingStepper.MostValues)
    {
        _control = control;
        _method = new StabilisedMethod(control.Algebra, control.Evaluator, control.Arrays, HalvedState.For(blocks, mostWhole));
        double noiseLimit = Math.Sqrt(Math.Sqrt(control.Options.Tolerance / (NoiseLevel * blocks.Max(block => block.Storage?.Rounding ?? 1))));
        _stiffnessLimit = Math.Clamp(noiseLimit, StabilityPolynomial.Interval(StabilityPolynomial.FewestStages), StabilityPolynomial.Interval(StabilityPolynomial.MostStages));
    }

    /// <summary>Called after each accepted step.</summary>
    public Action<StepProgress>? OnStep { get; set; }

    /// <summary>The time of the state.</summary>
    public double Time => _control.Now.Time;

    /// <summary>The arrays of the state's length that the stepper has taken, besides the state itself.</summary>
    public int WorkArrays => _control.Arrays.Count;

    /// <summary>The longest step that stages and rounding allow at the spectral radius of now, whatever the error would allow; infinite before the first step.</summary>
    public double LongestStep => _stiffnessLimit / _control.Now.SpectralRadius;

    /// <summary>What was done so far.</summary>
    public StepStatistics Statistics => _control.Now.Statistics;

    /// <summary>Begins anew at <paramref name="time"/>: no step is known, the counters are zero.</summary>
    public void Start(double time) => _control.Start(time);

    /// <summary>What <see cref="Restore"/> needs, besides the state itself.</summary>
    public StepperState Save() => _control.Now;

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    public void Restore(StepperState state) => _control.Now = state;

    /// <summary>Advances <paramref name="state"/> from <see cref="Time"/> to exactly <paramref name="time"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time lies before <see cref="Time"/> or is not finite.</exception>
    /// <exception cref="ArgumentException">The state has the wrong length.</exception>
    /// <exception cref="NumericalFailureException">Values are not finite, steps become too small or too many; <paramref name="state"/> is the last good one, at
    /// <see cref="Time"/>.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled between two steps, or within one by <see cref="WorkCrew.StopWith"/>; <paramref name="state"/> is that of <see cref="Time"/>, and it may be saved.
    /// </exception>
    public void AdvanceTo(double time, Span<double> state, CancellationToken cancellation = default)
    {
        _control.Check(time, Time, state);
        fixed (double* y = state)
        {
            _control.CheckFinite(y);
            while (Time < time)
            {
                cancellation.ThrowIfCancellationRequested();
                StepperState before = _control.Now;
                StepProgress progress;
                try
                {
                    progress = TakeStep(time, y);
                }
                catch (OperationCanceledException)
                {
                    // The step is taken again from its beginning, so what it counted does not count.
                    _control.Now = before;
                    throw;
                }
                OnStep?.Invoke(progress);
            }
        }
    }

    public void Dispose()
    {
        _control.Arrays.Dispose();
        _method.Dispose();
    }

    /// <summary>Takes one accepted step towards <paramref name="end"/>, after as many rejected ones as it needs; y stays as it is if none is.</summary>
    public StepProgress TakeStep(double end, double* y)
    {
        try
        {
            return TryStep(end, y);
        }
        finally
        {
            _method.Restore(y);
        }
    }

    private StepProgress TryStep(double end, double* y)
    {
        if (_control.Now.SpectralRadius == 0 || _control.Now.SpectralRadiusAge >= _control.Options.SpectralRadiusInterval)
        {
            double radius = FindSpectralRadius(y, false);
            _control.Now = _control.Now with { SpectralRadius = radius, SpectralRadiusAge = 0 };
        }
        if (_control.Now.NextStep == 0)
        {
            double first = _control.Options.InitialStep
                ?? _control.ChooseInitialStep(y, StabilisedMethod.EstimateOrder, _method.Array(0), _method.Array(1), _method.Array(2), false);
            _control.Now = _control.Now with { NextStep = first };
        }
        string worst = _control.Algebra.WorstBlock;
        for (int rejections = 0; ; rejections++)
        {
            double proposal = Math.Min(Math.Min(_control.Now.NextStep, _control.Options.MaximumStep), LongestStep);
            double step = FitTo(end - Time, proposal);
            _control.Guard(step, end, rejections, worst);
            StabilisedScheme scheme = StabilisedScheme.For(StabilityPolynomial.StagesFor(step * _control.Now.SpectralRadius));
            int stages = scheme.Polynomial.Stages;
            double error = _method.Attempt(y, step, scheme) / _control.Options.Tolerance;
            worst = _control.Algebra.WorstBlock;
            _control.Count(stages, 0);
            if (error <= 1)
            {
                using (WorkCrew.StopWith(CancellationToken.None))
                    _method.Commit(y);
                _control.Accept(step == end - Time ? end : Time + step, step, proposal, stages, error, StabilisedMethod.EstimateOrder, rejections > 0);
                return new StepProgress(Time, step, stages, error);
            }
            Reject(y, step, scheme, error, rejections > 0);
        }
    }

    /// <summary>The whole of a short rest, half of a rest shorter than two steps, else the proposal.</summary>
    private static double FitTo(double rest, double proposal) => rest <= proposal ? rest : rest < 2 * proposal ? rest / 2 : proposal;

    /// <summary>
    /// Shortens the step. A spectral radius that is out of date or too low may be the cause, so it is estimated anew with the error as a part of the start; of two estimates
    /// for the same state the larger one counts.
    /// </summary>
    private void Reject(double* y, double step, StabilisedScheme scheme, double error, bool rejectedBefore)
    {
        _method.WriteError(step, scheme);
        _method.Restore(y);
        bool sameState = rejectedBefore || _control.Now.SpectralRadiusAge == 0;
        _control.Reject(step, error, StabilisedMethod.EstimateOrder, _method.Array(0));
        double radius = FindSpectralRadius(y, true);
        _control.Now = _control.Now with { SpectralRadius = sameState ? Math.Max(radius, _control.Now.SpectralRadius) : radius, SpectralRadiusAge = 0 };
    }

    private double FindSpectralRadius(double* y, bool rejected) =>
        _control.FindSpectralRadius(y, _method.Array(0), _method.Array(1), _method.Array(2), rejected);
}
