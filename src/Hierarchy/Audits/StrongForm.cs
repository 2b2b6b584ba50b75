using System.Numerics.Tensors;
using Hierarchy.Equations;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// The equation of a run in strong form on its stored states: f and g at the end less those at the start, against the time integral of the right-hand side at
/// the stored states, point by point in L1.
/// </summary>
/// <remarks>
/// The right-hand side is that of the same discrete equation, so the grid drops out and what is left is the quadrature in time, whose error the rules of lower
/// order give point by point, and the tolerance of the steps. It sees every wrong factor that the weak forms lose in the errors of the grid. g is followed on
/// at most <see cref="MostRows"/> of its rows.
/// </remarks>
internal sealed class StrongForm
{
    /// <summary>The rows g(v1, .) that are followed.</summary>
    private const int MostRows = 256;

    /// <summary>How many times the estimated errors count as noise.</summary>
    private const double Safety = 3;

    private readonly double[] _times;
    private readonly double[][] _states;
    private readonly double[][] _rates;

    private StrongForm(double[] times, double[][] states, double[][] rates) => (_times, _states, _rates) = (times, states, rates);

    /// <summary>
    /// The states and rates of a run, f first and then the rows of g; null with the reason where its equation cannot be evaluated at stored states: fewer than
    /// four times, no right-hand side, or a state that is more than f and g.
    /// </summary>
    public static (StrongForm? Form, string Reason) Of(AuditInput input, AuditRun run)
    {
        int[] times = run.PairTimes;
        if (times.Length < 4)
            return (null, "the states must be kept at four output times at least");
        if (input.Options.SinglePairs && run.HasCorrelation)
            return (null, "g is kept in single precision");
        if (ModelRegistry.Find(run.Model) is not IGridModel model || (run.SolvesLiouville && run.Particles.Value == 3))
            return (null, "the state of the model is more than f and g");
        if (model.Excludes(run.Particles, input.Grid.Dimension) is { } reason)
            return (null, reason);
        using IKineticEquation equation = Equation(input, run, model);
        int size = input.Grid.Size;
        if (!equation.HasDerivative || equation.Length != (run.HasCorrelation ? size + size * size : size))
            return (null, "the state of the model is more than f and g");
        int[] rows = run.HasCorrelation ? Rows(size) : [];
        double[][] states = new double[times.Length][], rates = new double[times.Length][];
        using NativeBuffer state = new(equation.Length), rate = new(equation.Length);
        for (int k = 0; k < times.Length; k++)
        {
            // The datum fixes the corrections; the states of later times take its place.
            if (k == 0)
                equation.SetChaotic(run.Density(times[0]), state.Span);
            Fill(run, times[k], size, state.Span);
            equation.Evaluate(state.Span, rate.Span);
            (states[k], rates[k]) = (Chosen(state.Span, size, rows), Chosen(rate.Span, size, rows));
        }
        return (new StrongForm([.. times.Select(time => run.Times[time])], states, rates), "");
    }

    /// <summary>The row of f or of g.</summary>
    public AuditRow Row(IAuditStatement statement, string part, AuditInput input, AuditRun run, bool pair, bool isTheorem)
    {
        int size = input.Grid.Size, from = pair ? size : 0, to = pair ? _states[0].Length : size;
        double weight = pair ? input.Grid.CellVolume * input.Grid.CellVolume * size * (double)size / (to - from) : input.Grid.CellVolume;
        double residual = 0, error = 0, change = 0;
        double[] rates = new double[_times.Length];
        for (int i = from; i < to; i++)
        {
            for (int k = 0; k < rates.Length; k++)
                rates[k] = _rates[k][i];
            (double integral, double rule) = TimeQuadrature.Integrate(_times, rates);
            double difference = _states[^1][i] - _states[0][i];
            (residual, error, change) = (residual + weight * Math.Abs(difference - integral), error + weight * rule, change + weight * Math.Abs(difference));
        }
        double norm = TensorPrimitives.Norm(_states[0].AsSpan(0, size)) * Math.Sqrt(input.Grid.CellVolume), box = Math.Pow(2 * input.Grid.HalfWidth, input.Grid.Dimension / 2.0);
        // The steps keep the root mean square of f to the tolerance, and that of g to the same part of that of f x f, over N.
        error += input.Tolerance * norm * box * (pair ? norm * box * (run.Particles.IsInfinite ? 1 : run.Particles.Inverse) : 1);
        return Residual(statement, part, run, change, residual, Safety * error, isTheorem);
    }

    private static AuditRow Residual(IAuditStatement statement, string part, AuditRun run, double change, double residual, double error, bool isTheorem)
    {
        string note = FormattableString.Invariant($"left: L1 norm of the residual, right: its error; L1 norm of the change {change:E2}");
        AuditRow row = statement.Inequality(part, run, run.Span(), residual, error, 0, isTheorem, note) with { Floor = error };
        return double.IsNaN(residual + error) ? row with { Verdict = AuditVerdict.NotApplicable }
            : row with { Verdict = residual > error ? AuditVerdict.Violated : error <= change / 2 || residual == 0 ? AuditVerdict.Holds : AuditVerdict.BelowNoise };
    }

    /// <summary>The equation of the model; that of a state which advances by whole steps is the closure that it truncates.</summary>
    private static IKineticEquation Equation(AuditInput input, AuditRun run, IGridModel model)
    {
        IKineticEquation own = model.Close(input.Grid, input.Kernel, run.Particles, input.Options);
        if (own.HasDerivative || run.Bond != 1)
            return own;
        own.Dispose();
        return new ClusterHierarchy(run.Model, input.Grid, input.Kernel, run.Particles, input.Options);
    }

    private static void Fill(AuditRun run, int time, int size, Span<double> state)
    {
        run.Density(time).CopyTo(state);
        if (!run.HasCorrelation)
            return;
        PairCorrelation correlation = run.Correlation(time)!;
        double[] scratch = new double[Math.Max(size, correlation.ScratchLength)];
        for (int i = 0; i < size; i++)
            correlation.Row(i, scratch).CopyTo(state.Slice(size + i * size, size));
    }

    private static int[] Rows(int size)
    {
        int stride = (size + MostRows - 1) / MostRows;
        // An odd stride meets all places along the axes, whose numbers of points are even.
        return [.. Enumerable.Range(0, size).Where(i => i % (stride | 1) == stride / 2)];
    }

    private static double[] Chosen(ReadOnlySpan<double> state, int size, int[] rows)
    {
        double[] chosen = new double[size + rows.Length * size];
        state[..size].CopyTo(chosen);
        for (int k = 0; k < rows.Length; k++)
            state.Slice(size + rows[k] * size, size).CopyTo(chosen.AsSpan(size + k * size));
        return chosen;
    }
}
