using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>
/// A case of the matrix whose end is drawn near enough that its runs take at most some seconds of processor time, with few output times: an audit needs rates of change
/// and three times, not the whole relaxation.
/// </summary>
/// <param name="Plan">What is run.</param>
/// <param name="Seconds">What its runs take at the least: nine evaluations each, with the share of the companion.</param>
internal sealed record ShortenedCase(ExperimentPlan Plan, double Seconds)
{
    /// <summary>The most output times.</summary>
    public const int MostTimes = 5;

    /// <summary>The evaluations of a first step with its trial.</summary>
    private const int FewestEvaluations = 9;

    /// <summary>The solutions that an audit computes itself, those of Remark 2.6, and the most points of their grid.</summary>
    private const int OwnSolutions = 2, MostInPlane = 32, MostInSpace = 10;

    /// <summary>
    /// A pilot of the costliest model, or of the audit's own pairs, goes as far as its part of the limit allows, in processor time, so that company on the machine changes
    /// nothing; there the runs end.
    /// </summary>
    public static ShortenedCase Of(MatrixCase one, double limit)
    {
        ExperimentPlan whole = one.Plan()!;
        PlannedRun[] pairs = [.. whole.Runs.Where(run => run.OnGrid?.WorkLevel(run.Particles) > 1)];
        double integrations = pairs.GroupBy(run => run.Model).Sum(runs => runs.First().OnGrid!.ServesEveryN ? 1 : runs.Count());
        integrations *= whole.Companion is null ? 1 : 1 + Companion.Share(whole.Grid, whole.Runs);
        if (pairs.Length == 0 || whole.Grid.Dimension == 2)
            integrations += OwnSolutions;
        ExperimentPlan piloted = pairs.Length == 0 ? OwnPair(whole) : whole;
        PlannedRun costliest = piloted.Runs.Where(run => run.OnGrid is not null).MaxBy(run => run.OnGrid!.WorkLevel(run.Particles))!;
        (double first, double reached) = Pilot(piloted, costliest, limit / (1 + integrations));
        int intervals = Math.Clamp(whole.Times.Length - 1, 2, MostTimes - 1);
        return new ShortenedCase(reached == 0 ? whole : one.Plan(Math.Min(whole.Scenario.Time.End, reached), intervals)!, first * integrations);
    }

    /// <summary>Two particles from the same f, as the audit has them.</summary>
    private static ExperimentPlan OwnPair(ExperimentPlan plan)
    {
        int points = Math.Min(plan.Grid.Points, plan.Grid.Dimension == 2 ? MostInPlane : MostInSpace);
        return new ExperimentPlan(plan.Scenario with
        {
            Grid = plan.Scenario.Grid with { Points = points },
            Models = [ModelRegistry.Find("cluster")!.Settings],
            Particles = ["2"],
            Errors = ErrorSettings.Off,
        });
    }

    /// <summary>The processor time of the first evaluations, and the time that is reached within some seconds.</summary>
    private static (double First, double Reached) Pilot(ExperimentPlan plan, PlannedRun run, double seconds)
    {
        InitialDatum datum = InitialData.Datum(plan);
        using IKineticEquation equation = EquationFactory.Create(plan, run);
        using var state = new NativeBuffer(equation.Length);
        equation.Start(datum, state.Span);
        new ResultEvaluation(plan, datum).Begin(run, equation, state.Memory);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        double Spent() => (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        if (equation.HasDerivative)
        {
            using var derivative = new NativeBuffer(equation.Length);
            equation.Evaluate(state.Span, derivative.Span);
            if (FewestEvaluations * Spent() is var first && first > 2 * seconds)
                return (first, 0);
        }
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = plan.Scenario.Time.Tolerance });
        using CancellationTokenSource enough = new();
        stepper.OnStep = _ =>
        {
            if (Spent() > seconds)
                enough.Cancel();
        };
        stepper.Start(0);
        try
        {
            stepper.AdvanceTo(plan.Scenario.Time.End, state.Span, enough.Token);
        }
        catch (OperationCanceledException)
        {
        }
        return (Math.Min(Spent(), seconds), stepper.Time);
    }
}
