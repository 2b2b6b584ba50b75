using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Scenarios;
using Spectre.Console;

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
    };

    public static Command Create(Terminal terminal)
    {
        var topic = new Argument<string>("TOPIC") { Description = string.Join(", ", Topics.Keys) };
        topic.Validators.Add(result =>
        {
            string name = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (!Topics.ContainsKey(name))
                result.AddError($"\"{ScenarioNode.Shorten(name)}\" cannot be listed; known: {string.Join(", ", Topics.Keys)}");
        });
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        var command = new Command("list", "List what can be named in a scenario.") { topic, json };
        command.SetAction(parsed =>
        {
            Listing listing = Topics[parsed.GetValue(topic)!]();
            if (parsed.GetValue(json))
                terminal.Out.WriteLine(ToJson(listing));
            else
                terminal.Write(ToTable(listing));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Table ToTable(Listing listing)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in listing.Columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        foreach (string[] row in listing.Rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    private static string ToJson(Listing listing)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (string[] row in listing.Rows)
            {
                json.WriteStartObject();
                for (int i = 0; i < row.Length; i++)
                    json.WriteString(listing.Columns[i], row[i]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
