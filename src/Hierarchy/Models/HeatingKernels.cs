using Hierarchy.Kernels;

namespace Hierarchy.Models;

/// <summary>Kernels with a viscosity or a multiple of I in A, by which the energy grows, as an expansion or a low rank does not follow it.</summary>
internal static class HeatingKernels
{
    /// <summary>Why a model does not take such a kernel; null for the others.</summary>
    public static string? Exclusion(CollisionKernel kernel) => kernel.Viscosity == 0 && kernel.Isotropic == 0 ? null
        : "does not take kernels with a viscosity or a multiple of I; kernel.regularisation \"none\" or \"softened\" would do";

    /// <summary>The same of closures that divide by f, for a multiple of I alone.</summary>
    public static string? ExclusionOfMultiples(CollisionKernel kernel) => kernel.Isotropic == 0 ? null
        : "divides by f and does not take kernels with a multiple of I; kernel.regularisation \"none\", \"softened\" or \"cutoff\" would do";
}
