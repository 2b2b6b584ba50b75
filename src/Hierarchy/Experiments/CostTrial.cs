using System.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>What one integration is predicted to take, in seconds.</summary>
/// <param name="Evaluation">One evaluation of its equation.</param>
/// <param name="Evaluations">Their number up to the end.</param>
/// <param name="Output">The diagnostics of one output time.</param>
internal readonly record struct IntegrationCost(double Evaluation, double Evaluations, double Output);

/// <summary>
/// Takes a few steps of an integration against the clock, on a coarser grid if that of the plan is large: an evaluation of level m takes time like n^{md},
/// the diagnostics like the state, and the stages of a step like n, the root of the spectral radius of a diffusion.
/// </summary>
internal sealed class CostTrial
{
    /// <summary>The doubles that the trial of a closure may take, and the n^{md} of its evaluation, some tenths of a second.</summary>
    private const long MostValues = 24_000_000, MostWork = 1_000_000_000;

    /// <summary>The n^d of the direct solver's trial.</summary>
    private const long MostPoints = 300_000;

    private const int TrialSteps = 6;
    private const double LongEvaluation = 0.2, LongOutput = 0.5;
    private const double LowRankTrialStep = 1e-3, TypicalLowRankStep = 0.03;
    private readonly ExperimentPlan _plan;
    private readonly ResultEvaluation _results;
    private readonly InitialDatum _datum;

    private CostTrial(ExperimentPlan plan)
    {
        _plan = plan;
        _datum = InitialData.Datum(plan);
        _results = new ResultEvaluation(plan, _datum);
        _results.Remember(plan.Runs[0], 0, _datum.Density, null);
    }

    /// <summary>Predicts one integration of a model.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="run">The model.</param>
    /// <param name="equations">Makes its equation.</param>
    /// <param name="seconds">About how long the steps may take.</param>
    /// <param name="cancellation">Ends the steps.</param>
    public static IntegrationCost Of(ExperimentPlan plan, PlannedRun run, EquationMaker equations, double seconds, CancellationToken cancellation)
    {
        int points = Points(plan, run);
        ExperimentPlan small = points == plan.Grid.Points ? plan : new ExperimentPlan(plan.Scenario with { Grid = plan.Scenario.Grid with { Points = points } });
        return new CostTrial(small).Measure(run, equations, (double)plan.Grid.Points / points, seconds, cancellation);
    }

    private static int WorkLevel(PlannedRun run) => run.OnGrid?.WorkLevel(run.Particles) ?? 1;

    /// <summary>The most points an axis that a trial can afford.</summary>
    private static int Points(ExperimentPlan plan, PlannedRun run)
    {
        int points = plan.Grid.Points;
        while (points > VelocityGrid.FewestPoints && !(VelocityGrid.IsSupportedLength(points) && Fits(plan, run, points)))
            points--;
        return points;
    }

    private static bool Fits(ExperimentPlan plan, PlannedRun run, int points)
    {
        long size = (long)Math.Pow(points, plan.Grid.Dimension);
        return size <= MostPoints && (run.OnGrid?.MemoryValues(run.Particles, size, run.Settings, plan.Options) ?? 0) <= MostValues && Math.Pow(size, WorkLevel(run)) <= MostWork;
    }

    private IntegrationCost Measure(PlannedRun run, EquationMaker equations, double finer, double seconds, CancellationToken cancellation)
    {
        int dimension = _plan.Grid.Dimension;
        using IKineticEquation equation = equations(_plan, run);
        using var state = new NativeBuffer(equation.Length);
        equation.Start(_datum, state.Span);
        _results.Begin(run, equation, state.Memory);
        double larger = Math.Pow(finer, dimension * WorkLevel(run)), outputs = Math.Pow(finer, dimension * Math.Max(1, run.Definition.Level));
        if (!equation.HasDerivative)
        {
            double step = TimeStep(equation, state.Span);
            return new IntegrationCost(step * larger, _plan.Times.Length + _plan.Scenario.Time.End / TypicalLowRankStep, TimeOutput(run, equation, state.Memory) * outputs);
        }
        double evaluation = TimeEvaluation(equation, state.Span);
        double evaluations = PredictEvaluations(equation, state.Span, finer, seconds, cancellation);
        equation.Assess(state.Span);
        return new IntegrationCost(evaluation * larger, evaluations, TimeOutput(run, equation, state.Memory) * outputs);
    }

