using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.States;

/// <summary>
/// One system of the paper on a grid: f = f_{N,1} and, at level 2, the pair correlation g = f_{N,2} - f x f.
/// What its state holds is the equation's own affair: f, g and, where it has one, the correlation of three particles are asked of it.
/// </summary>
public interface IKineticEquation : IEvolutionSystem, IDisposable
{
    /// <summary>The name of the model in scenario files and results.</summary>
    string Model { get; }

    /// <summary>N; the N that it was made for, where its state serves every N.</summary>
    ParticleNumber Particles { get; }

    VelocityGrid Grid { get; }

    /// <summary>Whether it has a pair correlation; if not, f_{N,2} = f x f.</summary>
    bool HasCorrelation { get; }

    /// <summary>Whether its state has a derivative; if not, it advances by whole steps of the stepper that it makes, and <see cref="IEvolutionSystem.Evaluate"/> throws.</summary>
    bool HasDerivative => true;

    /// <summary>f_{N,1} of a state, n^d values, valid until the state changes or the next call.</summary>
    /// <param name="state">y.</param>
    /// <param name="particles">N: <see cref="Particles"/>, or any where the state serves every N.</param>
    /// <exception cref="ArgumentException">Another N, where the state serves one.</exception>
    ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles);

    /// <summary>g = f_{N,2} - f_{N,1} x f_{N,1} of a state, valid until the state changes; zero where <see cref="HasCorrelation"/> is false.</summary>
    /// <param name="state">y, which the result refers to.</param>
    /// <param name="particles">N, as in <see cref="Density"/>.</param>
    /// <exception cref="ArgumentException">Another N, where the state serves one.</exception>
    PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles);

    /// <summary>The correlation g_3 of three particles, f_{N,3} less all products of f and g; empty for the equations that do not evolve it.</summary>
    TripleCorrelation Triple(ReadOnlySpan<double> state) => default;

    /// <summary>Fills the state with the chaotic datum: f, and g = 0. It fixes <see cref="IEvolutionSystem.Blocks"/>, so it comes before a stepper is made.</summary>
    void SetChaotic(ReadOnlySpan<double> density, Span<double> state);

    /// <summary>Fills the state with any datum; where <see cref="HasCorrelation"/> is false, f_2 = f x f whatever the datum says.</summary>
    /// <exception cref="ArgumentException">The equation has a correlation, but does not take this datum's.</exception>
    void Start(InitialDatum datum, Span<double> state)
    {
        if (HasCorrelation && !datum.IsChaotic)
            throw new ArgumentException($"the model {Model} takes chaotic data only", nameof(datum));
        SetChaotic(datum.Density, state);
    }

    /// <summary>Makes a stepper for states of this equation, once the datum is set.</summary>
    IStepper CreateStepper(StepperOptions options) => new SwitchingStepper(this, options);

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

/// <summary>What equations ask of their callers.</summary>
internal static class EquationRequirements
{
    /// <summary>Refuses an N that the state of an equation does not serve.</summary>
    /// <exception cref="ArgumentException">Another N than that of the equation.</exception>
    public static void RequireOwn(this IKineticEquation equation, ParticleNumber particles)
    {
        if (particles != equation.Particles)
            throw new ArgumentException($"this state of {equation.Model} is that of N = {equation.Particles}, not of N = {particles}", nameof(particles));
    }
}
