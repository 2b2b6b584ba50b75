using Hierarchy.Densities;

namespace Hierarchy.Scenarios;

/// <summary>The faults and warnings of one component of the initial density, or of another part of the scenario that has settings of a density.</summary>
internal class ComponentRules(RuleContext context, string path) : IDensityRules
{
    protected RuleContext Context => context;

    public DensityInput Input { get; } = InitialData.Input(context.Scenario);

    public bool ReadsData => context.ReadsData;

    public bool IsSound(string setting = "") => context.IsSound(PathOf(setting));

    public bool Knows(string place) => context.IsSound(place);

    public void Require(bool condition, string setting, object value, string rule) => context.Require(condition, PathOf(setting), value, rule);

    public void Warn(string text) => context.Warn($"{path}: {text}");

    private string PathOf(string setting) => setting.Length == 0 ? path : $"{path}.{setting}";
}
