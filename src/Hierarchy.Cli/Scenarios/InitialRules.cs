using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Scenarios;

/// <summary>The rules about the initial density.</summary>
internal static class InitialRules
{
    /// <summary>The weights add up to 1 within this.</summary>
    private const double WeightTolerance = 1e-9;

    /// <summary>Mass outside the box up to this share is passed over in silence.</summary>
    private const double MassBound = 1e-6;

    /// <summary>A box that misses more than this share of the mass is refused.</summary>
    private const double LargestMassOutside = 0.05;

    /// <summary>A grid whose finest mode holds more than this, relative to the mean, is refused: the data are narrower than its spacing.</summary>
    private const double LargestUnresolvedMode = 0.25;

    /// <summary>Modes beyond the grid up to this size, relative to the mean, are passed over in silence.</summary>
    private const double ModeBound = 1e-3;

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        InitialSettings[] components = scenario.Initial;
        for (int i = 0; i < components.Length; i++)
            ApplyComponent(context, components[i], $"initial[{i.ToString(CultureInfo.InvariantCulture)}]");
        if (context.IsSound("initial"))
        {
            double sum = components.Sum(component => component.Weight);
            context.Require(Math.Abs(sum - 1) <= WeightTolerance, "initial", $"weights with the sum {sum.ToString("R", CultureInfo.InvariantCulture)}", "the weights have to add up to 1");
        }
        if (context.IsSound("initial", "grid", "dimension", "kernel"))
            CheckBox(context);
    }

    private static void ApplyComponent(RuleContext context, InitialSettings component, string path)
    {
        context.Require(component.Weight is > 0 and <= 1 + WeightTolerance, path + ".weight", component.Weight, "has to lie in (0, 1]");
        if (!context.IsSound(path + ".type"))
            return;
        string type = component.Type.ToLowerInvariant();
        if (!context.RequireName(path + ".type", component.Type, ScenarioNames.InitialTypes, ScenarioNames.UnavailableInitialTypes))
            return;
        bool gaussian = type == InitialSettings.Gaussian;
        RefuseForeign(context, component.Mean is not null && !gaussian, path + ".mean", type);
        RefuseForeign(context, component.Covariance is not null && !gaussian, path + ".covariance", type);
        RefuseForeign(context, component.Time is not null && gaussian, path + ".time", type);
        RefuseForeign(context, component.Constant is not null && type != InitialSettings.Bkw, path + ".constant", type);
        if (!context.IsSound("dimension"))
            return;
        if (gaussian)
            ApplyGaussian(context, component, path);
        else
            ApplyExactSolution(context, component, type, path);
    }

    private static void RefuseForeign(RuleContext context, bool isForeign, string path, string type) =>
        context.Require(!isForeign, path, "given", $"is no setting of the type \"{type}\"");

    private static void ApplyGaussian(RuleContext context, InitialSettings component, string path)
    {
        int dimension = context.Scenario.Dimension;
        double halfWidth = context.Scenario.Grid.HalfWidth;
        double[] mean = component.Mean ?? new double[dimension];
        context.Require(mean.Length == dimension, path + ".mean", Count(mean.Length), $"needs {dimension} numbers, one for each axis");
        for (int a = 0; a < mean.Length && context.IsSound("grid.halfWidth", path + ".mean"); a++)
            context.Require(Math.Abs(mean[a]) < halfWidth, $"{path}.mean[{a}]", mean[a], "lies outside the box [-halfWidth, halfWidth)");
        if (component.Covariance is not { } covariance)
            return;
        bool isSquare = covariance.Length == dimension && covariance.All(row => row?.Length == dimension);
        context.Require(isSquare, path + ".covariance", Count(covariance.Length), $"needs {dimension} numbers (the diagonal) or {dimension} rows of {dimension} numbers");
        if (isSquare)
            context.Require(DatumChecks.IsPositiveDefinite(covariance), path + ".covariance", "no covariance", "has to be symmetric and positive definite");
    }

    private static void ApplyExactSolution(RuleContext context, InitialSettings component, string type, string path)
    {
        Scenario scenario = context.Scenario;
        int dimension = scenario.Dimension;
        context.Require(component.Time is not < 0, path + ".time", component.Time ?? 0, "has to be at least 0");
        if (type == InitialSettings.Bkw && context.IsSound("kernel.strength", path))
        {
            double parameter = DatumChecks.BkwParameter(component, dimension, scenario.Kernel.Strength), least = (double)dimension / (dimension + 2);
            string where = component.Constant is not null ? path + ".constant" : path;
            context.Require(
                parameter >= least - 1e-12 && parameter <= 1, where, DatumChecks.BkwConstant(component, dimension),
                string.Create(CultureInfo.InvariantCulture, $"gives K = 1 - C exp(-2(d-1) strength time) = {parameter:G6}, the density is nonnegative for K in [{least:G4}, 1]"));
        }
        if (scenario.Kernel.Gamma != 0 && context.IsSound("kernel.gamma"))
            context.Warn($"{path}: \"{type}\" is an exact solution for kernel.gamma = 0 only; here it is merely an initial density");
    }

    private static void CheckBox(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        scenario = scenario with { Initial = [.. scenario.Initial.Select(Canonical.Component)] };
        double outside = InitialDensities.MassOutside(scenario.CreateGrid(), InitialData.Components(scenario));
        double unresolved = scenario.Initial.Sum(component => component.Weight * DatumChecks.UnresolvedMode(component, scenario.Dimension, scenario.Grid, scenario.Kernel.Strength));
        string missed = Invariant($"up to {outside:G2} of the initial mass lies outside the box");
        context.Require(outside <= LargestMassOutside, "grid.halfWidth", scenario.Grid.HalfWidth, Invariant($"{missed}; more than {LargestMassOutside:G2} is refused"));
        if (outside is > MassBound and <= LargestMassOutside)
            context.Warn(Invariant($"grid.halfWidth: {missed}; at most {MassBound:G1} is advised"));
        string held = Invariant($"the finest mode of the grid still holds {unresolved:G2} of the initial density");
        context.Require(unresolved <= LargestUnresolvedMode, "grid.points", scenario.Grid.Points, Invariant($"{held}; more than {LargestUnresolvedMode:G2} is refused"));
        if (unresolved is > ModeBound and <= LargestUnresolvedMode)
            context.Warn(Invariant($"grid.points: {held}; at most {ModeBound:G1} is advised"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Count(int length) => $"a list of {length.ToString(CultureInfo.InvariantCulture)}";
}
