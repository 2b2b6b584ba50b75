using System.Globalization;
using Hierarchy.Densities;

namespace Hierarchy.Scenarios;

/// <summary>What the components of the initial density ask of their settings together.</summary>
internal static class InitialRules
{
    /// <summary>The weights add up to 1 within this.</summary>
    private const double WeightTolerance = 1e-9;

    /// <summary>A wave that is so much longer than any box is a constant up to rounding.</summary>
    private const double LeastWavenumber = 1e-4, MostWavenumber = 1e6;

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
        bool isReadable = context.ReadsData || components.All(component => component.File is null);
        if (isReadable && context.IsSound("initial", "grid", "dimension", "kernel", "rescale"))
            DatumRules.Apply(context);
    }

    private static void ApplyComponent(RuleContext context, InitialSettings component, string path)
    {
        if (!context.IsSound(path + ".type", "dimension"))
            return;
        if (component.IsOwn)
        {
            ApplyOwn(context, component, path);
            return;
        }
        component = Canonical.Component(component);
        switch (component.Type)
        {
            case InitialSettings.Gaussian:
                ApplyGaussian(context, component, path);
                break;
            case InitialSettings.Bkw or InitialSettings.Lemou:
                ApplyExactSolution(context, component, component.Type, path);
                break;
            case InitialSettings.PerturbedMaxwellian:
                RequireWavevector(context, component.Wavevector, path + ".wavevector");
                break;
            case InitialSettings.Samples or InitialSettings.Grid:
                RequireLists(context, component, path);
                ApplyDataFile(context, component, path);
                break;
        }
    }

    /// <summary>d numbers that are not all zero.</summary>
    public static void RequireWavevector(RuleContext context, double[]? wavevector, string path)
    {
        int dimension = context.Scenario.Dimension;
        double[] values = DatumChecks.Wavevector(wavevector, dimension);
        context.Require(values.Length == dimension, path, Count(values.Length), $"needs {dimension} numbers, one for each axis");
        context.Require(values.Any(value => value != 0), path, "zero", "must not be zero");
        double largest = values.Max(Math.Abs);
        string size = string.Create(CultureInfo.InvariantCulture, $"{largest:G6} in its largest component"), range = string.Create(CultureInfo.InvariantCulture, $"[{LeastWavenumber:G1}, {MostWavenumber:G1}]");
        context.Require(largest is >= LeastWavenumber and <= MostWavenumber, path, size, $"has to have its largest component in {range}");
    }

    /// <summary>A wave of the pair has to be one that the grid holds; those of a density widen its spectrum, which a rule of its own looks at.</summary>
    public static void RequireResolved(RuleContext context, double[]? wavevector, string path)
    {
        GridSettings grid = context.Scenario.Grid;
        double largest = DatumChecks.Wavevector(wavevector, context.Scenario.Dimension).Max(Math.Abs), most = Math.PI * grid.Points / (2 * grid.HalfWidth);
        string rule = string.Create(CultureInfo.InvariantCulture, $"has to have components smaller than {most:G6}, the largest wavenumber of the grid");
        context.Require(largest < most, path, string.Create(CultureInfo.InvariantCulture, $"{largest:G6} in its largest component"), rule);
    }

    /// <summary>A bandwidth in every direction or one for all, positive; a column for every direction.</summary>
    private static void RequireLists(RuleContext context, InitialSettings component, string path)
    {
        int dimension = context.Scenario.Dimension;
        if (component.Bandwidth is { } bandwidth)
        {
            context.Require(bandwidth.Length is 1 || bandwidth.Length == dimension, path + ".bandwidth", Count(bandwidth.Length), $"needs one number or {dimension}");
            foreach (double value in bandwidth.Where(value => !(value is > 0 and <= 1e6)))
                context.Require(false, path + ".bandwidth", value, "has to lie in (0, 1e6]");
        }
        if (component.Columns is { } columns)
            context.Require(columns.Length == dimension, path + ".columns", Count(columns.Length), $"needs {dimension} names or numbers, one for each axis");
    }

    /// <summary>A density that a program brought: of its type, as long as the grid, finite everywhere.</summary>
    private static void ApplyOwn(RuleContext context, InitialSettings component, string path)
    {
        bool isFunction = component.Function is not null;
        string expected = isFunction ? InitialSettings.OwnFunction : InitialSettings.OwnValues;
        context.Require(component.Type == expected, path + ".type", $"\"{component.Type}\"", $"has to be \"{expected}\" for a density that is {(isFunction ? "a function" : "an array")} of the program");
        context.Require(!isFunction || component.Values is null, path + ".values", "given", "does not go with a function");
        if (!context.IsSound(path, "grid"))
            return;
        int size = context.Scenario.CreateGrid().Size;
        if (!isFunction)
            context.Require(component.Values!.Length == size, path + ".values", Count(component.Values.Length), string.Create(CultureInfo.InvariantCulture, $"needs n^d = {size} values, one for each point of the grid"));
        if (!context.IsSound(path))
            return;
        try
        {
            OwnDensities.OnGrid(context.Scenario.CreateGrid(), component);
        }
        catch (ArgumentException error)
        {
            context.Require(false, $"{path}.{expected}", "not usable", error.Message);
        }
    }

    /// <summary>Reads the file: what is wrong with it is a fault of the setting that names it.</summary>
    private static void ApplyDataFile(RuleContext context, InitialSettings component, string path)
    {
        if (!context.ReadsData || !context.IsSound(path))
            return;
        try
        {
            InitialData.Resolve(component, context.Scenario.Dimension);
            InitialData.Check(component, context.Scenario);
        }
        catch (Exception error) when (error is DataFileException or ArgumentException)
        {
            context.Require(false, path + ".file", "not usable", error.Message);
        }
    }

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