    /// <summary>A first step of an equation that has steps of its own; all are taken to cost as much.</summary>
    private double TimeStep(IKineticEquation equation, Span<double> state)
    {
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = _plan.Scenario.Time.Tolerance, MaximumStep = LowRankTrialStep });
        stepper.Start(0);
        long start = Stopwatch.GetTimestamp();
        stepper.AdvanceTo(Math.Min(LowRankTrialStep, _plan.Scenario.Time.End), state);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
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

    /// <summary>The diagnostics of one output, compared with an exact density where the experiment has one.</summary>
    private double TimeOutput(PlannedRun run, IKineticEquation equation, ReadOnlyMemory<double> state)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < 2 && (i == 0 || least < LongOutput); i++)
        {
            long start = Stopwatch.GetTimestamp();
            ReadOnlySpan<double> density = equation.Density(state.Span, run.Particles);
            PairCorrelation correlation = equation.Correlation(state, run.Particles);
            if (!run.IsExact && _plan.Runs.FirstOrDefault(other => other.IsExact && other.Particles == run.Particles) is { } exact)
                _results.Remember(exact, 0, density, correlation.IsZero ? PairCorrelation.Of(_plan.Grid, new double[density.Length * density.Length]) : correlation);
            _results.Rows(run, equation, 0, state.Span, density, correlation);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return least;
    }

    /// <summary>
    /// The evaluations of the whole span on the grid of the plan: those of the trial, and those that follow. The explicit pair takes as many on any grid,
    /// whatever the output times, until
    /// stability would limit it there; the stages of the stabilised method go like the root of the spectral radius.
    /// </summary>
    private double FullEvaluations(SwitchingStepper stepper, in StepProgress last, double finer)
    {
        double end = _plan.Scenario.Time.End, done = stepper.Statistics.Evaluations;
        StepperState state = stepper.Save();
        if (state.Method == SteppingMethod.Explicit && MethodCosts.StableStep(state.SpectralRadius * finer * finer) > last.Step)
            return done + (last.Step > 0 && last.Time < end ? Extrapolate(last, MethodCosts.StableStep(state.SpectralRadius * finer * finer), [0, end]) : 0);
        return finer * (done + (last.Step > 0 && last.Time < end ? Extrapolate(last, Math.Min(0.1 * end, stepper.LongestStep / (finer * finer)), _plan.Times) : 0));
    }

    private double PredictEvaluations(IKineticEquation equation, Span<double> state, double finer, double seconds, CancellationToken cancellation)
    {
        using var stepper = new SwitchingStepper(equation, new StepperOptions { Tolerance = _plan.Scenario.Time.Tolerance });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        long start = Stopwatch.GetTimestamp();
        double end = _plan.Scenario.Time.End;
        StepProgress last = default;
        stepper.OnStep = progress =>
        {
            last = progress;
            if (stepper.Statistics.Steps >= TrialSteps || Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
                enough.Cancel();
        };
        stepper.Start(0);
        try
        {
            stepper.AdvanceTo(end, state, enough.Token);
        }
        catch (OperationCanceledException)
        {
        }
        return FullEvaluations(stepper, last, finer);
    }

    /// <summary>
    /// The evaluations after the last trial step: steps still grow from their careful beginnings, here by a half each up to the longest, a tenth of the span or
    /// what stability allows, land on output times, and take stages like the root of their length.
    /// </summary>
    internal static double Extrapolate(in StepProgress last, double longest, double[] outputs)
    {
        double end = outputs[^1], evaluations = 0, time = last.Time, step = last.Step;
        foreach (double output in outputs)
        {
            double growing = step;
            while (output - time > 1e-12 * end && step < longest)
            {
                growing = step = Math.Min(1.5 * step, longest);
                evaluations += StagesOf(last, Math.Min(step, output - time));
                time += Math.Min(step, output - time);
            }
            if (output - time <= 1e-12 * end)
                continue;
            double steps = Math.Ceiling((output - time) / growing);
            evaluations += steps * StagesOf(last, (output - time) / steps);
            time = output;
        }
        return evaluations;
    }

    private static double StagesOf(in StepProgress last, double step) => last.Stages * Math.Max(Math.Sqrt(step / last.Step), 0.3);
}
