using System.ComponentModel.DataAnnotations;
using Hierarchy.Settings;

namespace Hierarchy.Densities;

/// <summary>An exact solution of the Landau equation for Maxwell molecules at some time.</summary>
public abstract record ExactSolutionSettings : DensitySettings
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private protected ExactSolutionSettings(string type)
        : base(type)
    {
    }

    [Setting("the time of the exact solution at which the run starts")]
    [Range(0, double.PositiveInfinity)]
    public double Time { get; init; }

    internal override DensitySettings After(double time) => this with { Time = Time + time };

    internal override void Check(IDensityRules rules)
    {
        if (rules.Input.Gamma != 0 && rules.Knows("kernel.gamma"))
            rules.Warn($"\"{Type.ToLowerInvariant()}\" is an exact solution for kernel.gamma = 0 only; here it is merely an initial density");
    }
}
