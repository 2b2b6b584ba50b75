using System.Runtime.Loader;
using Hierarchy.Models;
using Hierarchy.Tests.Docs;

namespace Hierarchy.Tests.Closures;

/// <summary>
/// The closure of the guide, compiled as a program of a user compiles it. It has another name here, so that a library to which the guide was followed has the closure beside it.
/// </summary>
internal static class GuideClosure
{
    private static readonly Type Compiled = Compile();

    public static IGridModel Create() => (IGridModel)Activator.CreateInstance(Compiled, nonPublic: true)!;

    private static Type Compile()
    {
        string text = File.ReadAllText(Path.Combine(ExampleProgram.Folder, "ChainClosure.cs"))
            .Replace("ChainClosure", nameof(GuideClosure), StringComparison.Ordinal).Replace("\"chain\"", "\"guide-chain\"", StringComparison.Ordinal);
        using MemoryStream assembly = ExampleProgram.Compile("guide", text, isProgram: false);
        return AssemblyLoadContext.Default.LoadFromStream(assembly).GetTypes().Single(type => type.Name == nameof(GuideClosure));
    }
}
