using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Hierarchy.Settings;

namespace Hierarchy.Scenarios;

/// <summary>
/// The plasma whose units the numbers of a scenario are in. With the thermal speed v_0 = (T/m)^(1/2) as the unit of velocity and f = n v_0^-3 times the density
/// of the scenario, Landau's equation with its factor q^4 ln Lambda/(8 pi epsilon_0^2 m^2) is that of the scenario with the strength 1 if the unit of time is
/// t_0 = 8 pi epsilon_0^2 m^2 v_0^3/(n q^4 ln Lambda). With another strength it is the strength times t_0. Results do not depend on it.
/// </summary>
public sealed record UnitsSettings
{
    /// <summary>Constants of CODATA 2018 in SI units.</summary>
    internal const double ElementaryCharge = 1.602176634e-19, ElectronMass = 9.1093837015e-31, VacuumPermittivity = 8.8541878128e-12;

    /// <summary>Masses and charges below these are in SI units by mistake.</summary>
    internal const double LeastMass = 1e-20, LeastCharge = 1e-10;

    /// <summary>The speed of light in metres a second.</summary>
    internal const double LargestSpeed = 299792458;

    [Setting("n, the number of particles in a cubic metre")]
    [Range(0, 1e28, MinimumIsExclusive = true)]
    public required double Density { get; init; }

    [Setting("T in electron volts, the temperature at which a component of the velocity has the variance 1")]
    [Range(0, 1e9, MinimumIsExclusive = true)]
    public required double Temperature { get; init; }

    [Setting("m, the mass of a particle in electron masses; 1836.15 for protons")]
    [Range(0, 1e9, MinimumIsExclusive = true)]
    public double Mass { get; init; } = 1;

    [Setting("the charge of a particle in elementary charges")]
    [Range(0, 1e3, MinimumIsExclusive = true)]
    public double Charge { get; init; } = 1;

    [Setting("ln Lambda")]
    [Range(0, 1e3, MinimumIsExclusive = true)]
    public required double CoulombLogarithm { get; init; }

    /// <summary>v_0 in metres a second.</summary>
    public double Speed => Math.Sqrt(Temperature * ElementaryCharge / (Mass * ElectronMass));

    /// <summary>The seconds that a unit of time takes.</summary>
    /// <param name="strength">The strength of the kernel.</param>
    public double Seconds(double strength)
    {
        double mass = Mass * ElectronMass, charge = Charge * ElementaryCharge, square = charge * charge / VacuumPermittivity;
        return strength * 8 * Math.PI * mass * mass * Math.Pow(Speed, 3) / (Density * square * square * CoulombLogarithm);
    }

    /// <summary>One line: what a unit of velocity and of time is, and the end of the runs in seconds.</summary>
    internal string Line(Scenario scenario) => string.Create(
        CultureInfo.InvariantCulture,
        $"units: 1 of velocity is {Speed:G5} m/s, 1 of time {Seconds(scenario.Kernel.Strength):G5} s (strength {scenario.Kernel.Strength:G5}), so that time.end = "
            + $"{scenario.Time.End:G5} is {scenario.Time.End * Seconds(scenario.Kernel.Strength):G5} s");
}
