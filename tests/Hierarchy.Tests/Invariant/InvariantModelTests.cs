using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Invariant;

public sealed class InvariantModelTests
{
    [Fact]
    public void A_mixture_of_Maxwellians_is_stationary()
    {
        // Each component is in equilibrium: f and g = sum w (f^k - f)(f^k - f) stay, E|v1|^2|v2|^2 - (E|v|^2)^2 = (9/4) (T1 - T2)^2 at equal weights.
        InvariantDatum datum = RadialTrial.TwoTemperatures with { IsMixture = true };
        var found = RadialTrial.Run("mixture-radial", double.PositiveInfinity, RadialTrial.Coulomb, datum, new RadialResolution(18, 2, 1e-3), 0, 0.3);
        Assert.Equal(2.25, found[0]["pair_energy_covariance"].Value, 1e-8);
        foreach (string name in (string[])["pair_energy_covariance", "fourth_moment", "chaos_l1", "chaos_l2", "mutual_information", "fisher_2"])
            Assert.Equal(found[0][name].Value, found[1][name].Value, 1e-5 * found[0][name].Value);
        Assert.InRange(found[1]["invariant_energy"].Value, 0, 1e-8);
    }

    [Fact]
    public void Two_particles_obey_the_Liouville_equation_whatever_the_closure()
    {
        string[] names = ["fourth_moment", "pair_energy_covariance", "chaos_l2", "mutual_information", "coulomb_integral"];
        var exact = RadialTrial.Run("liouville-radial", 2, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, new RadialResolution(10, 5, 1e-2), 0.1)[0];
        foreach (string model in (string[])["tensorised2-radial", "pair-tensorised-radial", "cluster-radial"])
        {
            var found = RadialTrial.Run(model, 2, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, new RadialResolution(10, 5, 1e-2), 0.1)[0];
            Assert.All(names, name => Assert.Equal(exact[name].Value, found[name].Value));
        }
    }

    [Theory]
    [InlineData("tensorised2-radial", 0), InlineData("pair-tensorised-radial", 1.0 / 3)]
    public void Closures_without_the_marginal_keep_the_invariants_and_have_the_right_second_derivative(string model, double bond)
    {
        // gamma = 0: d_t E r1^2 r2^2 = (8/N)(m - 2c + p) and d_t p = -(24 bond (N-2)/N) (p - c/3) + what the marginal defect adds, which is of the second order in t.
        const double time = 0.005;
        const int n = 4;
        var found = RadialTrial.Run(model, n, new CollisionKernel(0, 1), RadialTrial.TwoTemperatures, new RadialResolution(12, 4, 1e-4), time)[0];
        double drive = 18.75 - 18 + 3, slope = 8.0 / n * drive;
        Assert.Equal(slope * time, found["pair_energy_covariance"].Value, 0.1 * slope * time);
        Assert.Equal(24 * bond * (n - 2) / n / 3 * slope * time * time / 2, found["pair_projection_covariance"].Value, 2e-4);
        Assert.InRange(found["invariant_energy"].Value, 0, 1e-11);
        Assert.InRange(found["invariant_momentum"].Value, 0, 1e-12);
        Assert.Equal(1, found["mass"].Value, 1e-13);
        Assert.Equal(3, found["energy"].Value, 1e-8);
    }

    [Fact]
    public void Distances_of_pairs_to_the_product_obey_the_chain_rules()
    {
        // f is the marginal of F: H(F|p p) = H(F|f f) + 2 H(f|p) and I(F|p p) = I(F|f f) + 2 I(f|p), for every p; the L1 distance lies between that of f and the sum of both.
        var found = RadialTrial.Run("cluster-radial", 4, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, new RadialResolution(14, 8, 1e-3), 0.25)[0];
        double Value(string name) => found[name].Value;
        Assert.Equal(Value("mutual_information") + 2 * Value("relative_entropy_to_landau"), Value("pair_relative_entropy_to_landau"), 1e-5 * Value("mutual_information"));
        Assert.Equal(Value("relative_fisher") + 2 * Value("relative_fisher_to_landau"), Value("pair_relative_fisher_to_landau"), 1e-3 * Value("relative_fisher"));
        Assert.InRange(Value("error_pair_l1"), Value("error_l1"), Value("chaos_l1") + 2 * Value("error_l1"));
    }

