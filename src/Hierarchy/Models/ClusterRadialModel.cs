namespace Hierarchy.Models;

/// <summary>The cluster closure for rotation-invariant pairs.</summary>
internal sealed class ClusterRadialModel() : RadialModel("cluster-radial", new ClusterClosure());
