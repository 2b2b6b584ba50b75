using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Audits;

/// <summary>
/// Remark 2.6: the relative entropy of two solutions of the same Liouville equation does not increase. Computed here at N = 2, where the hierarchy is the
/// Liouville equation, from the datum f x f of the runs and from p x p, p proportional to f (1 + (x^2 - y^2)/(2 + 2 |v|^2)) in units of the thermal speed;
/// summed over the decades of f_2 that are above the noise at all times, on a grid of at most 32 (d = 2) or 10 (d = 3) points an axis, to which f is restricted
/// by its Fourier modes.
/// </summary>
internal sealed class RelativeEntropyDecay : IAuditStatement
{
    private const int Outputs = 5;
    private const double Strength = 0.5;

    public string Equation => "Remark 2.6";

    public string Statement => "relative entropy of two solutions does not increase";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        if (input.Runs.Count == 0)
            yield break;
        AuditRun first = input.Runs[0];
        int most = input.Grid.Dimension == 2 ? 32 : 10;
        VelocityGrid grid = input.Grid.WithPoints(Math.Min(most, input.Grid.Points));
        double[] density = SpectralResample.Of(input.Grid, first.Density(0), grid);
        double[] times = [.. Enumerable.Range(0, Outputs).Select(k => first.Times[0] + k * (first.Times[^1] - first.Times[0]) / (Outputs - 1))];
        QuantityValue[]? values = Evolve(input, grid, density, Deformed(grid, density), times);
        AuditRun solution = new StoredRun(ModelRegistry.Liouville.Name, new ParticleNumber(2), times, [], []);
        string part = FormattableString.Invariant($"n = {grid.Points}");
        yield return values is null ? this.NotApplicable(part, solution, "a solution takes negative values of more than a four-hundredth of its maximum: no density on this grid")
            : MonotoneFunctional.Row(this, input, part, solution, [.. Enumerable.Range(0, Outputs)], time => values[time], true);
    }

    private static double[] Deformed(VelocityGrid grid, double[] density)
    {
        GridMoments moments = GridMoments.Of(grid, density);
        double speed = Math.Sqrt(moments.Temperature);
        double[] deformed = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double square = 1;
            for (int a = 0; a < grid.Dimension; a++)
                square += Math.Pow(Scaled(i, a), 2);
            deformed[i] = density[i] * (1 + Strength * (Math.Pow(Scaled(i, 0), 2) - Math.Pow(Scaled(i, 1), 2)) / square);
        }
        TensorPrimitives.Multiply(deformed, moments.Mass / GridMoments.Of(grid, deformed).Mass, deformed);
        return deformed;

        double Scaled(int i, int a) => (grid.Velocity(i, a) - moments.Momentum[a] / moments.Mass) / speed;
    }

    /// <summary>The relative entropy at all times; null once even the core of a solution is not above its negative values.</summary>
    private static QuantityValue[]? Evolve(AuditInput input, VelocityGrid grid, double[] first, double[] second, double[] times)
    {
        using Solution one = new(input, grid, first), other = new(input, grid, second);
        double[][] shells = new double[times.Length][], mass = new double[times.Length][];
        int kept = DecadeShells.Count;
        for (int k = 0; k < times.Length; k++)
        {
            one.AdvanceTo(times[k] - times[0]);
            other.AdvanceTo(times[k] - times[0]);
            (shells[k], mass[k], int limit) = Relative(grid, one, other);
            if (limit < DecadeShells.Core)
                return null;
            kept = Math.Min(kept, DecadeShells.Decaying(shells[k], limit));
        }
        return [.. shells.Select((shell, k) => new QuantityValue("relative_entropy", DecadeShells.Sum(shell, kept), Omitted(shell, mass[k], kept)))];
    }

    /// <summary>What the decades that are left out may hold: their mass at twice the density that the last kept one has a unit of mass, and not more than that one.</summary>
    private static double Omitted(double[] shells, double[] mass, int kept)
    {
        double last = Math.Abs(shells[kept - 1]), beyond = Math.Max(0, mass.Sum() - mass.Take(kept).Sum());
        return last * Math.Min(1, 2 * beyond / mass[kept - 1]);
    }

    /// <summary>int int q ((1+x) log(1+x) - x), x = p/q - 1, and q itself, by the decades of q, and the number of decades above the noise.</summary>
    private static (double[] Shells, double[] Mass, int Limit) Relative(VelocityGrid grid, Solution p, Solution q)
    {
        int size = grid.Size;
        double[] own = new double[size], other = new double[size], shells = new double[DecadeShells.Count], mass = new double[DecadeShells.Count];
        double maximum = Math.Pow(TensorPrimitives.Max(q.Density), 2), smallest = 0, cell = grid.CellVolume * grid.CellVolume;
        for (int i = 0; i < size; i++)
        {
            p.FillRow(i, own);
            q.FillRow(i, other);
            smallest = Math.Min(smallest, Math.Min(TensorPrimitives.Min<double>(own), TensorPrimitives.Min<double>(other)));
            for (int j = 0; j < size; j++)
            {
                int shell = DecadeShells.Of(other[j], maximum);
                if (shell == DecadeShells.Outside)
                    continue;
                mass[shell] += cell * other[j];
                shells[shell] += cell * other[j] * LogarithmicForms.Convex(own[j] / other[j] - 1);
            }
        }
        return (shells, mass, DecadeShells.AboveNoise(smallest, maximum));
    }

    /// <summary>The hierarchy at N = 2 from a chaotic datum.</summary>
    private sealed class Solution : IDisposable
    {
        private readonly ClusterHierarchy _equation;
        private readonly StabilisedStepper _stepper;
        private readonly double[] _state;

        public Solution(AuditInput input, VelocityGrid grid, double[] density)
        {
            _equation = new ClusterHierarchy(ModelRegistry.Liouville.Name, grid, input.Kernel, new ParticleNumber(2), input.Options with { SinglePairs = false });
            _state = new double[_equation.Length];
            _equation.SetChaotic(density, _state);
            _stepper = new StabilisedStepper(_equation, new StepperOptions { Tolerance = Math.Max(input.Tolerance, 1e-6) });
            _stepper.Start(0);
        }

        public ReadOnlySpan<double> Density => _state.AsSpan(0, _equation.Grid.Size);

        public void AdvanceTo(double time) => _stepper.AdvanceTo(time, _state);

        /// <summary>f_2(v_i, .).</summary>
        public void FillRow(int i, Span<double> row)
        {
            int size = _equation.Grid.Size;
            TensorPrimitives.MultiplyAdd(Density, _state[i], _state.AsSpan(size + i * size, size), row);
        }

        public void Dispose()
        {
            _stepper.Dispose();
            _equation.Dispose();
        }
    }
}
