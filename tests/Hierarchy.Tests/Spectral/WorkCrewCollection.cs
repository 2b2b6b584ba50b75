using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>Tests that change the number of threads of the process: they run alone.</summary>
[CollectionDefinition("WorkCrew", DisableParallelization = true)]
public sealed class WorkCrewCollection;
