using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>One model at one N and one output time.</summary>
public sealed class StateResults
{
    private readonly RunResults _run;
    private readonly int _timeIndex;

    internal StateResults(RunResults run, int timeIndex, double time, IEnumerable<ResultRow> rows)
    {
        _run = run;
        _timeIndex = timeIndex;
        Time = time;
        Quantities = new QuantityResults(run.ToString(), rows);
    }

    /// <summary>The name of the model.</summary>
    public string Model => _run.Model;

    /// <summary>N.</summary>
    public ParticleNumber Particles => _run.Particles;

    /// <summary>The time.</summary>
    public double Time { get; }

    /// <summary>The grid of the velocities; the density has a value for each of its points.</summary>
    public VelocityGrid Grid => _run.Grid;

    /// <summary>f_{N,1} at the points of the grid, n^d values, row-major: the last component of v runs fastest. The array is the caller's own.</summary>
    /// <exception cref="InvalidOperationException">The model has no density: a particle system has estimates, which are among the quantities.</exception>
    /// <exception cref="IOException">A stored field cannot be read.</exception>
    public double[] Density => field ??= _run.DensityAt(_timeIndex, Time);

    /// <summary>g = f_{N,2} - f_{N,1} x f_{N,1}, read by rows; zero where the model takes f_{N,2} as the product.</summary>
    /// <exception cref="InvalidOperationException">It was not kept, or the model has none.</exception>
    /// <exception cref="IOException">A stored field cannot be read.</exception>
    public PairCorrelation Correlation => field ??= _run.CorrelationAt(_timeIndex, Time);

    /// <summary>The quantities by name, with their errors.</summary>
    public QuantityResults Quantities { get; }

    /// <summary>The model, N and the time.</summary>
    public override string ToString() => FormattableString.Invariant($"{_run} at time {Time:G6}");
}
