using System.Diagnostics;
using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Invariant;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>Rotation-invariant pairs.</summary>
internal static class RadialBenchmark
{
    public static unsafe int Run(string[] arguments)
    {
        int elements = int.Parse(arguments[0], CultureInfo.InvariantCulture), modes = int.Parse(arguments[1], CultureInfo.InvariantCulture), degree = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        double tolerance = double.Parse(arguments[3], CultureInfo.InvariantCulture);
        double grading = arguments.Length > 4 ? double.Parse(arguments[4], CultureInfo.InvariantCulture) : 7.389, radius = arguments.Length > 5 ? double.Parse(arguments[5], CultureInfo.InvariantCulture) : 9;
        var watch = Stopwatch.StartNew();
        RadialSplines splines = new(elements, radius, degree, grading);
        RadialBasis basis = new(splines, 1.5, modes);
        PairSystem system = new(basis, new CollisionKernel(-3, 1), 0.25, 1);
        double[] f = new double[basis.Stride], state = new double[system.Length], rate = new double[system.Length];
        basis.Project(r => 0.5 * Normal(r, 0.5) + 0.5 * Normal(r, 1.5), f.AsSpan(0, basis.Count));
        system.Start(f, state);
        Console.WriteLine($"setup {watch.Elapsed.TotalSeconds:F3} s, unknowns {modes * basis.Count * (basis.Count + 1) / 2}");
        system.Evaluate(state, rate);
        watch.Restart();
        for (int i = 0; i < 20; i++)
            system.Evaluate(state, rate);
        Console.WriteLine($"evaluation {watch.Elapsed.TotalMilliseconds / 20:F3} ms");
        double[] b2 = Moment(basis, 4), b4 = Moment(basis, 6), b0 = Moment(basis, 2);
        using StabilisedStepper stepper = new(system, new StepperOptions { Tolerance = tolerance });
        stepper.Start(0);
        using RadialLandau landau = new(basis, IAngularMoments.Of(new CollisionKernel(-3, 1)));
        double[] reference = new double[landau.Length];
        landau.Start(f, reference);
        using StabilisedStepper direct = new(landau, new StepperOptions { Tolerance = tolerance });
        direct.Start(0);
        watch.Restart();
        foreach (double time in (double[])[0, 0.25, 1])
        {
            stepper.AdvanceTo(time, state);
            double mass = 4 * Math.PI * Dot(b0, state), energy = 4 * Math.PI * Dot(b2, state), fourth = 4 * Math.PI * Dot(b4, state);
            int n = basis.Count, s = basis.Stride;
            double cov = 16 * Math.PI * Math.PI * Form(state.AsSpan(s), b2, n, s);
            double second = modes > 2 ? 16 * Math.PI * Math.PI / 5 * Form(state.AsSpan(s + 2 * n * s), b2, n, s) : 0;
            Console.WriteLine($"t={time} mass {mass - 1:E2} energy {energy - 3:E2} fourth {fourth:F7} cov {cov:F8} inv {fourth + 3 * cov - 20.625:E2} dot2 {cov / 3 + 2 * second / 3:F8}   {watch.Elapsed.TotalSeconds:F2} s, {stepper.Statistics.Evaluations} ev {stepper.Statistics.Steps} steps rho {stepper.Save().SpectralRadius:F0}");
            direct.AdvanceTo(time, reference);
            if (time == 0.25)
                Print(basis, system.View(state), landau.View(reference));
        }
        return 0;
    }

    private static void Print(RadialBasis basis, InvariantPair pair, InvariantPair landau)
    {
        var watch = Stopwatch.StartNew();
        PairFunctionalSums sums = PairQuadrature.Of(pair);
        double sweep = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  error_l1 {RadialFunctionals.Absolute(basis, r => pair.Density(r) - landau.Density(r)):F8} [.0094989(3)]  g_1 {sums.Absolute:F8} [.0133984(9)] g_2 {Math.Sqrt(sums.Square):E5}");
        (double entropy, double fisher) = RadialFunctionals.Information(pair);
        Console.WriteLine($"  I_1 {fisher:F7} [3.295273] I_2 {fisher + sums.Fisher / 2:F7} [3.296804] excluded {sums.Excluded:E2} MI {sums.Information:E6} rel {sums.Fisher:E6} min F {sums.Smallest:E2} neg {sums.NegativeMass:E2} H {entropy:F8}");
        watch.Restart();
        SingularIntegral one = new(basis, u => 1 / u), strong = new(basis, u => Math.Pow(u, -1.5));
        double build = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  int F/z {one.Of(pair):F7} [.595011] int F/z^1.5 {strong.Of(pair):F7} [.537285]  functionals {sweep:F2} s singular {build:F2}");
    }

    private static double Normal(double r, double t) => Math.Pow(2 * Math.PI * t, -1.5) * Math.Exp(-0.5 * r * r / t);

    private static double[] Moment(RadialBasis basis, int power)
    {
        double[] result = new double[basis.Stride];
        for (int a = 0; a < basis.PointCount; a++)
        {
            for (int i = 0; i < basis.Support; i++)
                result[basis.Splines.First(a / 8) + i] += basis.Weights[a] * Math.Pow(basis.Radii[a], power) * basis.Gaussian(basis.Radii[a]) * basis.Values(0)[a * basis.Support + i];
        }
        return result;
    }

    private static double Dot(double[] x, Span<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static double Form(Span<double> c, double[] b, int n, int s)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                sum += b[i] * c[i * s + j] * b[j];
        }
        return sum;
    }
}
