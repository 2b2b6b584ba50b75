using System.Globalization;
using Hierarchy.Densities;

namespace Hierarchy.Scenarios;

/// <summary>What the components of the initial density ask of their settings, and what they ask together.</summary>
internal static class InitialRules
{
    /// <summary>The weights add up to 1 within this.</summary>
    private const double WeightTolerance = 1e-9;

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        for (int i = 0; i < scenario.Initial.Length; i++)
        {
            string path = $"initial[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (context.IsSound(path + ".type", "dimension"))
                scenario.Initial[i].Canonical().Check(new ComponentRules(context, path));
        }
        if (context.IsSound("initial"))
        {
            double sum = scenario.Initial.Sum(component => component.Weight);
            string total = $"weights with the sum {sum.ToString("R", CultureInfo.InvariantCulture)}";
            context.Require(Math.Abs(sum - 1) <= WeightTolerance, "initial", total, "the weights have to add up to 1");
        }
        bool isReadable = context.ReadsData || !scenario.Initial.Any(component => component is DataFileSettings);
        if (isReadable && context.IsSound("initial", "grid", "dimension", "kernel", "rescale"))
            DatumRules.Apply(context);
    }
}
