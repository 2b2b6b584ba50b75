using System.Globalization;
using Hierarchy.Cli.Commands;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>
/// audits [--scenario A,B] [--points 12,16] [--gamma -3,0] [--particles 2,4] [--memory GB] [--file FILE] [--rows TEXT]: the matrix of <see cref="AuditMatrix"/>, gone on with where FILE ends; "own" keeps the value of the scenario.
/// audits mutations [--points 24]: the table of <see cref="MutationTable"/>.
/// </summary>
internal static class AuditBenchmark
{
    public static int Run(string[] arguments)
    {
        bool mutations = arguments is ["mutations", ..];
        string[] Option(string name, string[] otherwise) =>
            Array.IndexOf(arguments, "--" + name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1].Split(',') : otherwise;
        if (mutations)
            return Option("points", ["24", "32"]).Max(points => MutationTable.Print(int.Parse(points, CultureInfo.InvariantCulture), Console.Out));
        IEnumerable<MatrixCase> cases =
            from scenario in Option("scenario", [.. ShippedScenarios.Names])
            from points in Option("points", ["own", "12", "16", "20", "24", "32"])
            from gamma in Option("gamma", ["own", "-3", "-1", "0", "1"])
            from particles in Option("particles", ["own", "2", "4", "64"])
            select new MatrixCase(scenario, Own(points), Own(gamma), Own(particles));
        double memory = 1e9 * double.Parse(Option("memory", ["1"])[0], CultureInfo.InvariantCulture);
        string? rows = Option("rows", []) is [_, ..] texts ? string.Join(',', texts) : null;
        return AuditMatrix.Run(cases, Option("file", [Path.Combine(Path.GetTempPath(), "audits.txt")])[0], memory, rows);
    }

    private static string? Own(string value) => value == "own" ? null : value;
}