    [Fact]
    public void The_cluster_closure_tends_to_the_leading_order()
    {
        RadialResolution resolution = new(12, 7, 1e-3);
        var limit = RadialTrial.Run("leading-order-radial", double.PositiveInfinity, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, resolution, 0.1)[0];
        double before = 0;
        foreach (int particles in (int[])[32, 128])
        {
            var found = RadialTrial.Run("cluster-radial", particles, RadialTrial.Coulomb, RadialTrial.TwoTemperatures, resolution, 0.1)[0];
            double difference = Math.Abs(particles * found["pair_energy_covariance"].Value / limit["energy_covariance_limit"].Value - 1);
            // The next term of the expansion falls like 1/N.
            Assert.InRange(difference, 0, 0.5 / particles);
            Assert.True(before == 0 || before / difference > 3, $"{before} {difference}");
            before = difference;
        }
    }

    [Fact]
    public void An_evaluation_allocates_nothing_and_the_number_of_threads_changes_no_bit()
    {
        int threads = WorkCrew.Threads;
        try
        {
            double[][] rates = new double[2][];
            for (int k = 0; k < 2; k++)
            {
                WorkCrew.Threads = k + 1;
                InvariantModel model = ((IRadialModel)ModelRegistry.Find("leading-order-radial")!).Equation;
                using InvariantEquation equation = new(model, RadialTrial.Coulomb, 0, RadialTrial.TwoTemperatures, new RadialResolution(9, 4, 1e-2));
                double[] state = new double[equation.Length];
                rates[k] = new double[equation.Length];
                equation.Start(state);
                equation.Evaluate(state, rates[k]);
                for (int i = 0; i < state.Length; i++)
                    state[i] += 0.01 * rates[k][i];
                equation.Evaluate(state, rates[k]);
                long before = GC.GetAllocatedBytesForCurrentThread();
                equation.Evaluate(state, rates[k]);
                Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            }
            Assert.Equal(rates[0], rates[1]);
        }
        finally
        {
            WorkCrew.Threads = threads;
        }
    }

    [Fact]
    public void Errors_that_are_stated_cover_the_errors_that_are_made()
    {
        var coarse = RadialTrial.Run("cluster-radial", 8, new CollisionKernel(-2, 1), RadialTrial.TwoTemperatures, RadialResolution.For(1e-3), 0.2)[0];
        var fine = RadialTrial.Run("cluster-radial", 8, new CollisionKernel(-2, 1), RadialTrial.TwoTemperatures, RadialResolution.For(1e-4), 0.2)[0];
        string[] names =
        [
            "fourth_moment", "entropy_1", "fisher_1", "fisher_2", "error_l1", "error_l2", "chaos_l1", "chaos_l2", "mutual_information", "relative_fisher",
            "pair_energy_covariance", "pair_projection_covariance", "coulomb_integral", "coulomb_integral_3_2", "relative_entropy_to_landau",
        ];
        foreach (string name in names)
        {
            double error = Math.Abs(coarse[name].Value - fine[name].Value);
            Assert.True(error <= coarse[name].Error + fine[name].Error, $"{name}: {error:E2} > {coarse[name].Error:E2}");
            Assert.True(coarse[name].Error <= 3e-3 * Math.Abs(fine[name].Value), $"{name}: {coarse[name].Error:E2} of {fine[name].Value:E2}");
        }
    }

    [Fact]
    public void A_sharp_shell_takes_more_elements_than_a_Maxwellian()
    {
        InvariantDatum shell = IsotropicData.Of([new ShellDensity(3, 40, 1.6)]), maxwellian = InvariantDatum.Gaussians((1, 1.0));
        Assert.Equal(RadialResolution.For(1e-4), RadialResolution.For(1e-4, maxwellian, -3));
        Assert.InRange(RadialResolution.For(1e-4, shell, -3).Elements, RadialResolution.For(1e-4).Elements + 2, 72);
    }
}
