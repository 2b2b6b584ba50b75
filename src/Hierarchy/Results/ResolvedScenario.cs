using System.Security.Cryptography;
using System.Text;
using Hierarchy.Densities;
using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>A data file of the initial density as an experiment used it.</summary>
/// <param name="Component">The component of the scenario.</param>
/// <param name="File">The full path.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The hash of its content, in hexadecimal digits.</param>
internal sealed record DataFileContent(string Component, string File, long Length, string Sha256)
{
    /// <summary>The data files of a plan, in the order of the components.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static IReadOnlyList<DataFileContent> Of(ExperimentPlan plan)
    {
        var found = new List<DataFileContent>();
        for (int i = 0; i < plan.Scenario.Initial.Length; i++)
        {
            if (plan.Scenario.Initial[i] is not DataFileSettings { File: { } file })
                continue;
            byte[] content = OrdinaryFile.ReadBytes(file);
            found.Add(new DataFileContent($"initial[{i}]", file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }
        return found;
    }
}

/// <summary>The resolved scenario of an experiment as its folder holds it, and its hash.</summary>
internal static class ResolvedScenario
{
    /// <summary>
    /// The text of resolved.json. Data files are called by their path from the folder, so that scenario, data and results move together, and no path tells of the machine.
    /// </summary>
    public static string Text(ExperimentPlan plan, string folder) => ScenarioWriter.Write(plan.Scenario with
    {
        Initial = [.. plan.Scenario.Initial.Select(component => component is DataFileSettings { File: { } file } data
            ? data with { File = RelativePath(folder, file) } : component)],
    });

    /// <summary>The path of a file from a folder, with the separator that all systems read.</summary>
    public static string RelativePath(string folder, string file) => Path.GetRelativePath(Path.GetFullPath(folder), file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>
    /// SHA-256 of the resolved scenario in which a data file is called by the hash of its content: the same for the same experiment wherever its files lie and
    /// whatever they are called. Without data files it is the hash of resolved.json.
    /// </summary>
    public static string Hash(Scenario scenario, IReadOnlyList<DataFileContent> data)
    {
        Dictionary<string, string> contents = [];
        foreach (DataFileContent file in data)
            contents[file.File] = "sha256:" + file.Sha256;
        Scenario named = scenario with
        {
            Initial = [.. scenario.Initial.Select(
            component => component is DataFileSettings { File: { } file } data ? data with { File = contents[file] } : component)]
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ScenarioWriter.Write(named))));
    }
}
