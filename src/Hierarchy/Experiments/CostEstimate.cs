using System.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// A rough prediction of wall time: the direct solver takes a few steps, whose last length and stages give the evaluations up to the end;
/// each model is evaluated once or twice against the clock. Good to a factor of two or three.
/// </summary>
public sealed class CostEstimate
{
    private const int TrialSteps = 6;
    private const double TrialSeconds = 1;
    private const double LongEvaluation = 0.3;
    private const double LowRankTrialStep = 1e-3;
    private const double TypicalLowRankStep = 0.03;
    private readonly Dictionary<string, double> _secondsPerRun = [];
    private readonly Dictionary<PlannedRun, double> _secondsPerSimulation = [];

    private CostEstimate()
    {
    }

    /// <summary>The predicted seconds of one run.</summary>
    public double this[PlannedRun run] => run.IsParticles ? _secondsPerSimulation.GetValueOrDefault(run) : _secondsPerRun.GetValueOrDefault(run.Model);

    private void AddParticles(ExperimentPlan plan, string model)
    {
        foreach (PlannedRun run in plan.Runs.Where(run => run.Model == model))
        {
            using var simulation = new ParticleRun(plan, run);
            _secondsPerSimulation[run] = simulation.PredictSeconds();
        }
    }

    private static double Share(ExperimentPlan plan, PlannedRun run) => 1.0 / Math.Max(1, plan.Runs.Count(run.SharesIntegration));

    /// <summary>Makes the estimate of a plan; an incomplete one once cancelled.</summary>
    public static CostEstimate Make(ExperimentPlan plan, EquationMaker equations, CancellationToken cancellation)
    {
        var estimate = new CostEstimate();
        InitialDatum datum = InitialData.Datum(plan);
        double evaluations = 0;
        foreach (PlannedRun run in plan.Runs.DistinctBy(run => run.Model))
        {
            if (cancellation.IsCancellationRequested)
                break;
            try
            {
                if (run.IsParticles)
                {
                    estimate.AddParticles(plan, run.Model);
                    continue;
                }
                using IKineticEquation equation = equations(plan, run);
                using var state = new NativeBuffer(equation.Length);
                equation.Start(datum, state.Span);
                if (equation is IPairSummary)
                {
                    estimate._secondsPerRun[run.Model] = PredictSteps(plan, equation, state.Span);
                    continue;
                }
                double seconds = TimeEvaluation(equation, state.Span);
                if (run.IsReference)
                    evaluations = PredictEvaluations(plan, equation, state.Span, cancellation);
                estimate._secondsPerRun[run.Model] = seconds * evaluations * Share(plan, run);
            }
            catch (Exception error) when (error is ArgumentException or ArithmeticException or NumericalFailureException)
            {
                // A model that cannot even be evaluated says so when it runs; it costs nothing.
                estimate._secondsPerRun[run.Model] = 0;
            }
        }
        return estimate;
    }

    /// <summary>The predicted seconds of all runs.</summary>
    public double Total(ExperimentPlan plan) => plan.Runs.Sum(run => this[run]);

    /// <summary>An equation with steps of its own: the first step is timed, and taken for every step of a common length and every output time.</summary>
    private static double PredictSteps(ExperimentPlan plan, IKineticEquation equation, Span<double> state)
    {
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = plan.Scenario.Time.Tolerance, MaximumStep = LowRankTrialStep });
        stepper.Start(0);
        long start = Stopwatch.GetTimestamp();
        stepper.AdvanceTo(Math.Min(LowRankTrialStep, plan.Scenario.Time.End), state);
        return Stopwatch.GetElapsedTime(start).TotalSeconds * (plan.Times.Length + plan.Scenario.Time.End / TypicalLowRankStep);
    }

    private static double TimeEvaluation(IKineticEquation equation, ReadOnlySpan<double> state)
    {
        using var derivative = new NativeBuffer(equation.Length);
        double least = double.PositiveInfinity;
        // The first evaluation compiles and fills caches; a long one is not repeated.
        for (int i = 0; i < 3 && (i == 0 || least < LongEvaluation); i++)
        {
            long start = Stopwatch.GetTimestamp();
            equation.Evaluate(state, derivative.Span);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return least;
    }

    /// <summary>
    /// The evaluations after the last trial step: steps still grow from their careful beginnings, here by a half each up to a tenth of the span,
    /// land on output times, and take stages like the root of their length.
    /// </summary>
    private static double Extrapolate(in StepProgress last, double end, double[] outputs)
    {
        double evaluations = 0, time = last.Time, step = last.Step;
        foreach (double output in outputs)
        {
            while (output - time > 1e-12 * end)
            {
                step = Math.Max(step, Math.Min(1.5 * step, 0.1 * end));
                double taken = Math.Min(step, output - time);
                evaluations += last.Stages * Math.Max(Math.Sqrt(taken / last.Step), 0.3);
                time += taken;
            }
        }
        return evaluations;
    }

    private static double PredictEvaluations(ExperimentPlan plan, IKineticEquation equation, Span<double> state, CancellationToken cancellation)
    {
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = plan.Scenario.Time.Tolerance });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        long start = Stopwatch.GetTimestamp();
        double end = plan.Scenario.Time.End;
        StepProgress last = default;
        stepper.OnStep = progress =>
        {
            last = progress;
            if (stepper.Statistics.Steps >= TrialSteps || Stopwatch.GetElapsedTime(start).TotalSeconds > TrialSeconds)
                enough.Cancel();
        };
        stepper.Start(0);
        try
        {
            stepper.AdvanceTo(end, state, enough.Token);
            return stepper.Statistics.Evaluations;
        }
        catch (OperationCanceledException)
        {
            return stepper.Statistics.Evaluations + (last.Step > 0 ? Extrapolate(last, end, plan.Times) : 0);
        }
    }
}
