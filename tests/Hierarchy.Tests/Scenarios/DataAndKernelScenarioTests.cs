namespace Hierarchy.Tests.Scenarios;

/// <summary>The shipped scenarios of regularised kernels and of initial data, at reduced size, against what is known of them.</summary>
public sealed class DataAndKernelScenarioTests
{
    [Fact]
    public void The_shell_relaxes_towards_the_unit_Maxwellian()
    {
        ScenarioRun run = ScenarioRun.Of("rosenbluth-shell-3d", "grid.points=24", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-4");
        Assert.Equal(1, run[0, "mass"], 1e-12);
        Assert.Equal(3, run[0.2, "energy"], 1e-11);
        // E r^4/(E r^2)^2 of the shell: J_6 J_2/J_4^2 from the recurrence J_{k+1} = J_k + k J_{k-1}/20, up to exp(-10).
        double[] moments = [1, 1, 0, 0, 0, 0, 0];
        for (int k = 1; k < 6; k++)
            moments[k + 1] = moments[k] + k / 20.0 * moments[k - 1];
        Assert.Equal(9 * moments[6] * moments[2] / (moments[4] * moments[4]), run[0, "fourth_moment"], 2e-2);
        Assert.InRange(run[0.2, "fourth_moment"], run[0, "fourth_moment"] + 0.5, 15);
        Assert.True(run[0.2, "entropy_1"] < run[0, "entropy_1"]);
    }

    [Fact]
    public void The_viscosity_of_the_cut_off_heats_every_model_alike()
    {
        ScenarioRun run = ScenarioRun.Of("cutoff-viscosity-2d", "grid.points=16", "time.end=0.1", "time.output=0.1", "time.tolerance=1e-3");
        Assert.Equal(run[0, "energy"] + 0.2 * run[0, "mass"], run[0.1, "energy"], 1e-11);
        foreach (string model in (string[])["tensorised", "cluster"])
        {
            foreach (int n in (int[])[4, 16])
                Assert.Equal(run[0.1, "energy"], run[model, n, 0.1, "energy"], 1e-11);
        }
    }

    [Fact]
    public void The_softened_kernel_conserves_and_differs_little()
    {
        string[] sets = ["grid.points=16", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-5", "models=[]"];
        ScenarioRun softened = ScenarioRun.Of("softened-coulomb-2d", sets),
            plain = ScenarioRun.Of("softened-coulomb-2d", [.. sets, "kernel.regularisation=none", "kernel.epsilon=0"]);
        Assert.Equal(softened[0, "energy"], softened[0.2, "energy"], 1e-11);
        double change = plain[0.2, "covariance_xx"] - plain[0, "covariance_xx"];
        Assert.InRange((softened[0.2, "covariance_xx"] - plain[0.2, "covariance_xx"]) / Math.Abs(change), 1e-3, 0.1);
    }

    /// <summary>
    /// At the start the distance to the product is 0.4 (E|p~|)^2 with p = sin v_x, of which two beams have the mean zero. The two states of the mixture keep
    /// their momenta.
    /// </summary>
    [Fact]
    public void The_perturbed_pair_starts_as_stated_and_stays_correlated()
    {
        ScenarioRun run = ScenarioRun.Of("perturbed-pair-2d", "grid.points=20", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-4");
        double mean = MathNet.Numerics.Integration.GaussLegendreRule.Integrate(
            x => Math.Abs(Math.Sin(x)) * Math.Exp(-0.5 * (x - 0.9) * (x - 0.9) / 0.6) / Math.Sqrt(2 * Math.PI * 0.6), -6, 8, 512);
        Assert.Equal(0.4 * mean * mean, run["cluster", "infinity", 0, "chaos_l1"], 0.02);
        Assert.Equal(run["cluster", "infinity", 0, "pair_covariance_xx"], run["cluster", "infinity", 0.2, "pair_covariance_xx"], 1e-10);
        Assert.True(run["cluster", "infinity", 0, "pair_covariance_xx"] > 0.1);
        Assert.True(run["cluster", "infinity", 0.2, "error_l1"] > 1e-2);
        Assert.InRange(run["tensorised", "infinity", 0.2, "error_l1"], 0, 1e-12);
    }
}
