namespace Hierarchy.Models;

/// <summary>Every model: each class of this library that implements <see cref="IModel"/>, and what a program adds.</summary>
public static class ModelRegistry
{
    private static volatile IModel[] _all = Sorted(
        typeof(IModel).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IModel).IsAssignableFrom(type))
            .Select(type => (IModel)Activator.CreateInstance(type)!));

    /// <summary>All models: the direct solver, those on the grid by level and name, the particle systems.</summary>
    public static IReadOnlyList<IModel> All => _all;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => [.. _all.Select(model => model.Name)];

    /// <summary>Their settings records.</summary>
    public static IReadOnlyList<(string Name, Type Record)> Variants => [.. _all.Select(model => (model.Name, model.Settings.GetType()))];

    /// <summary>The direct solver of the Landau equation, the reference of every other model.</summary>
    public static IGridModel Landau { get; } = (IGridModel)Of(ReferenceKind.Landau);

    /// <summary>The exact density of N particles, the reference of the closures at the same N.</summary>
    public static IGridModel Liouville { get; } = (IGridModel)Of(ReferenceKind.Liouville);

    /// <summary>The Kac particle system (1.5).</summary>
    public static IParticleModel Particles { get; } = (IParticleModel)Of(ReferenceKind.Particles);

    /// <summary>The Landau equation for isotropic data, the reference of the models of rotation-invariant pairs.</summary>
    internal static IRadialModel RadialLandau { get; } = _all.OfType<IRadialModel>().First(model => model.IsReference);

    /// <summary>The model of that name, or null.</summary>
    public static IModel? Find(string name) => _all.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The facts of the model of that name; of a model that this version does not know, none.</summary>
    public static ModelFacts FactsOf(string name) => Find(name)?.Facts ?? new ModelFacts();

    /// <summary>Adds a model of another assembly; scenarios may name it from then on, until the returned object is disposed of.</summary>
    /// <exception cref="ArgumentException">There is a model of that name.</exception>
    public static IDisposable Add(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Find(model.Name) is not null)
            throw new ArgumentException($"there is a model \"{model.Name}\" already", nameof(model));
        _all = Sorted(_all.Append(model));
        return new Removal(model);
    }

    private static IModel Of(ReferenceKind kind) => _all.First(model => model.Facts.Reference == kind);

    private static IModel[] Sorted(IEnumerable<IModel> models) =>
    [
        .. models.OrderBy(model => model.Facts.Reference != ReferenceKind.Landau).ThenBy(model => model.Level == 0 ? int.MaxValue : model.Level)
            .ThenBy(model => model.Name, StringComparer.Ordinal),
    ];

    private sealed class Removal(IModel model) : IDisposable
    {
        public void Dispose() => _all = [.. _all.Where(other => other != model)];
    }
}
