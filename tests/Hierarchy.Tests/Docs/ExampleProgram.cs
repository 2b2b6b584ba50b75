using System.Reflection;
using System.Runtime.Loader;
using Hierarchy.Benchmarks.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hierarchy.Tests.Docs;

/// <summary>A program of docs/examples, compiled as a user compiles it: against what the library makes public.</summary>
internal static class ExampleProgram
{
    /// <summary>What the build of a file-based program brings into scope.</summary>
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using "
            + "System.Threading.Tasks;";

    /// <summary>The folder of the programs.</summary>
    public static string Folder => Path.Combine(Repository.Root, "docs", "examples");

    /// <summary>Compiles a program, runs it and gives what it printed.</summary>
    public static string Run(string name, params string[] arguments)
    {
        var context = new AssemblyLoadContext(name, isCollectible: true);
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        try
        {
            Assembly program = context.LoadFromStream(Compile(name));
            Console.SetOut(output);
            program.EntryPoint!.Invoke(null, [arguments]);
            return output.ToString();
        }
        finally
        {
            Console.SetOut(console);
            context.Unload();
        }
    }

    private static MemoryStream Compile(string name) => Compile(name, File.ReadAllText(Path.Combine(Folder, name + ".cs")));

    /// <summary>Compiles the text of a program; anything that a compiler remarks on is a failure.</summary>
    public static MemoryStream Compile(string name, string text, bool isProgram = true)
    {
        // The directives of a file-based program begin with a #; the compiler passes over none of them.
        IEnumerable<string> lines = text.Split('\n').Select(line => line.StartsWith('#') ? "" : line);
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(string.Join('\n', lines), options), CSharpSyntaxTree.ParseText(ImplicitUsings, options)];
        var compilation = CSharpCompilation.Create(
            "example-" + name, trees, References(),
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));
        var assembly = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        assembly.Position = 0;
        return assembly;
    }

    private static IEnumerable<MetadataReference> References()
    {
        string[] ours = ["Hierarchy.dll", "ScottPlot.dll"];
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == runtime || ours.Contains(Path.GetFileName(path))).Select(path => MetadataReference.CreateFromFile(path));
    }
}
