using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.States;

/// <summary>
/// One system of the paper on a grid: f = f_{N,1} and, at level 2, the pair correlation g = f_{N,2} - f x f.
/// The state is f (n^d values) followed, at level 2, by g (n^{2d} values, v1 slow, v2 fast), unless the equation says otherwise by <see cref="IDerivedMarginals"/>.
/// </summary>
public interface IKineticEquation : IEvolutionSystem, IDisposable
{
    /// <summary>The name of the model in scenario files and results.</summary>
    string Model { get; }

    /// <summary>N.</summary>
    ParticleNumber Particles { get; }

    VelocityGrid Grid { get; }

    /// <summary>Whether the state holds a pair correlation; if not, f_{N,2} = f x f.</summary>
    bool HasCorrelation { get; }

    /// <summary>Fills the state with the chaotic datum: f, and g = 0. It fixes <see cref="IEvolutionSystem.Blocks"/>, so it comes before a stepper is made.</summary>
    void SetChaotic(ReadOnlySpan<double> density, Span<double> state);

    /// <summary>Fills the state with any datum; where <see cref="HasCorrelation"/> is false, f_2 = f x f whatever the datum says.</summary>
    void Start(InitialDatum datum, Span<double> state)
    {
        SetChaotic(datum.Density, state);
        if (HasCorrelation)
            datum.Correlation?.Invoke(state.Slice(Grid.Size, Grid.Size * Grid.Size));
    }

    /// <summary>Makes a stepper for states of this equation, once the datum is set.</summary>
    IStepper CreateStepper(StepperOptions options) => new StabilisedStepper(this, options);

    /// <summary>Brings <see cref="Reports"/> up to date with a state of the run; called at the output times.</summary>
    void Assess(ReadOnlySpan<double> state)
    {
    }

    /// <summary>Figures about the discretisation that the run reports, for instance the size of the conservative correction.</summary>
    IReadOnlyList<Report> Reports { get; }

    /// <summary>
    /// Writes what the equation knows besides the state and what its datum fixes, so that a run goes on to the last bit after <see cref="Restore"/>: largest values met,
    /// anything that its evaluations adapt. Called between two steps; nothing by default.
    /// </summary>
    void Save(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="Save"/> wrote, after the same datum was started with and before the state is given back.</summary>
    /// <exception cref="InvalidDataException">It does not fit this equation.</exception>
    void Restore(BinaryReader reader)
    {
    }
}

/// <summary>A named figure with its meaning.</summary>
/// <param name="Name">Lower case with underscores.</param>
/// <param name="Value">The figure.</param>
/// <param name="Meaning">The formula.</param>
/// <param name="IsQuantity">Whether it is a function of the state that belongs to the results of every output time.</param>
public readonly record struct Report(string Name, double Value, string Meaning, bool IsQuantity = false)
{
    /// <summary>The value of a quantity that belongs to the results of every output time.</summary>
    public static Report Of(Quantity quantity, double value) => new(quantity.Name, value, quantity.Formula, IsQuantity: true);
}

/// <summary>An equation whose state is something else than f and g: it derives them. The spans are valid up to the next call.</summary>
public interface IDerivedMarginals
{
    /// <summary>f_{N,1}, n^d values.</summary>
    ReadOnlySpan<double> DensityOf(ReadOnlySpan<double> state);

    /// <summary>g = f_{N,2} - f_{N,1} x f_{N,1}, n^{2d} values.</summary>
    ReadOnlySpan<double> CorrelationOf(ReadOnlySpan<double> state);
}

/// <summary>An equation whose state serves every N: f and g are those of the N that is viewed.</summary>
public interface IParticleViews : IDerivedMarginals
{
    /// <summary>Chooses N for the marginals.</summary>
    void View(ParticleNumber particles);
}

/// <summary>An equation that evolves the three-particle correlation g_3 = f_{N,3} less all products of f and g as well.</summary>
public interface ITripleCorrelation
{
    /// <summary>g_3(v1, v2, v3), n^{3d} values, v1 slowest.</summary>
    ReadOnlySpan<double> TripleOf(ReadOnlySpan<double> state);
}

/// <summary>The parts of a state.</summary>
public static class KineticStates
{
    /// <summary>f, n^d values.</summary>
    public static ReadOnlySpan<double> Density(this IKineticEquation equation, ReadOnlySpan<double> state) =>
        equation is IDerivedMarginals derived ? derived.DensityOf(state) : state[..equation.Grid.Size];

    /// <summary>g, n^{2d} values, or empty.</summary>
    public static ReadOnlySpan<double> Correlation(this IKineticEquation equation, ReadOnlySpan<double> state)
    {
        if (!equation.HasCorrelation)
            return [];
        return equation is IDerivedMarginals derived ? derived.CorrelationOf(state) : state.Slice(equation.Grid.Size, equation.Grid.Size * equation.Grid.Size);
    }
}
