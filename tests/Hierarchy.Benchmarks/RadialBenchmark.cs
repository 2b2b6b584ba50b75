using System.Diagnostics;
using System.Globalization;
using Hierarchy.Invariant;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Rotation-invariant pairs, half T = .5 and half T = 1.5, Coulomb: time of an evaluation by unknowns, with the exponent of the law; a run to t = 1 at
/// accuracies 1e-3, 1e-4 and 1e-5 against a finer one; or, given a model and N, all quantities at t = 1/4 and 1.
/// </summary>
internal static class RadialBenchmark
{
    private static readonly InvariantDatum Datum = InvariantDatum.Gaussians((0.5, 0.5), (0.5, 1.5));

    /// <summary>No arguments for the tables; or model, N, accuracy, gamma.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            PrintLaw();
            PrintAccuracy();
            return 0;
        }
        double Number(int at, double otherwise) => arguments.Length > at ? double.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;
        if (Find(arguments[0]) is not { } model)
        {
            Console.Error.WriteLine($"one of: {string.Join(", ", ModelRegistry.All.OfType<IRadialModel>().Select(found => found.Name))}");
            return 1;
        }
        using RadialRun run = new(model, new CollisionKernel(Number(3, -3), 1), 1 / Number(1, 4), RadialResolution.For(Number(2, 1e-4)));
        foreach (double time in (double[])[0.25, 1])
        {
            run.Advance(time);
            Console.WriteLine($"t = {time}: {run.Seconds:F2} s, {run.Statistics.Evaluations} evaluations");
            foreach (InvariantValue value in run.Quantities().Values)
                Console.WriteLine($"  {value.Name,-34} {value.Value,20:G12} {value.Error:E1} {value.Noise:E1}");
        }
        return 0;
    }

    private static InvariantModel? Find(string name) => (ModelRegistry.Find(name) as IRadialModel)?.Equation;

    private static void PrintLaw()
    {
        Console.WriteLine("one evaluation of cluster, N = 4: elements modes unknowns setup/s  ms with 1 thread, with all, exponent in unknowns");
        double before = 0, unknownsBefore = 0;
        foreach ((int elements, int modes) in ((int, int)[])[(12, 7), (17, 11), (21, 14), (26, 20), (32, 26)])
        {
            var watch = Stopwatch.StartNew();
            using RadialBasis basis = new RadialResolution(elements, modes, 1e-2).Basis(Datum.Temperature, -3);
            using PairSystem system = new(basis, new CollisionKernel(-3, 1), 0.25, 1);
            double setup = watch.Elapsed.TotalSeconds;
            double[] state = new double[system.Length], rate = new double[system.Length];
            system.Start(Datum, state);
            int unknowns = basis.Count + modes * basis.Count * (basis.Count + 1) / 2, threads = WorkCrew.Threads;
            double both = Milliseconds(() => system.Evaluate(state, rate));
            WorkCrew.Threads = 1;
            double one = Milliseconds(() => system.Evaluate(state, rate));
            WorkCrew.Threads = threads;
            string exponent = before > 0 ? (Math.Log(one / before) / Math.Log(unknowns / unknownsBefore)).ToString("F2", CultureInfo.InvariantCulture) : "";
            Console.WriteLine($"  {elements,3} {modes,3} {unknowns,6}  {setup,6:F3}  {one,7:F3} {both,7:F3}  {exponent}");
            (before, unknownsBefore) = (one, unknowns);
        }
    }

    private static void PrintAccuracy()
    {
        string[] names = ["fourth_moment", "error_l1", "chaos_l1", "pair_energy_covariance", "mutual_information", "relative_fisher", "coulomb_integral_3_2"];
        InvariantModel cluster = Find("cluster-radial")!;
        CollisionKernel kernel = new(-3, 1);
        using RadialRun reference = new(cluster, kernel, 0.25, RadialResolution.For(3e-6));
        reference.Advance(1);
        Dictionary<string, InvariantValue> exact = reference.Quantities();
        Console.WriteLine("cluster, N = 4, to t = 1, setup and quantities at the end included;");
        Console.WriteLine($"relative difference to a run at 3e-6 ({reference.Seconds:F1} s), and the error that the run states");
        Console.WriteLine($"  accuracy unknowns seconds cpu {string.Join("  ", names)}");
        foreach (double accuracy in (double[])[1e-3, 1e-4, 1e-5])
        {
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            using RadialRun run = new(cluster, kernel, 0.25, RadialResolution.For(accuracy));
            run.Advance(1);
            Dictionary<string, InvariantValue> found = run.Quantities();
            double seconds = watch.Elapsed.TotalSeconds, used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
            IEnumerable<string> errors = names.Select(name => $"{Math.Abs(found[name].Value / exact[name].Value - 1):E1}/{Math.Abs(found[name].Error / exact[name].Value):E1}");
            Console.WriteLine($"  {accuracy:E0} {run.Unknowns,6} {seconds,6:F2} {used,6:F2}  {string.Join("  ", errors)}");
        }
    }

    private static double Milliseconds(Action action)
    {
        action();
        List<double> times = [];
        for (int k = 0; k < 15; k++)
        {
            var watch = Stopwatch.StartNew();
            action();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>A run of one model.</summary>
    private sealed class RadialRun : IDisposable
    {
        private readonly InvariantEquation _equation;
        private readonly StabilisedStepper _stepper;
        private readonly double[] _state;
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public RadialRun(InvariantModel model, CollisionKernel kernel, double inverse, RadialResolution resolution)
        {
            _equation = new InvariantEquation(model, kernel, inverse, Datum, resolution);
            _state = new double[_equation.Length];
            _equation.Start(_state);
            _stepper = new StabilisedStepper(_equation, new StepperOptions { Tolerance = _equation.Tolerance });
            _stepper.Start(0);
        }

        public double Seconds => _watch.Elapsed.TotalSeconds;

        public int Unknowns => _equation.Unknowns;

        public StepStatistics Statistics => _stepper.Statistics;

        public void Advance(double time) => _stepper.AdvanceTo(time, _state);

        public Dictionary<string, InvariantValue> Quantities() => _equation.Quantities(_state).ToDictionary(value => value.Name);

        public void Dispose()
        {
            _stepper.Dispose();
            _equation.Dispose();
        }
    }
}
