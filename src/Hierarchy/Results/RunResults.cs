using System.Globalization;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>The results of one model at one N.</summary>
public sealed class RunResults
{
    private const double TimeTolerance = 1e-9;
    private readonly Results _results;
    private readonly PlannedRun _run;

    internal RunResults(Results results, PlannedRun run, RunStatus status, string message, IReadOnlyList<double> times)
    {
        _results = results;
        _run = run;
        Status = status;
        Message = message;
        Times = times;
    }

    /// <summary>The name of the model.</summary>
    public string Model => _run.Model;

    /// <summary>N; infinity for the direct solver.</summary>
    public ParticleNumber Particles => _run.Particles;

    /// <summary>How the run ended.</summary>
    public RunStatus Status { get; }

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Message { get; }

    /// <summary>What its values can be trusted with.</summary>
    public RunVerdict Verdict => field ??= RunVerdict.Of(_run.IsParticles, Times.SelectMany(time => _results.RowsAt(Model, Particles, time)), Grid.HalfWidth);

    /// <summary>The output times that the run reached, from 0 on.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>The grid of the velocities.</summary>
    public VelocityGrid Grid => _results.Grid;

    /// <summary>The state at an output time.</summary>
    /// <exception cref="KeyNotFoundException">The time is none of <see cref="Times"/> (to nine digits); the message names the nearest.</exception>
    public StateResults At(double time)
    {
        for (int i = 0; i < _results.Times.Count; i++)
        {
            double known = _results.Times[i];
            if (Math.Abs(known - time) <= TimeTolerance * Math.Max(1, Math.Abs(known)) && Times.Contains(known))
                return new StateResults(this, i, known, _results.RowsAt(Model, Particles, known));
        }
        string ending = Status is RunStatus.Failed or RunStatus.Unphysical ? $" ({Message})" : "";
        throw new KeyNotFoundException(Missing.Time(ToString(), time, Times) + ending);
    }

    /// <summary>A quantity at all output times that have it; empty if none has.</summary>
    public TimeSeries Series(string quantity) => TimeSeries.Of(_results.Table, Model, Particles, quantity);

    /// <summary>The model and N.</summary>
    public override string ToString() => _run.ToString();

    internal double[] DensityAt(int timeIndex, double time)
    {
        if (_run.IsParticles)
            throw new InvalidOperationException($"{this} is a system of particles: its quantities are estimates, and there is no density on the grid");
        return _results.Fields?.Density(Model, Particles, timeIndex)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"the density of {this} at time {time:G6} is not among what was stored{WithoutFields(timeIndex)}"));
    }

    internal PairCorrelation CorrelationAt(int timeIndex, double time)
    {
        if (_run.IsParticles)
            throw new InvalidOperationException($"{this} is a system of particles: its quantities are estimates, and there is no pair correlation on the grid");
        if (!_run.HasCorrelation)
            return PairCorrelation.Zero(Grid);
        if (_results.Fields?.Correlation(Model, Particles, timeIndex) is { } pair)
            return pair;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"the pair correlation of {this} at time {time:G6} was not kept{(WithoutFields(timeIndex) is { Length: > 0 } others ? others
                : $"; a scenario whose output.pair is true keeps the pair correlations, {_results.Plan.PairBytes / 1e6:F0} MB in all")}"));
    }

    /// <summary>The times that have fields, where one has none.</summary>
    private string WithoutFields(int timeIndex) => _results.Plan.FieldIndex(timeIndex) >= 0 ? ""
        : $"; output.fields keeps fields at the times {string.Join(", ", _results.Plan.FieldTimes.Select(time => time.ToString("G6", CultureInfo.InvariantCulture)))}";
}
