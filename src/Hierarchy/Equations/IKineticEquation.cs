using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// One system of the paper on a grid: f = f_{N,1} and, at level 2, the pair correlation g = f_{N,2} - f x f.
/// The state is f (n^d values) followed, at level 2, by g (n^{2d} values, v1 slow, v2 fast).
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

    /// <summary>Brings <see cref="Reports"/> up to date with a state of the run; called at the output times.</summary>
    void Assess(ReadOnlySpan<double> state)
    {
    }

    /// <summary>Figures about the discretisation that the run reports, for instance the size of the conservative correction.</summary>
    IReadOnlyList<Report> Reports { get; }
}

/// <summary>A named figure with its meaning.</summary>
public readonly record struct Report(string Name, double Value, string Meaning);

/// <summary>The parts of a state.</summary>
public static class KineticStates
{
    /// <summary>f, n^d values.</summary>
    public static ReadOnlySpan<double> Density(this IKineticEquation equation, ReadOnlySpan<double> state) => state[..equation.Grid.Size];

    /// <summary>g, n^{2d} values, or empty.</summary>
    public static ReadOnlySpan<double> Correlation(this IKineticEquation equation, ReadOnlySpan<double> state) =>
        equation.HasCorrelation ? state.Slice(equation.Grid.Size, equation.Grid.Size * equation.Grid.Size) : [];
}
