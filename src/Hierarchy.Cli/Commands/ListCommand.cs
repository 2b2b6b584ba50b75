using System.CommandLine;
using Hierarchy.Cli.Output;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>list: what can be named in a scenario.</summary>
internal static class ListCommand
{
    private static readonly Dictionary<string, Func<Listing>> Topics = new(StringComparer.OrdinalIgnoreCase)
    {
        ["models"] = Listings.Models,
        ["kernels"] = Listings.Kernels,
        ["initial"] = Listings.Initial,
        ["quantities"] = Listings.Quantities,
        ["scenarios"] = Listings.Scenarios,
        ["keys"] = KeyListing.Create,
    };

    private static string Meant(string name) => NearestName.Of(name, [.. Topics.Keys]) is { Length: > 0 } nearest ? $"; did you mean {nearest}?" : "";

    private static string NoRow(Listing listing, string topic, string wanted)
    {
        string nearest = NearestName.Of(wanted, listing.Names);
        return $"list {topic} has no \"{ScenarioNode.Shorten(wanted)}\"{(nearest.Length == 0 ? "" : $"; did you mean {nearest}?")}";
    }

    public static Command Create(Terminal terminal)
    {
        var topic = new Argument<string>("TOPIC") { Description = string.Join(", ", Topics.Keys) };
        topic.Validators.Add(result =>
        {
            string name = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (!Topics.ContainsKey(name))
                result.AddError($"\"{ScenarioNode.Shorten(name)}\" cannot be listed; known: {string.Join(", ", Topics.Keys)}{Meant(name)}");
        });
        var name = new Argument<string?>("NAME") { Description = "One of its rows.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print the table in Markdown." };
        var command = new Command("list", "List what can be named in a scenario.") { topic, name, json, markdown };
        command.SetAction(parsed =>
        {
            Listing listing = Topics[parsed.GetValue(topic)!]();
            if (parsed.GetValue(name) is { } wanted)
            {
                if (listing.Row(wanted) is not { } row)
                {
                    terminal.Error.WriteLine($"error: {NoRow(listing, parsed.GetValue(topic)!, wanted)}");
                    return (int)ExitCode.WrongUsage;
                }
                listing = row;
            }
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(listing.ToJson());
            else if (parsed.GetValue(markdown))
                terminal.Out.Write(listing.ToMarkdown());
            else
                terminal.Write(listing);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
