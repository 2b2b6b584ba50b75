using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Scenarios;

/// <summary>The rules about the initial density.</summary>
internal static class InitialRules
{
    /// <summary>The weights add up to 1 within this.</summary>
    private const double WeightTolerance = 1e-9;

    /// <summary>Which settings may stand beside type and weight.</summary>
    private static readonly Dictionary<string, string[]> SettingsOf = new()
    {
        [InitialSettings.Gaussian] = ["mean", "covariance"],
        [InitialSettings.Bkw] = ["time", "constant"],
        [InitialSettings.Lemou] = ["time"],
        [InitialSettings.Shell] = ["s", "sigma"],
        [InitialSettings.PerturbedMaxwellian] = ["temperature", "amplitude", "wavevector"],
        [InitialSettings.Samples] = ["file", "bandwidth"],
        [InitialSettings.Grid] = ["file", "dataset", "time"],
    };

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        InitialSettings[] components = scenario.Initial;
        for (int i = 0; i < components.Length; i++)
            ApplyComponent(context, components[i], $"initial[{i.ToString(CultureInfo.InvariantCulture)}]");
        if (context.IsSound("initial"))
        {
            double sum = components.Sum(component => component.Weight);
            string total = $"weights with the sum {sum.ToString("R", CultureInfo.InvariantCulture)}";
            context.Require(Math.Abs(sum - 1) <= WeightTolerance, "initial", total, "the weights have to add up to 1");
        }
        if (context.IsSound("initial", "grid", "dimension", "kernel", "rescale"))
            DatumRules.Apply(context);
    }

    private static void ApplyComponent(RuleContext context, InitialSettings component, string path)
    {
        context.Require(component.Weight is > 0 and <= 1 + WeightTolerance, path + ".weight", component.Weight, "has to lie in (0, 1]");
        if (!context.IsSound(path + ".type"))
            return;
        if (!context.RequireName(path + ".type", component.Type, ScenarioNames.InitialTypes, []))
            return;
        component = Canonical.Component(component);
        foreach ((string key, bool isGiven) in Given(component))
            RefuseForeign(context, isGiven && !SettingsOf[component.Type].Contains(key), $"{path}.{key}", component.Type);
        if (!context.IsSound("dimension"))
            return;
        switch (component.Type)
        {
            case InitialSettings.Gaussian:
                ApplyGaussian(context, component, path);
                break;
            case InitialSettings.Bkw or InitialSettings.Lemou:
                ApplyExactSolution(context, component, component.Type, path);
                break;
            case InitialSettings.Shell:
                context.Require(DatumChecks.ShellSharpness(component) is > 0 and <= 1e6, path + ".s", DatumChecks.ShellSharpness(component), "has to lie in (0, 1e6]");
                context.Require(DatumChecks.ShellSpeed(component) is > 0 and <= 1e6, path + ".sigma", DatumChecks.ShellSpeed(component), "has to lie in (0, 1e6]");
                break;
            case InitialSettings.PerturbedMaxwellian:
                context.Require(component.Temperature is null or (> 0 and <= 1e6), path + ".temperature", component.Temperature ?? 1, "has to lie in (0, 1e6]");
                context.Require(
                    component.Amplitude is null or (>= -1 and <= 1), path + ".amplitude", component.Amplitude ?? 0,
                    "has to lie in [-1, 1], where the density is nonnegative");
                RequireWavevector(context, component.Wavevector, path + ".wavevector");
                break;
            default:
                ApplyDataFile(context, component, path);
                break;
        }
    }

    private static (string Key, bool IsGiven)[] Given(InitialSettings component) =>
    [
        ("mean", component.Mean is not null), ("covariance", component.Covariance is not null),
        ("time", component.Time is not null), ("constant", component.Constant is not null),
        ("s", component.S is not null), ("sigma", component.Sigma is not null),
        ("temperature", component.Temperature is not null), ("amplitude", component.Amplitude is not null), ("wavevector", component.Wavevector is not null),
        ("file", component.File is not null), ("bandwidth", component.Bandwidth is not null), ("dataset", component.Dataset is not null),
    ];

    /// <summary>d numbers that are not all zero.</summary>
    public static void RequireWavevector(RuleContext context, double[]? wavevector, string path)
    {
        int dimension = context.Scenario.Dimension;
        double[] values = DatumChecks.Wavevector(wavevector, dimension);
        context.Require(values.Length == dimension, path, Count(values.Length), $"needs {dimension} numbers, one for each axis");
        context.Require(values.Any(value => value != 0), path, "zero", "must not be zero");
    }

    /// <summary>Reads the file: what is wrong with it is a fault of the setting that names it.</summary>
    private static void ApplyDataFile(RuleContext context, InitialSettings component, string path)
    {
        context.Require(component.File is { Length: > 0 }, path + ".file", "missing", "is required: the data file, relative to the scenario file");
        context.Require(component.Bandwidth is null or (> 0 and <= 1e6), path + ".bandwidth", component.Bandwidth ?? 0, "has to lie in (0, 1e6]");
        if (!context.IsSound(path))
            return;
        try
        {
            InitialData.Resolve(component, context.Scenario.Dimension);
        }
        catch (Exception error) when (error is DataFileException or ArgumentException)
        {
            context.Require(false, path + ".file", "not usable", error.Message);
        }
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

    private static string Count(int length) => $"a list of {length.ToString(CultureInfo.InvariantCulture)}";
}
