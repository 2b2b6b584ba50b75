using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Equations;

/// <summary>
/// The hierarchy at m &lt;= 2 under the cluster closure g_3 = 0, the one of the family of <see cref="PairHierarchy"/> whose f_3 has the marginal f_2:
/// <code>
/// d_t f = (N-1)/N ( Q(f,f) + C[g] )
/// d_t g = (1/N) ( P[F] - m x f - f x m ) + (N-2)/N (T x 1 + 1 x T) g,     m = int P[F] dv2.
/// </code>
/// </summary>
/// <remarks>
/// int g dv2 stays zero to round-off, g(v1, v2) = g(v2, v1) to the last bit, and the two-particle invariants are constant (<see cref="CollisionOptions.Conservative"/>).
/// </remarks>
internal sealed class ClusterHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options)
    : PairHierarchy(model, TripletClosure.Cluster, grid, kernel, particles, options);
