using System.Globalization;
using System.Text.Json;

namespace Hierarchy.Scenarios;

/// <summary>A document that leaves its grid open: the word "auto", or an accuracy in place of half width and points.</summary>
internal static class OpenGrid
{
    /// <summary>The tolerance of the steps is so much smaller than the accuracy.</summary>
    private const double ToleranceShare = 0.01, LeastTolerance = 1e-13;

    /// <summary>The tolerance of the steps that an accuracy asks for.</summary>
    public static double Tolerance(double accuracy) => Math.Max(LeastTolerance, ToleranceShare * accuracy);

    /// <summary>Fills in what the schema requires, and a tolerance where an accuracy stands in its place. Tells whether the grid is left open.</summary>
    public static bool Fill(ScenarioNode root)
    {
        if (root.Kind != JsonValueKind.Object)
            return false;
        ScenarioNode? accuracy = root.Member("accuracy") is { Kind: JsonValueKind.Number } given ? given : null;
        if (accuracy is not null && root.Member("time") is { Kind: JsonValueKind.Object } time && time.Member("tolerance") is null
            && double.TryParse(accuracy.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double wanted) && wanted > 0)
        {
            time.SetMember("tolerance", ScenarioNode.Literal(JsonValueKind.Number, Tolerance(wanted).ToString("R", CultureInfo.InvariantCulture), accuracy.Origin));
        }
        // An accuracy is of use only with errors to hold it against.
        if (accuracy is not null && root.Member("errors") is null)
            root.SetMember("errors", ScenarioNode.String(ErrorSettings.On, accuracy.Origin));
        ScenarioNode? grid = root.Member("grid");
        bool isAuto = grid is { Kind: JsonValueKind.String } && grid.Text.Equals(GridSettings.AutoWord, StringComparison.OrdinalIgnoreCase);
        bool isLeftOut = accuracy is not null && (grid is null || (grid.Kind == JsonValueKind.Object && grid.Member("halfWidth") is null && grid.Member("points") is null));
        if (!isAuto && !isLeftOut)
            return false;
        string origin = grid?.Origin ?? accuracy!.Origin;
        ScenarioNode filled = isLeftOut && grid is not null ? grid : ScenarioNode.Object(origin);
        filled.SetMember("halfWidth", ScenarioNode.Literal(JsonValueKind.Number, "1", origin));
        filled.SetMember("points", ScenarioNode.Literal(JsonValueKind.Number, "8", origin));
        root.SetMember("grid", filled);
        return true;
    }

    /// <summary>The scenario with its grid to be chosen.</summary>
    public static Scenario Mark(Scenario scenario) => scenario with { Grid = scenario.Grid with { HalfWidth = GridSettings.Auto.HalfWidth, Points = GridSettings.Auto.Points } };
}
