using System.CommandLine;
using System.CommandLine.Parsing;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>What is wrong with a command line as it was typed, in the program's own words.</summary>
internal static class UsageErrors
{
    /// <summary>A line for every mistake; those that options find in their own values are told as they say it.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var lines = new List<string>();
        string command = parsed.CommandResult.Command is RootCommand ? "hierarchy" : "hierarchy " + parsed.CommandResult.Command.Name;
        // What follows a misspelt command is its own.
        foreach (string token in parsed.CommandResult.Command is RootCommand ? parsed.UnmatchedTokens.Take(1) : parsed.UnmatchedTokens)
            lines.Add(Unknown(parsed, token, command));
        foreach (ParseError error in parsed.Errors)
        {
            if (Own(error, command) is { } line)
                lines.Add(line);
        }
        foreach (Option option in parsed.CommandResult.Command.Options.Where(option => option.Required && parsed.GetResult(option) is null or { Implicit: true }))
            lines.Add($"{command} needs {Form(option)}: {option.Description}");
        foreach (Argument argument in parsed.CommandResult.Command.Arguments)
        {
            if (argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 })
                lines.Add($"{command} needs {argument.Name}: {argument.Description}");
        }
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens.Count == 0)
            lines.Add("a command is missing; hierarchy --help has them all");
        return [.. (lines.Count > 0 ? lines : parsed.Errors.Select(error => error.Message)).Distinct()];
    }

    /// <summary>A token that nothing takes: a misspelt command or option, or one value too many.</summary>
    private static string Unknown(ParseResult parsed, string token, string command)
    {
        string shown = ScenarioNode.Shorten(token);
        if (parsed.CommandResult.Command is RootCommand root && !token.StartsWith('-'))
            return $"\"{shown}\" is no command{Meant("hierarchy ", token, root.Subcommands.Select(known => known.Name))}";
        if (token.StartsWith('-'))
            return $"{shown} is no option of {command}{Meant("", token, parsed.CommandResult.Command.Options.Select(option => option.Name))}";
        return $"\"{shown}\" is more than {command} takes";
    }

    private static string Meant(string before, string token, IEnumerable<string> names)
    {
        string nearest = NearestName.Of(token, names);
        return nearest.Length == 0 ? "" : $"; did you mean {before}{nearest}?";
    }

    /// <summary>The line of an option without a value, or of a value that an option refuses; null for what is told otherwise.</summary>
    private static string? Own(ParseError error, string command) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, IdentifierToken: not null } option => $"{option.Option.Name} takes a value: {Form(option.Option)}",
        OptionResult { Tokens.Count: > 0 } option when option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues => $"{option.Option.Name} is given more than "
            + $"once to {command}",
        OptionResult { Tokens.Count: > 0 } or ArgumentResult { Tokens.Count: > 0 } => error.Message,
        _ => null,
    };

    private static string Form(Option option) => option.HelpName is { } help ? $"{option.Name} {help}" : option.Name;
}
