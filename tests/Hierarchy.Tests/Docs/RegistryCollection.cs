namespace Hierarchy.Tests.Docs;

/// <summary>Tests that change the models of the program while they run; no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RegistryCollection
{
    public const string Name = "registry";
}
