using System.Diagnostics;
using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Time and memory of an evaluation of the cluster closure with the columns of representatives, in turns with all columns where those fit: d, n and |G| of each
/// case as an argument d:n:order, or the cases of the performance page. The least time of a few turns counts; the time of the processors over the number of threads is what a machine
/// without other work takes, and a little more.
/// </summary>
internal static class SymmetryBenchmark
{
    private const int Turns = 5;

    /// <summary>Values of a pair beyond which all columns are not tried.</summary>
    private const double MostValues = 2e8;

    private static readonly string[] Standard = ["2:32:4", "2:32:8", "3:16:8", "3:16:16", "3:16:48", "3:24:8", "3:24:16", "3:24:48", "3:32:16", "3:48:48"];

    /// <summary>Prints a line a case.</summary>
    public static int Run(string[] arguments)
    {
        Print("| d | n | |G| | columns | ms an evaluation | processor ms a thread | ms with all columns | ratio | largest difference | state, MB | with all, MB | largest memory so far, MB |");
        Print("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (string argument in arguments.Length > 0 ? arguments : Standard)
        {
            int[] numbers = [.. argument.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            Measure(numbers[0], numbers[1], numbers[2]);
        }
        return 0;
    }

    private static void Measure(int dimension, int points, int order)
    {
        var grid = new VelocityGrid(dimension, points, 5);
        AxisSymmetry[] elements = [.. AxisSymmetry.All(dimension).Where(element => Belongs(element, order))];
        var orbits = new VelocityOrbits(grid, elements);
        if (orbits.Order != order)
            throw new ArgumentException($"no group of order {order} is known here");
        bool comparable = Math.Pow(grid.Size, 2) <= MostValues;
        using var reduced = new Trial(grid, orbits, keepAll: false);
        using Trial? whole = comparable ? new Trial(grid, orbits, keepAll: true) : null;
        double least = double.PositiveInfinity, processor = double.PositiveInfinity, leastWhole = double.PositiveInfinity;
        for (int turn = 0; turn < (points > 24 ? 2 : Turns); turn++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            least = Math.Min(least, reduced.Evaluate());
            processor = Math.Min(processor, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / WorkCrew.Threads);
            leastWhole = Math.Min(leastWhole, whole?.Evaluate() ?? double.PositiveInfinity);
        }
        string compared = whole is null ? "| - | - | - |" : $"| {1000 * leastWhole:F1} | {leastWhole / least:F1} | {reduced.Difference(whole, orbits):E1} |";
        double values = reduced.Length, all = grid.Size * (1.0 + grid.Size);
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Print($"| {dimension} | {points} | {order} | {orbits.Count} | {1000 * least:F1} | {1000 * processor:F1} {compared} {values * 8e-6:F0} | {all * 8e-6:F0} | {peak * 1e-6:F0} |");
    }

    /// <summary>2^d: mirrors; 16 in d = 3: exchanges of the last two axes as well; 8 in d = 2 and 48: all.</summary>
    private static bool Belongs(AxisSymmetry element, int order) => order switch
    {
        48 => true,
        16 => element.Axis(0) == 0,
        8 when element.Dimension == 2 => true,
        _ => Enumerable.Range(0, element.Dimension).All(a => element.Axis(a) == a),
    };

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);

    private sealed class Trial : IDisposable
    {
        private readonly IKineticEquation _equation;
        private readonly NativeBuffer _state;
        private readonly NativeBuffer _rate;

        public Trial(VelocityGrid grid, VelocityOrbits orbits, bool keepAll)
        {
            _equation = new ClusterClosure().Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(4), new CollisionOptions { Orbits = orbits, KeepsAllColumns = keepAll });
            _state = new NativeBuffer(_equation.Length);
            _rate = new NativeBuffer(_equation.Length);
            double[] density = [.. Enumerable.Range(0, grid.Size).Select(i => Math.Exp(-0.5 * grid.SpeedSquared(i)) * (1 + 0.1 * grid.SpeedSquared(i)))];
            double mass = density.Sum() * grid.CellVolume;
            for (int i = 0; i < density.Length; i++)
                density[i] /= mass;
            _equation.SetChaotic(density, _state.Span);
            // A correlation: what the product of the densities sends.
            _equation.Evaluate(_state.Span, _rate.Span);
            for (int i = grid.Size; i < _state.Length; i++)
                _state.Span[i] = 0.1 * _rate.Span[i];
        }

        public int Length => _equation.Length;

        public double Evaluate()
        {
            long start = Stopwatch.GetTimestamp();
            _equation.Evaluate(_state.Span, _rate.Span);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        /// <summary>The largest difference to the columns of another rate that this one has, over its largest value.</summary>
        public double Difference(Trial whole, VelocityOrbits orbits)
        {
            int size = orbits.Grid.Size;
            double difference = 0, largest = 0;
            for (int i = 0; i < size; i++)
            {
                for (int k = 0; k < orbits.Count; k++)
                {
                    double exact = whole._rate.Span[size + i * size + orbits.Points[k]];
                    largest = Math.Max(largest, Math.Abs(exact));
                    difference = Math.Max(difference, Math.Abs(_rate.Span[size + i * orbits.Count + k] - exact));
                }
            }
            return difference / largest;
        }

        public void Dispose()
        {
            _state.Dispose();
            _rate.Dispose();
            _equation.Dispose();
        }
    }
}
