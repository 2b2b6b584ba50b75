using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Settings;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The superposition of the three pair densities.</summary>
internal sealed class KirkwoodClosure : IGridModel
{
    public string Name => "kirkwood";

    public int Level => 2;

    public string Formula => "f3 = F12 F13 F23/(f1 f2 f3)";

    public string Reference => "J. G. Kirkwood, Statistical mechanics of fluid mixtures, J. Chem. Phys. 3 (1935) 300";

    public string Cost =>
        "d (d+1)/2 + d matrix products of size n^d an evaluation, on top of cluster; exact at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "The marginal of f_3 is not f_2: int f_{N,2} dv2 departs from f_{N,1} at order 1/N^2 (marginal_defect).",
        "The mass of f_3 is not 1.",
        "Where f is below DensityGuard max f the division by f fades out (report density_guard).",
    ];

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        SolvesLiouville = ParticleNumbers.Two,
        Violates = ModelProperty.MarginalConsistency,
        Triplet = TripletClosure.Kirkwood,
    };

    public ModelSettings Settings => new KirkwoodSettings { Type = Name };

    public int WorkLevel(ParticleNumber particles) => 3;

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.ExclusionOfMultiples(kernel);

    public IKineticEquation Close(ModelInput input) =>
        new PairHierarchy(Name, TripletClosure.Kirkwood, input.Grid, input.Kernel, input.Particles, input.Options);
}

/// <summary>The settings of <see cref="KirkwoodClosure"/>.</summary>
public sealed record KirkwoodSettings : ModelSettings
{
    [Setting("whether f_3 is divided by its mass", Default = "false")]
    public bool? Normalised { get; init; }

    /// <summary>Divided by its mass it is <see cref="KirkwoodNormalisedClosure"/>.</summary>
    public override string Name => Normalised == true ? Type + "-normalised" : Type;
}
