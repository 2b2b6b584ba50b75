using Hierarchy.Invariant;
using Hierarchy.Kernels;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>
/// A model of isotropic data in d = 3, whose pairs are functions of |v1|, |v2| and the cosine between them: it makes an equation that has no grid and knows its own errors.
/// </summary>
internal interface IRadialModel : IModel
{
    /// <summary>What evolves, and which N it runs with.</summary>
    InvariantModel Equation { get; }

    /// <summary>Whether this is the Landau equation, which always runs with the others and is their reference.</summary>
    bool IsReference => Equation.Level == 1;

    /// <summary>The equation of the model, to be started and disposed of.</summary>
    /// <param name="kernel">A(z).</param>
    /// <param name="particles">N.</param>
    /// <param name="datum">f_0 and the pair.</param>
    /// <param name="settings">The settings of the model.</param>
    InvariantEquation Close(CollisionKernel kernel, ParticleNumber particles, InvariantDatum datum, ModelSettings settings) =>
        new(Equation, kernel, particles.Inverse, datum, RadialResolution.For(((RadialSettings)settings).Target, datum, kernel.Gamma));

    /// <summary>Why the model does not take the kernel; null if it does.</summary>
    string? Excludes(CollisionKernel kernel) =>
        Equation.IsLimit && (kernel.Isotropic != 0 || kernel.Viscosity != 0) ? "does not take kernels with a viscosity or a multiple of I" : null;
}
