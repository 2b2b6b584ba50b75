using System.Text.RegularExpressions;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Models;

namespace Hierarchy.Tests.Models;

/// <summary>Code asks the facts of a model and never its name: renaming a model in its file changes pages and colours alone.</summary>
public sealed partial class ModelNameTests
{
    /// <summary>Files where a literal that is also the name of a model means something else, or where colours stand.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["ModelStyle.cs"] = "colours",
        ["ScenarioSettings.cs"] = "the operator of grid.padding",
        ["MixturePair.cs"] = "the pair datum",
        ["Shorthands.cs"] = "the operator of grid.padding",
        ["ScenarioWriter.cs"] = "the operator of grid.padding",
    };

    [Fact]
    public void No_file_but_its_own_names_a_model()
    {
        string source = Path.Combine(Repository.Root, "src");
        List<string> found = [];
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            string place = Path.GetRelativePath(source, file).Replace('\\', '/');
            if (place.StartsWith("Hierarchy/Models/", StringComparison.Ordinal) || place.Contains("/obj/", StringComparison.Ordinal)
                || Exceptions.ContainsKey(Path.GetFileName(file)))
                continue;
            foreach (Match literal in Literal().Matches(DocComment().Replace(File.ReadAllText(file), "")))
            {
                if (ModelRegistry.Find(literal.Groups[1].Value) is not null)
                    found.Add($"{place}: {literal.Value}");
            }
        }
        Assert.Empty(found);
    }

    [Fact]
    public void Every_model_describes_itself_by_facts_that_fit_its_kind()
    {
        foreach (IModel model in ModelRegistry.All)
        {
            Assert.True(new[] { model is IGridModel, model is IParticleModel, model is IRadialModel }.Count(kind => kind) == 1, model.Name);
            Assert.Equal(model is IParticleModel, model.Level == 0);
            Assert.Equal(model.Name, model.Settings.Type);
        }
        Assert.Equal(3, ModelRegistry.All.Count(model => model.Facts.Reference != ReferenceKind.None));
    }

    /// <summary>Documentation, whose examples name models.</summary>
    [GeneratedRegex("^ *///.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex("\"([a-z][a-z0-9-]*)\"")]
    private static partial Regex Literal();
}
