using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>The parts of the documentation that the program itself prints, and the JSON Schema beside the scenarios.</summary>
internal static class ReferencePages
{
    private const string Program = "hierarchy ", Source = "file ";

    /// <summary>Every file with its content made anew, by its path.</summary>
    public static IReadOnlyDictionary<string, string> Make(string repository)
    {
        var pages = new Dictionary<string, string> { [Path.Combine(repository, "scenarios", "scenario.schema.json")] = Print("schema") };
        foreach (string page in Directory.EnumerateFiles(Path.Combine(repository, "docs"), "*.md"))
            pages[page] = MarkedPage.Renew(File.ReadAllText(page), Part);
        return pages;

        string? Part(string command)
        {
            if (command.StartsWith(Source, StringComparison.Ordinal))
                return $"```csharp\n{File.ReadAllText(Path.Combine(repository, "docs", command[Source.Length..]))}```";
            return command.StartsWith(Program, StringComparison.Ordinal) ? Print(command[Program.Length..]) : null;
        }
    }

    /// <summary>Writes the files.</summary>
    public static int Run(string[] arguments)
    {
        foreach ((string file, string text) in Make(Repository.Root))
        {
            File.WriteAllText(file, text);
            Console.WriteLine(file);
        }
        return 0;
    }

    private static string Print(string command)
    {
        using var output = new StringWriter();
        int code = Application.Run(command.Split(' '), new Terminal(output, TextWriter.Null, false), CancellationToken.None);
        return code == 0 ? output.ToString().ReplaceLineEndings("\n") : throw new InvalidOperationException($"hierarchy {command} ends with code {code}");
    }
}
