using Hierarchy.Densities;

namespace Hierarchy.Scenarios;

/// <summary>The rules about f_2 at the start: the faults and warnings of its family.</summary>
internal sealed class PairRules(RuleContext context) : ComponentRules(context, Path), IPairRules
{
    private const string Path = "pair";

    public int Components => Context.Scenario.Initial.Length;

    public IReadOnlyList<string> Particles => Context.Scenario.Particles;

    public static void Apply(RuleContext context)
    {
        if (context.IsSound($"{Path}.type"))
            context.Scenario.Pair.Canonical().Check(new PairRules(context));
    }

    public PairInput? Data() => Context.IsSound("initial", "grid", "dimension", "kernel", "rescale")
        ? InitialData.PairOf(Context.Scenario with { Initial = [.. Context.Scenario.Initial.Select(component => component.Canonical())] }) : null;
}
