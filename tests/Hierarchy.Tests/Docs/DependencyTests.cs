using System.Text.Json;
using System.Xml.Linq;
using Hierarchy.Benchmarks.Pages;

namespace Hierarchy.Tests.Docs;

/// <summary>What the pages say of dependencies is what the project takes.</summary>
public sealed class DependencyTests
{
    private const string Fonts = "DejaVu Sans";

    [Fact]
    public void The_table_of_the_readme_names_every_package_and_the_fonts_and_nothing_else()
    {
        string[][] rows = Table("README.md", "## Dependencies");
        var properties = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        IEnumerable<string> packages = properties.Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);
        Assert.Equal(packages.Append(Fonts).Order(StringComparer.Ordinal), rows.Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.True(row[1].Length > 2 && row[2].Length > 5, row[0]));
    }

    [Fact]
    public void The_fonts_are_those_that_the_program_carries()
    {
        IEnumerable<string> resources = typeof(Hierarchy.Cli.Commands.ExitCode).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".ttf", StringComparison.Ordinal));
        Assert.Equal(["DejaVuSans-Bold.ttf", "DejaVuSans.ttf"], resources.Order(StringComparer.Ordinal));
        Assert.Contains("DejaVu Sans, DejaVu Sans Bold", Cells("## Licences in it"));
    }

    /// <summary>Those that it names and those that come with them, as the build resolved them.</summary>
    [Fact]
    public void The_page_of_licences_has_every_package_of_the_program()
    {
        using JsonDocument resolved = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.deps.json")));
        IEnumerable<JsonProperty> libraries = resolved.RootElement.GetProperty("libraries").EnumerateObject();
        string[] packages = [.. libraries.Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name.Split('/')[0])];
        Assert.Contains("FftSharp", packages);
        string[] named = [.. Cells("## Licences in it").SelectMany(cell => cell.Split(", "))];
        Assert.Empty(packages.Except(named));
    }

    /// <summary>The bill is that of the lock file, and names what the build takes.</summary>
    [Fact]
    public void The_bill_of_materials_has_every_package_of_the_program_with_its_version()
    {
        string stored = File.ReadAllText(Path.Combine(Repository.Root, BillOfMaterials.Page));
        Assert.Equal(BillOfMaterials.Text(), stored);
        using JsonDocument bill = JsonDocument.Parse(stored), resolved = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Hierarchy.Cli.deps.json")));
        string[] listed = [.. bill.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => $"{component.GetProperty("name")}/{component.GetProperty("version")}")];
        IEnumerable<JsonProperty> libraries = resolved.RootElement.GetProperty("libraries").EnumerateObject();
        Assert.Empty(libraries.Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name).Except(listed));
    }

    private static IEnumerable<string> Cells(string heading) => Table(Path.Combine("docs", "dependencies.md"), heading).Select(row => row[0]);

    /// <summary>The cells of the first table behind a heading, without its head.</summary>
    private static string[][] Table(string page, string heading)
    {
        IEnumerable<string> below = File.ReadLines(Path.Combine(Repository.Root, page)).SkipWhile(line => line != heading);
        IEnumerable<string> lines = below.SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));
        return [.. lines.Skip(2).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }
}
