namespace Hierarchy.TimeStepping;

/// <summary>
/// What steppers share: the state of the control, the first step, the growth from step to step by a predictive controller, the spectral radius, the counters
/// and the reasons to give up.
/// </summary>
internal sealed unsafe class StepControl
{
    private const double LargestGrowth = 5;
    private const double SmallestGrowth = 0.1;
    private const double SmallestError = 1e-10;
    private const double SmallestRadius = 1e-300;
    private const int MostRejectionsInARow = 60;
    private const string Unreachable = "the tolerance cannot be reached, the step it needs is too small";
    private readonly IEvolutionSystem _system;
    private readonly SpectralRadiusEstimator _estimator;
    private string _cause = "";
    private int? _culprit;

    /// <exception cref="ArgumentException">The blocks of the system do not cover its state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public StepControl(IEvolutionSystem system, StepperOptions options)
    {
        options.Validate();
        (_system, Options) = (system, options);
        Algebra = new StateAlgebra(system.Blocks, system.Length);
        Evaluator = new SystemEvaluator(system);
        Arrays = new WorkArrays(system.Length);
        _estimator = new SpectralRadiusEstimator(Algebra);
    }

    /// <summary>What is saved.</summary>
    public StepperState Now { get; set; }

    public StepperOptions Options { get; }

    public StateAlgebra Algebra { get; }

    public SystemEvaluator Evaluator { get; }

    public WorkArrays Arrays { get; }

    /// <summary>Whether the system bounds its own spectral radius.</summary>
    public bool IsRadiusKnown => _system is ISpectralRadius;

    /// <summary>Begins anew at a time.</summary>
    public void Start(double time) =>
        Now = double.IsFinite(time) ? new StepperState { Time = time } : throw new ArgumentOutOfRangeException(nameof(time), time, "finite");

