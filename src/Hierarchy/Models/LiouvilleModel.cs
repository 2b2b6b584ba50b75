using Hierarchy.Equations;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>No closure at all: the exact density of N = 2 or 3 particles, against which closures are measured.</summary>
internal sealed class LiouvilleModel : IGridModel
{
    public string Name => "liouville";

    public int Level => 2;

    public string Formula => "none: d_t f_N = (1/N) sum_{i<j} P_ij f_N, with f_N = f_2 for N = 2 and f_3 = f1 f2 f3 + g12 f3 + g13 f2 + g23 f1 + h for N = 3";

    public string Reference => "Liouville equation (1.3) of the Kac model: Carrillo and Guo (2025)";

    public string Cost =>
        "N = 2: that of the cluster closure. N = 3: of order n^7 an evaluation, 5 arrays of n^6 doubles with the stepper, 7 at n = 16 and below: 0.9 GB at n = 16, "
            + "2.6 GB at n = 20, 7.7 GB at n = 24, less by nearly the order of the symmetry of the datum";

    public IReadOnlyList<string> KnownFailures => ["runs for N = 2 in d = 2 and 3 and for N = 3 in d = 2 only: the density lives on R^{dN}"];

    public ModelFacts Facts { get; } = new() { Reference = ReferenceKind.Liouville, SolvesLiouville = ParticleNumbers.Two | ParticleNumbers.Three };

    /// <summary>
    /// N = 3: h, its change and the stepper's three further arrays of n^{3d} values, with slices for each thread.
    /// </summary>
    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => particles == new ParticleNumber(3)
        ? 6 * points * points * points
        : 8 * points * points;

    public long StateValues(ParticleNumber particles, long points, long columns) => points * columns * (particles == new ParticleNumber(3) ? points : 1);

    public int WorkLevel(ParticleNumber particles) => particles == new ParticleNumber(3) ? 3 : 2;

    public string? Excludes(ParticleNumber particles, int dimension)
    {
        if (particles == new ParticleNumber(2) || (particles == new ParticleNumber(3) && dimension == 2))
            return null;
        return particles == new ParticleNumber(3)
            ? "the density of three particles in d = 3 lives on R^9; it is held for d = 2 only"
            : "the exact density is held for N = 2 and, in d = 2, for N = 3 only";
    }

    public bool ReducesBySymmetry(ParticleNumber particles) => true;

    public IKineticEquation Close(ModelInput input)
    {
        if (Excludes(input.Particles, input.Grid.Dimension) is { } reason)
            throw new ArgumentException(reason, nameof(input));
        return input.Particles == new ParticleNumber(2)
            ? new ClusterHierarchy(Name, input.Grid, input.Kernel, input.Particles, input.Options)
            : new LiouvilleEquation(Name, input.Grid, input.Kernel, input.Options);
    }
}
