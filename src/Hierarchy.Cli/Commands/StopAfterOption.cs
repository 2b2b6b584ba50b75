using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>--stop-after of the commands that integrate: a limit of wall time, after which they stop as with Ctrl-C, with a checkpoint.</summary>
internal static class StopAfterOption
{
    private const string Name = "--stop-after";

    /// <summary>The longest time that a timer of the system takes, about.</summary>
    private const double MostSeconds = 4e6;

    private static readonly (string Unit, double Seconds)[] Units = [("min", 60), ("h", 3600), ("d", 86400), ("s", 1)];

    public static Option<string?> Create()
    {
        var option = new Option<string?>(Name) { Description = "Stop after this time, as with Ctrl-C: 90s, 30min, 6h, 2d. hierarchy resume goes on.", HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (Parse(text) is null)
                result.AddError($"{Name} \"{ScenarioNode.Shorten(text)}\": has to be a time of up to {MostSeconds / 86400:F0} days, a number with s, min, h or d, as in 6h");
        });
        return option;
    }

    /// <summary>The limit that the command line gives; null if it gives none.</summary>
    public static TimeSpan? Of(ParseResult parsed) => parsed.GetResult(Name) is OptionResult { Implicit: false } given ? Parse(given.Tokens[^1].Value) : null;

    /// <summary>A number with a unit; null for anything else.</summary>
    internal static TimeSpan? Parse(string text)
    {
        foreach ((string unit, double length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            bool isNumber = double.TryParse(text[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
            return isNumber && number * length is > 0 and <= MostSeconds ? TimeSpan.FromSeconds(number * length) : null;
        }
        return null;
    }
}
