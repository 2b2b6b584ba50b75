using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>The units of a plasma against the formulary of the Naval Research Laboratory, and what is said of data in metres a second.</summary>
public sealed class UnitsTests
{
    /// <summary>
    /// NRL Plasma Formulary: electrons have the thermal speed 4.19e7 sqrt(T) cm/s and the collision time 3.44e5 T^(3/2)/(n ln Lambda) s, n in cm^-3, T in eV. Braginskii's time is
    /// 6 sqrt(2) pi^(3/2) epsilon_0^2 m^(1/2) T^(3/2)/(n q^4 ln Lambda), 3 sqrt(2 pi)/4 times the unit of time.
    /// </summary>
    [Theory]
    [InlineData(1e20, 1000, 15)]
    [InlineData(1e14, 2, 9)]
    public void The_unit_of_time_is_that_of_the_formulary(double density, double temperature, double logarithm)
    {
        var units = new UnitsSettings { Density = density, Temperature = temperature, CoulombLogarithm = logarithm };
        double nrl = 3.44e5 * Math.Pow(temperature, 1.5) / (1e-6 * density * logarithm);
        Assert.Equal(1, units.Seconds(1) * 3 * Math.Sqrt(2 * Math.PI) / 4 / nrl, 2e-3);
        Assert.Equal(1, units.Speed / (4.19e5 * Math.Sqrt(temperature)), 2e-3);
        Assert.Equal(2 * units.Seconds(1), units.Seconds(2), 12);
    }

    /// <summary>For ions of mass A and charge Z it is longer by A^(1/2)/Z^4.</summary>
    [Fact]
    public void Mass_and_charge_scale_as_they_do()
    {
        var electrons = new UnitsSettings { Density = 1e20, Temperature = 1000, CoulombLogarithm = 15 };
        Assert.Equal(Math.Sqrt(1836) / 16, (electrons with { Mass = 1836, Charge = 2 }).Seconds(1) / electrons.Seconds(1), 1e-10);
    }

    private const string Electrons = """
        { "name": "electrons", "dimension": 3, "grid": { "halfWidth": 6, "points": 16 }, "initial": { "type": "gaussian", "covariance": [0.8, 1.1, 1.1] },
          "units": { "density": 1e20, "temperature": 1000, "coulombLogarithm": 15 }, "time": { "end": 2 } }
        """;

    /// <summary>The page works the example by hand; the program prints the same numbers.</summary>
    [Fact]
    public void The_page_and_the_program_have_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        string notes = CommandLine.Run("validate", folder.Write("electrons.json", Electrons)).Error;
        string page = File.ReadAllText(Path.Combine(Benchmarks.Pages.Repository.Root, "docs", "units.md"));
        string line = Regex.Match(notes, "^units: .*$", RegexOptions.Multiline).Value.Trim();
        Assert.NotEmpty(line);
        Assert.Contains(line, page, StringComparison.Ordinal);
        double seconds = double.Parse(Regex.Match(line, @"of time (\S+) s").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(3.858e-6, seconds, 2e-9);
    }

    [Fact]
    public void Units_are_kept_and_belong_to_the_Coulomb_interaction_in_three_dimensions()
    {
        Scenario scenario = ScenarioReader.Read(Encoding.UTF8.GetBytes(Electrons), []).Require("electrons");
        string text = ScenarioWriter.Write(scenario);
        Assert.Equal(text, ScenarioWriter.Write(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Require("electrons")));
        string Faults(params string[] sets) => string.Join("\n", ScenarioReader.Read(Encoding.UTF8.GetBytes(Electrons), sets).Faults);
        Assert.Contains("units is given: needs dimension 3 and kernel.gamma = -3", Faults("kernel.gamma=0"), StringComparison.Ordinal);
        Assert.Contains("1.673E-27 kg are 1836.15 (an electron is 1", Faults("units.mass=1.67262e-27"), StringComparison.Ordinal);
        Assert.Contains("1.602E-19 C are 1", Faults("units.charge=1.602176634e-19"), StringComparison.Ordinal);
        Assert.Contains("units.temperature is 10000000: makes the unit of velocity 1.326E+09 m/s; that is faster than light", Faults("units.temperature=1e7"),
            StringComparison.Ordinal);
        Assert.Empty(Faults("units.mass=1836.15", "units.temperature=1e4"));
        Assert.Contains("units.density: is required", Faults("units={\"temperature\": 10, \"coulombLogarithm\": 10}"), StringComparison.Ordinal);
        Assert.Contains("units.temperature is -1: has to lie in (0, 1e9]", Faults("units.temperature=-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_in_metres_a_second_are_told_how_to_scale()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        var rows = new StringBuilder("vx,vy,vz\n");
        for (int i = 0; i < 400; i++)
            rows.Append(CultureInfo.InvariantCulture, $"{1.3e7 * (random.NextDouble() - 0.5)},{1.3e7 * (random.NextDouble() - 0.5)},{1.3e7 * (random.NextDouble() - 0.5)}\n");
        string text = $$"""
            { "name": "si", "dimension": 3, "grid": { "halfWidth": 6, "points": 16 },
            "initial": { "type": "samples", "file": "{{folder.Write("v.csv", rows.ToString())}}", "bandwidth": 1e6 }, "time": { "end": 1 } }
            """;
        string faults = string.Join("\n", ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Faults);
        Assert.Contains("\"rescale\": true", faults, StringComparison.Ordinal);
        Assert.Contains("m/s", faults, StringComparison.Ordinal);
        Assert.Empty(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), ["rescale=true", "grid.points=64"]).Faults);
    }
}
