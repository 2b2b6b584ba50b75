namespace Hierarchy.Spectral;

/// <summary>Who transforms the lines of an array.</summary>
public enum TransformEngine
{
    /// <summary>The library's own transforms: the default, and fast.</summary>
    Hierarchy,

    /// <summary>
    /// The FftSharp package, line by line: an independent implementation, many times slower, under which a whole experiment can be repeated.
    /// </summary>
    FftSharp,
}

/// <summary>The choice of the engine. It is made where a transform is planned; what is planned keeps its engine.</summary>
/// <remarks>
/// It reaches <see cref="FourierTransform"/>, <see cref="PaddedFourierTransform"/>, <see cref="LineDerivative"/> and all that is made of them. What does not transform is
/// the same under every engine: the transform of the kernel, which is an integral over its radius; Fourier modes of particles and of their densities, which are
/// sums; trigonometric interpolation, which is a matrix.
/// </remarks>
public static class TransformEngines
{
    private static readonly AsyncLocal<TransformEngine> Ambient = new();

    /// <summary>The names of the engines as they are written on the command line and in manifests.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<TransformEngine>().Select(Name)];

    /// <summary>
    /// The engine of what is planned here. It follows the flow of control: into the chunks of <see cref="WorkCrew"/>, into tasks and threads that are started
    /// within the scope, and into no others.
    /// </summary>
    public static TransformEngine Current => Ambient.Value;

    /// <summary>
    /// Until the scope is disposed, whatever is planned transforms with that engine.
    /// </summary>
    /// <example><code>
    /// using (TransformEngines.Use(TransformEngine.FftSharp))
    ///     records = new ExperimentRunner(plan, EquationFactory.Create, []).Run(CancellationToken.None);
    /// </code></example>
    public static EngineScope Use(TransformEngine engine)
    {
        if (!Enum.IsDefined(engine))
            throw new ArgumentOutOfRangeException(nameof(engine), engine, $"the engines are {string.Join(" and ", Names)}");
        var scope = new EngineScope(Current);
        Set(engine);
        return scope;
    }

    /// <summary>The name of an engine.</summary>
    public static string Name(this TransformEngine engine) => engine.ToString().ToLowerInvariant();

    /// <summary>The engine of a name, written in any case.</summary>
    public static bool TryParse(string name, out TransformEngine engine)
    {
        foreach (TransformEngine known in Enum.GetValues<TransformEngine>())
        {
            engine = known;
            if (known.Name().Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        engine = default;
        return false;
    }

    /// <summary>Makes an engine the choice of the calling thread; allocates nothing where it is already.</summary>
    internal static void Set(TransformEngine engine)
    {
        if (Ambient.Value != engine)
            Ambient.Value = engine;
    }

    /// <summary>Gives back the engine that was chosen before.</summary>
    public readonly struct EngineScope : IDisposable
    {
        private readonly TransformEngine _before;

        internal EngineScope(TransformEngine before) => _before = before;

        public void Dispose() => Set(_before);
    }
}
