using System.CommandLine;
using System.CommandLine.Parsing;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Cli.Commands;

/// <summary>--transform of the commands that integrate: the engine of every transform, see <see cref="TransformEngines"/>.</summary>
internal static class TransformOption
{
    private const string Name = "--transform";

    public static Option<string?> Create()
    {
        var option = new Option<string?>(Name)
        {
            Description = "Who transforms: hierarchy (the default) or fftsharp, an independent implementation, slower, to check a whole run against.",
            HelpName = string.Join('|', TransformEngines.Names),
        };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>The engine that the command line names; null if it names none.</summary>
    public static TransformEngine? Of(ParseResult parsed) =>
        parsed.GetResult(Name) is OptionResult { Implicit: false } given && TransformEngines.TryParse(given.Tokens[^1].Value, out TransformEngine engine) ? engine : null;

    private static void Check(OptionResult result)
    {
        if (result.Tokens.Count == 0)
            return;
        string text = result.Tokens[^1].Value;
        if (!TransformEngines.TryParse(text, out _))
            result.AddError(NearestName.Refusal(Name, text, TransformEngines.Names));
    }
}
