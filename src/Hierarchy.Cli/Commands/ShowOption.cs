using System.CommandLine;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>--show: the quantities that a table has in place of its own choice.</summary>
internal static class ShowOption
{
    /// <summary>The option; an unknown name is a wrong usage that names the nearest.</summary>
    public static Option<string[]> Create()
    {
        var show = new Option<string[]>("--show")
        {
            Description = "The quantities that the table shows, in place of those that go with the scenario; list quantities has their names.",
            HelpName = "QUANTITY",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
        };
        show.Validators.Add(result =>
        {
            string[] known = [.. ScenarioNames.AllQuantities.Skip(1)];
            foreach (string name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)).Where(name => !known.Contains(name)))
            {
                string nearest = NearestName.Of(name, known);
                result.AddError($"--show {ScenarioNode.Shorten(name)}: no quantity has that name{(nearest.Length == 0 ? ";" : $"; did you mean \"{nearest}\"?")} list "
                    + "quantities has them all");
            }
        });
        return show;
    }
}
