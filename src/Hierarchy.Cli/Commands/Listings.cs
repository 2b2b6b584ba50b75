using System.Globalization;
using Hierarchy.Cli.Output;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Commands;

/// <summary>The tables of the command list.</summary>
internal static class Listings
{
    public static Listing Models() => new(
        ["name", "level", "formula", "cost", "does_not_satisfy", "known_failures", "reference"],
        [
            .. ModelRegistry.All.Select(model => new object[]
            {
                model.Name, model.Level == 0 ? "N" : model.Level.ToString(CultureInfo.InvariantCulture), model.Formula, model.Cost,
                    string.Join("; ", model.Facts.Violates.Words()),
                string.Join("; ", model.KnownFailures), model.Reference,
            }),
        ])
    {
        Parts =
        [
            ("What each model solves; level 1 gives f, level 2 also g, N all particles:", ["level", "formula"]),
            ("What it costs, and where it is known to fail:", ["cost", "known_failures"]),
            ("What it does not satisfy of the properties of the exact hierarchy, and where it is from:", ["does_not_satisfy", "reference"]),
        ],
    };

    public static Listing Kernels() => new(
        ["setting", "kernel", "condition (2.11)", "reference"],
        [
            ["gamma = -3", "A(z) = strength |z|^-1 (I - z z^T/|z|^2); in dimension 3 the Coulomb kernel", Condition(-3), "Equation (1.1)"],
            ["gamma in (-3, 0)", "soft potentials, A(z) = strength |z|^(gamma+2) (I - z z^T/|z|^2)", "holds with the margins sqrt(22) + gamma (d = 3) and 4 + gamma (d = 2)", ""],
            ["gamma = 0", "Maxwell molecules", Condition(0), ""],
            ["gamma in (0, 1]", "hard potentials", "holds with the margins sqrt(22) - gamma (d = 3) and 4 - gamma (d = 2)", ""],
            .. RegularisationRegistry.All.Select(regularisation => new[]
            {
                "regularisation " + regularisation.Name, regularisation.Formula, Condition(regularisation), regularisation.Reference,
            }),
        ]);

    /// <summary>The margins for gamma = -3 with epsilon = 1, whose radii are then those of every epsilon in its units.</summary>
    private static string Condition(IKernelRegularisation regularisation) =>
        "gamma = -3, r in units of epsilon: " + Both(new CollisionKernel(-3, 1, regularisation, regularisation is NoRegularisation ? 0 : 1));

    private static string Condition(double gamma) => Both(new CollisionKernel(gamma, 1));

    private static string Both(CollisionKernel kernel) => $"{kernel.LogDerivativeMargin(3)}; {Short(kernel.LogDerivativeMargin(2))}";

    private static string Short(LogDerivativeMargin margin) => string.Create(
        CultureInfo.InvariantCulture,
        $"d = {margin.Dimension}, bound {margin.Bound:G4}: {(margin.Holds ? $"holds with the margin {margin.Margin:F3}" : $"fails for r below {margin.HoldsBeyond:G4}")}");

    public static Listing Initial() => new(
        ["type", "settings", "density"],
        [
            .. DensityRegistry.All.Select(family => new[] { family.Type, SettingsOf(family), family.Formula }),
            .. PairRegistry.All.Select(family => new[] { "pair: " + family.Type, SettingsOf(family), family.Formula }),
        ]);

    private static string SettingsOf(object family) => string.Join(", ", SettingKey.Of(family.GetType()).Select(key => key.Name).Where(name => name != "type"));

    public static Listing Quantities()
    {
        var rows = new List<object?[]>();
        foreach (Quantity quantity in QuantityRegistry.All)
            rows.Add([quantity.Name, quantity.Level.ToString(CultureInfo.InvariantCulture), quantity.Formula]);
        return new Listing(["name", "level", "formula"], rows);
    }

    public static Listing Scenarios()
    {
        var rows = new List<object?[]>();
        foreach (string name in ShippedScenarios.Names)
        {
            ScenarioReading reading = ScenarioReader.Read(ShippedScenarios.Find(name), []);
            rows.Add([name, reading.Scenario?.Title ?? "", reading.Scenario?.Description ?? "not valid"]);
        }
        return new Listing(["name", "title", "description"], rows);
    }
}
