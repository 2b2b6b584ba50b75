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
    private const double LargestGrowth = 5;
    private const double SmallestGrowth = 0.1;
    private const double SmallestError = 1e-10;
    private const double SmallestRadius = 1e-300;
    private const int MostRejectionsInARow = 60;
    private const string Unreachable = "the tolerance cannot be reached, the step it needs is too small";

    /// <summary>
    /// Rounding errors of the stiffest components grow in the last four stages by w(-h rho), about (h rho)^4 / 100; a step with
    /// (h rho)^4 NoiseLevel &lt;= tolerance keeps them a factor of ten to thirty below the tolerance (measured).
    /// </summary>
    private const double NoiseLevel = 3e-18;

    private readonly IEvolutionSystem _system;
    private readonly StepperOptions _options;
    private readonly StateAlgebra _algebra;
    private readonly SystemEvaluator _evaluator;
    private readonly SpectralRadiusEstimator _estimator;
    private readonly StabilisedMethod _method;
    private readonly double _stiffnessLimit;
    private StepperState _now;
    private string _cause = "";
    private int? _culprit;

    /// <summary>Makes a stepper at time 0 and takes its work arrays.</summary>
    /// <param name="system">F; if it is an <see cref="ISpectralRadius"/> its own bound is used.</param>
    /// <param name="options">Tolerance and step control.</param>
    /// <exception cref="ArgumentException">The blocks of the system do not cover its state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public StabilisedStepper(IEvolutionSystem system, StepperOptions options)
    {
        options.Validate();
        _system = system;
        _options = options;
        _algebra = new StateAlgebra(system.Blocks, system.Length);
        _evaluator = new SystemEvaluator(system);
        _estimator = new SpectralRadiusEstimator(_algebra);
        _method = new StabilisedMethod(_algebra, _evaluator, system.Length);
        double noiseLimit = Math.Sqrt(Math.Sqrt(options.Tolerance / (NoiseLevel * system.Blocks.Max(block => block.Storage?.Rounding ?? 1))));
        _stiffnessLimit = Math.Clamp(noiseLimit, StabilityPolynomial.Interval(StabilityPolynomial.FewestStages), StabilityPolynomial.Interval(StabilityPolynomial.MostStages));
    }

    /// <summary>Called after each accepted step.</summary>
    public Action<StepProgress>? OnStep { get; set; }

    /// <summary>The time of the state.</summary>
    public double Time => _now.Time;

    /// <summary>The arrays of the state's length that the stepper owns, besides the state itself.</summary>
    public int WorkArrays => _method.WorkArrays;

    /// <summary>The longest step that stages and rounding allow at the spectral radius of now, whatever the error would allow; infinite before the first step.</summary>
    public double LongestStep => _stiffnessLimit / _now.SpectralRadius;

    /// <summary>What was done so far.</summary>
    public StepStatistics Statistics => _now.Statistics;

    /// <summary>Begins anew at <paramref name="time"/>: no step is known, the counters are zero.</summary>
    public void Start(double time)
    {
        if (!double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "finite");
        _now = new StepperState { Time = time };
    }

    /// <summary>What <see cref="Restore"/> needs, besides the state itself.</summary>
    public StepperState Save() => _now;

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    public void Restore(StepperState state) => _now = state;

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
        if (!(time >= Time) || !double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "finite and not before the time of the state");
        if (state.Length != _system.Length)
            throw new ArgumentException($"the state has {state.Length} values, the system {_system.Length}", nameof(state));
        fixed (double* y = state)
        {
            if (!double.IsFinite(_algebra.Norm(1, y)))
                throw new NumericalFailureException(Time, "the state is not finite", _algebra.WorstBlock, _algebra.IndexOfWorst(y));
            while (Time < time)
            {
                cancellation.ThrowIfCancellationRequested();
                StepperState before = _now;
                StepProgress progress;
                try
                {
                    progress = TakeStep(time, y);
                }
                catch (OperationCanceledException)
                {
                    // The step is taken again from its beginning, so what it counted does not count.
                    _now = before;
                    throw;
                }
                OnStep?.Invoke(progress);
            }
        }
    }

    public void Dispose() => _method.Dispose();

    /// <summary>Takes one accepted step towards <paramref name="end"/>, after as many rejected ones as it needs.</summary>
    private StepProgress TakeStep(double end, double* y)
    {
        if (_now.SpectralRadius == 0 || _now.SpectralRadiusAge >= _options.SpectralRadiusInterval)
        {
            double radius = FindSpectralRadius(y, false);
            _now = _now with { SpectralRadius = radius, SpectralRadiusAge = 0 };
        }
        if (_now.NextStep == 0)
        {
            double first = _options.InitialStep ?? ChooseInitialStep(y);
            _now = _now with { NextStep = first };
        }
        string worst = _algebra.WorstBlock;
        for (int rejections = 0; ; rejections++)
        {
            double proposal = Math.Min(Math.Min(_now.NextStep, _options.MaximumStep), _stiffnessLimit / _now.SpectralRadius);
            double step = FitTo(end - Time, proposal);
            GuardStep(step, end, rejections, worst);
            StabilisedScheme scheme = StabilisedScheme.For(StabilityPolynomial.StagesFor(step * _now.SpectralRadius));
            double error = _method.Attempt(y, step, scheme) / _options.Tolerance;
            worst = _algebra.WorstBlock;
            Count(scheme.Polynomial.Stages, 0);
            if (error <= 1)
            {
                Accept(end, y, step, proposal, scheme.Polynomial.Stages, error, rejections > 0);
                return new StepProgress(Time, step, scheme.Polynomial.Stages, error);
            }
            Reject(y, step, scheme, error, rejections > 0);
        }
    }

    /// <summary>The whole of a short rest, half of a rest shorter than two steps, else the proposal.</summary>
    private static double FitTo(double rest, double proposal) => rest <= proposal ? rest : rest < 2 * proposal ? rest / 2 : proposal;

    private void Accept(double end, double* y, double step, double proposal, int stages, double error, bool rejectedBefore)
    {
        using (WorkCrew.StopWith(CancellationToken.None))
            _method.Commit(y);
        double growth = Math.Min(Growth(step, error), rejectedBefore ? 1 : LargestGrowth);
        double reached = step == end - Time ? end : Time + step;
        _now = _now with
        {
            Time = reached,
            NextStep = step < proposal ? Math.Max(proposal, step * growth) : step * growth,
            PreviousStep = step,
            PreviousError = Math.Max(error, SmallestError),
            SpectralRadiusAge = _now.SpectralRadiusAge + 1,
            Statistics = _now.Statistics.WithStep(step, stages),
        };
    }

    /// <summary>
    /// safety error^(-1/p), times the same power of the factor by which error / step^p rose since the step before, if it rose: a growing error is met before it
    /// leads to a rejection (Gustafsson, ACM Trans. Math. Softw. 20 (1994) 496).
    /// </summary>
    private double Growth(double step, double error)
    {
        const double Power = 1.0 / StabilisedMethod.EstimateOrder;
        double bounded = Math.Max(error, SmallestError);
        double growth = _options.Safety * Math.Pow(bounded, -Power);
        if (_now.PreviousStep > 0)
            growth *= Math.Clamp(step / _now.PreviousStep * Math.Pow(_now.PreviousError / bounded, Power), 0.5, 1);
        return Math.Clamp(growth, SmallestGrowth, LargestGrowth);
    }

    /// <summary>
    /// Shortens the step. A spectral radius that is out of date or too low may be the cause, so it is estimated anew with the error as a part of the start; of two estimates
    /// for the same state the larger one counts.
    /// </summary>
    private void Reject(double* y, double step, StabilisedScheme scheme, double error, bool rejectedBefore)
    {
        double growth = double.IsFinite(error) ? _options.Safety * Math.Pow(error, -1.0 / StabilisedMethod.EstimateOrder) : 0;
        _method.WriteError(y, step, scheme);
        _culprit = _algebra.IndexOfWorst(_method.Array(0));
        _cause = double.IsFinite(error) ? Unreachable : "values became infinite or undefined at any step";
        double radius = FindSpectralRadius(y, true);
        bool sameState = rejectedBefore || _now.SpectralRadiusAge == 0;
        _now = _now with
        {
            NextStep = step * Math.Clamp(growth, SmallestGrowth, 0.9),
            PreviousStep = 0,
            SpectralRadius = sameState ? Math.Max(radius, _now.SpectralRadius) : radius,
            SpectralRadiusAge = 0,
            Statistics = _now.Statistics with { Rejected = _now.Statistics.Rejected + 1 },
        };
    }

    private void GuardStep(double step, double end, int rejections, string worst)
    {
        bool isLast = Time + step >= end;
        if (!(step > 1e-14 * Math.Max(Math.Abs(Time), isLast ? 0 : Math.Abs(end))) || Time + step == Time || rejections > MostRejectionsInARow)
            throw new NumericalFailureException(Time, rejections > 0 ? _cause : Unreachable, worst, _culprit);
        if (_now.Statistics.Steps + _now.Statistics.Rejected >= _options.MaximumSteps)
            throw new NumericalFailureException(Time, "too many steps", nameof(StepperOptions.MaximumSteps));
    }

    private double FindSpectralRadius(double* y, bool rejected)
    {
        double radius;
        if (_system is ISpectralRadius known)
        {
            radius = known.BoundSpectralRadius(new ReadOnlySpan<double>(y, _system.Length));
        }
        else
        {
            long before = _evaluator.Count;
            radius = _options.SpectralRadiusSafety * _estimator.Estimate(_evaluator, y, _method.Array(0), _method.Array(1), _method.Array(2), rejected);
            Count(_evaluator.Count - before, _evaluator.Count - before);
        }
        if (!double.IsFinite(radius))
            throw new NumericalFailureException(Time, "the time derivative is not finite near the state", _algebra.WorstBlock);
        return Math.Max(radius, SmallestRadius);
    }

    /// <summary>
    /// The step whose error should be a hundredth of the tolerance, from |F| and a difference quotient of F along an Euler step
    /// (Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I, II.4).
    /// </summary>
    private double ChooseInitialStep(double* y)
    {
        double* f = _method.Array(0);
        double* g = _method.Array(1);
        double* shifted = _method.Array(2);
        _evaluator.Evaluate(y, f);
        double first = _algebra.Norm(1, f) / _options.Tolerance;
        if (!double.IsFinite(first))
            throw new NumericalFailureException(Time, "the time derivative is not finite", _algebra.WorstBlock, _algebra.IndexOfWorst(f));
        double size = _algebra.Norm(1, y) / _options.Tolerance;
        double trial = Math.Min(size > 1e-5 && first > 1e-5 ? 0.01 * size / first : 1e-6, 1 / _now.SpectralRadius);
        _algebra.Combine(shifted, 1, y, trial, f);
        _evaluator.Evaluate(shifted, g);
        Count(2, 0);
        double second = _algebra.Norm(1 / trial, g, -1 / trial, f) / _options.Tolerance;
        double largest = Math.Max(first, double.IsFinite(second) ? second : first);
        double step = largest <= 1e-15 ? Math.Max(1e-6, trial * 1e-3) : Math.Pow(0.01 / largest, 1.0 / StabilisedMethod.EstimateOrder);
        return Math.Min(100 * trial, step);
    }

    private void Count(long evaluations, long spectralRadius)
    {
        StepStatistics s = _now.Statistics;
        _now = _now with
        {
            Statistics = s with { Evaluations = s.Evaluations + evaluations, SpectralRadiusEvaluations = s.SpectralRadiusEvaluations + spectralRadius },
        };
    }
}
