namespace Hierarchy.Cli.Plots;

/// <summary>A figure of the report: chooses from the results what it shows. One file a figure; <see cref="FigureRegistry"/> finds it.</summary>
internal interface IFigure
{
    /// <summary>Figures stand in the report in this order.</summary>
    int Order { get; }

    /// <summary>The figure, or null where the results do not have what it shows.</summary>
    Figure? Make(StoredExperiment experiment);
}

/// <summary>Every figure of this program.</summary>
internal static class FigureRegistry
{
    private static readonly IReadOnlyList<IFigure> All =
    [
        .. typeof(IFigure).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IFigure).IsAssignableFrom(type))
            .Select(type => (IFigure)Activator.CreateInstance(type)!)
            .OrderBy(figure => figure.Order),
    ];

    /// <summary>The figures that the results have something for.</summary>
    public static IReadOnlyList<Figure> Of(StoredExperiment experiment) => [.. All.Select(figure => figure.Make(experiment)).OfType<Figure>()];
}
