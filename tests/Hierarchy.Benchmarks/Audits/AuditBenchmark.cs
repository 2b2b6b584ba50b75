using System.Globalization;
using Hierarchy.Cli.Commands;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>
/// audits [--scenario A,B] [--points 12,16] [--gamma -3,0] [--particles 2,4] [--memory GB] [--seconds S] [--shorten] [--part k/K] [--minutes M] [--file FILE] [--rows TEXT]: the matrix
/// of <see cref="AuditMatrix"/>, gone on with where FILE ends; "own" keeps the value of the scenario, and 2+4+64 is one run
/// with three N. --seconds leaves out whose runs take longer by a trial; with --shorten
/// they end earlier instead, with at most five output times, and a line says when. --part 2/8 takes every eighth case from the second on, so
/// that several calls with a file each share the work; --minutes ends a call after the case that is under way. audits mutations [--points 24,32] [--minutes M]
/// [--file FILE]: the table of <see cref="MutationTable"/>, likewise. audits costs [--points 16]: the processor time of every statement on right results, see
/// <see cref="StatementCosts"/>.
/// </summary>
internal static class AuditBenchmark
{
    public static int Run(string[] arguments)
    {
        bool mutations = arguments is ["mutations", ..];
        string[] Option(string name, string[] otherwise) =>
            Array.IndexOf(arguments, "--" + name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1].Split(',')
                : arguments.FirstOrDefault(argument => argument.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } joined
                    ? joined[(name.Length + 3)..].Split(',') : otherwise;
        if (arguments is ["costs", ..])
            return StatementCosts.Print(int.Parse(Option("points", ["16"])[0], CultureInfo.InvariantCulture), Console.Out);
        Pace pace = new(double.Parse(Option("minutes", ["1e6"])[0], CultureInfo.InvariantCulture));
        string file = Option("file", [Path.Combine(Path.GetTempPath(), mutations ? "mutations.txt" : "audits.txt")])[0];
        if (mutations)
            return Option("points", ["24", "32"]).Max(points => MutationTable.Print(int.Parse(points, CultureInfo.InvariantCulture), Console.Out, file, pace));
        IEnumerable<MatrixCase> cases =
            from points in Option("points", ["own", "12", "16", "20", "24", "32"])
            from gamma in Option("gamma", ["own", "-3", "-1", "0", "1"])
            from scenario in Option("scenario", [.. ShippedScenarios.Names])
            from particles in Option("particles", ["own", "2", "4", "64"])
            select new MatrixCase(scenario, Own(points), Own(gamma), Own(particles));
        double memory = 1e9 * double.Parse(Option("memory", ["1"])[0], CultureInfo.InvariantCulture);
        double seconds = double.Parse(Option("seconds", ["1e9"])[0], CultureInfo.InvariantCulture);
        string? rows = Option("rows", []) is [_, ..] texts ? string.Join(',', texts) : null;
        int[] part = [.. Option("part", ["1/1"])[0].Split('/').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return AuditMatrix.Run(cases.Where((_, k) => k % part[1] == part[0] - 1), file, memory, seconds, arguments.Contains("--shorten"), rows, pace);
    }

    private static string? Own(string value) => value == "own" ? null : value;
}