    /// <summary>Checks the arguments of <see cref="IStepper.AdvanceTo"/>.</summary>
    public void Check(double time, double reached, ReadOnlySpan<double> state)
    {
        if (!(time >= reached) || !double.IsFinite(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "finite and not before the time of the state");
        if (state.Length != _system.Length)
            throw new ArgumentException($"the state has {state.Length} values, the system {_system.Length}", nameof(state));
    }

    /// <summary>Checks the values of a state.</summary>
    public void CheckFinite(double* y)
    {
        if (!double.IsFinite(Algebra.Norm(1, y)))
            throw new NumericalFailureException(Now.Time, "the state is not finite", Algebra.WorstBlock, Algebra.IndexOfWorst(y));
    }

    /// <summary>Takes up an accepted step.</summary>
    /// <param name="reached">The time it reached.</param>
    /// <param name="step">Its length.</param>
    /// <param name="proposal">The length that was proposed, which a step cut short does not lessen.</param>
    /// <param name="stages">Its evaluations.</param>
    /// <param name="error">Its error in units of the tolerance.</param>
    /// <param name="order">The order of the estimate.</param>
    /// <param name="rejectedBefore">Whether a longer one was given up.</param>
    public void Accept(double reached, double step, double proposal, int stages, double error, int order, bool rejectedBefore)
    {
        double growth = Math.Min(Growth(step, error, order), rejectedBefore ? 1 : LargestGrowth);
        Now = Now with
        {
            Time = reached,
            NextStep = step < proposal ? Math.Max(proposal, step * growth) : step * growth,
            PreviousStep = step,
            PreviousError = Math.Max(error, SmallestError),
            SpectralRadiusAge = Now.SpectralRadiusAge + 1,
            Statistics = Now.Statistics.WithStep(step, stages),
        };
    }

    /// <summary>Shortens the step after an error that is too large, of which <paramref name="estimate"/> is the vector.</summary>
    public void Reject(double step, double error, int order, double* estimate)
    {
        double growth = double.IsFinite(error) ? Options.Safety * Math.Pow(error, -1.0 / order) : 0;
        _culprit = Algebra.IndexOfWorst(estimate);
        _cause = double.IsFinite(error) ? Unreachable : "values became infinite or undefined at any step";
        Now = Now with
        {
            NextStep = step * Math.Clamp(growth, SmallestGrowth, 0.9),
            PreviousStep = 0,
            Statistics = Now.Statistics with { Rejected = Now.Statistics.Rejected + 1 },
        };
    }

    /// <exception cref="NumericalFailureException">The step is too small, or one of too many.</exception>
    public void Guard(double step, double end, int rejections, string worst)
    {
        double time = Now.Time;
        bool isLast = time + step >= end;
        if (!(step > 1e-14 * Math.Max(Math.Abs(time), isLast ? 0 : Math.Abs(end))) || time + step == time || rejections > MostRejectionsInARow)
            throw new NumericalFailureException(time, rejections > 0 ? _cause : Unreachable, worst, _culprit);
        if (Now.Statistics.Steps + Now.Statistics.Rejected >= Options.MaximumSteps)
            throw new NumericalFailureException(time, "too many steps", nameof(StepperOptions.MaximumSteps));
    }

    /// <summary>The spectral radius at y with its safety factor; the three arrays are scratch, the first one F(y) where that is known.</summary>
    public double FindSpectralRadius(double* y, double* derivative, double* shifted, double* image, bool rejected = false, bool known = false)
    {
        if (_system is ISpectralRadius bound)
            return Sound(bound.BoundSpectralRadius(new ReadOnlySpan<double>(y, _system.Length)));
        long before = Evaluator.Count;
        double radius = Options.SpectralRadiusSafety * _estimator.Estimate(Evaluator, y, derivative, shifted, image, rejected, known);
        Count(Evaluator.Count - before, Evaluator.Count - before);
        return Sound(radius);
    }

    /// <summary>A guess at the same for one evaluation, commonly right to a third.</summary>
    public double GuessSpectralRadius(double* y, double* derivative, double* shifted, double* image)
    {
        const double RadiusOverProbe = 5;
        Count(1, 1);
        return Sound(RadiusOverProbe * Options.SpectralRadiusSafety * _estimator.Probe(Evaluator, y, derivative, shifted, image));
    }

    /// <summary>
    /// The step whose error should be a hundredth of the tolerance, from |F| and a difference quotient of F along an Euler step
    /// (Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I, II.4). The first array receives F(y), unless it holds that already.
    /// </summary>
    public double ChooseInitialStep(double* y, int order, double* f, double* g, double* shifted, bool known)
    {
        if (!known)
            Evaluator.Evaluate(y, f);
        double first = Algebra.Norm(1, f) / Options.Tolerance;
        if (!double.IsFinite(first))
            throw new NumericalFailureException(Now.Time, "the time derivative is not finite", Algebra.WorstBlock, Algebra.IndexOfWorst(f));
        double size = Algebra.Norm(1, y) / Options.Tolerance;
        double trial = Math.Min(size > 1e-5 && first > 1e-5 ? 0.01 * size / first : 1e-6, 1 / Now.SpectralRadius);
        Algebra.Combine(shifted, 1, y, trial, f);
        Evaluator.Evaluate(shifted, g);
        Count(known ? 1 : 2, 0);
        double second = Algebra.Norm(1 / trial, g, -1 / trial, f) / Options.Tolerance;
        double largest = Math.Max(first, double.IsFinite(second) ? second : first);
        double step = largest <= 1e-15 ? Math.Max(1e-6, trial * 1e-3) : Math.Pow(0.01 / largest, 1.0 / order);
        return Math.Min(100 * trial, step);
    }

    /// <summary>Counts evaluations, and those of them that the spectral radius took.</summary>
    public void Count(long evaluations, long spectralRadius)
    {
        StepStatistics s = Now.Statistics;
        Now = Now with
        {
            Statistics = s with { Evaluations = s.Evaluations + evaluations, SpectralRadiusEvaluations = s.SpectralRadiusEvaluations + spectralRadius },
        };
    }

    /// <summary>
    /// safety error^(-1/p), times the same power of the factor by which error / step^p rose since the step before, if it rose: a growing error is met before it
    /// leads to a rejection (Gustafsson, ACM Trans. Math. Softw. 20 (1994) 496).
    /// </summary>
    private double Growth(double step, double error, int order)
    {
        double power = 1.0 / order, bounded = Math.Max(error, SmallestError);
        double growth = Options.Safety * Math.Pow(bounded, -power);
        if (Now.PreviousStep > 0)
            growth *= Math.Clamp(step / Now.PreviousStep * Math.Pow(Now.PreviousError / bounded, power), 0.5, 1);
        return Math.Clamp(growth, SmallestGrowth, LargestGrowth);
    }

    private double Sound(double radius) => double.IsFinite(radius) ? Math.Max(radius, SmallestRadius)
        : throw new NumericalFailureException(Now.Time, "the time derivative is not finite near the state", Algebra.WorstBlock);
}
