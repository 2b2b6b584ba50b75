namespace Hierarchy.TimeStepping;

/// <summary>An autonomous system of ordinary differential equations dy/dt = F(y) on a flat state. Steppers know nothing else of it.</summary>
public interface IEvolutionSystem
{
    /// <summary>The length of the state y.</summary>
    int Length { get; }

    /// <summary>
    /// The blocks of the state that are measured apart by the error norm: consecutive ranges that cover the state.
    /// A block's error counts relative to its <see cref="StateBlock.Scale"/>.
    /// </summary>
    IReadOnlyList<StateBlock> Blocks { get; }

    /// <summary>Fills <paramref name="derivative"/> with F(<paramref name="state"/>). Allocates nothing; the two do not overlap.</summary>
    void Evaluate(ReadOnlySpan<double> state, Span<double> derivative);
}

/// <summary>A range of the state with the root-mean-square size that its errors are compared with.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Start">First index.</param>
/// <param name="Length">Number of doubles.</param>
/// <param name="Scale">Positive: an error of root mean square (tolerance x Scale) is just accepted.</param>
/// <param name="Storage">How its values are stored, if not as doubles.</param>
public readonly record struct StateBlock(string Name, int Start, int Length, double Scale, BlockStorage? Storage = null)
{
    /// <summary>Number of values, those on other ranks included.</summary>
    public long Values => Storage?.CountValues(Length) ?? Length;
}

/// <summary>A system that knows a bound of its own stiffness, so that a stepper need not estimate it.</summary>
internal interface ISpectralRadius
{
    /// <summary>
    /// An upper bound, preferably a tight one, of the modulus of the eigenvalues of dF/dy at <paramref name="state"/>, per unit of time; positive and finite.
    /// </summary>
    double BoundSpectralRadius(ReadOnlySpan<double> state);
}

/// <summary>Evaluates F on native arrays and counts.</summary>
internal sealed unsafe class SystemEvaluator(IEvolutionSystem system)
{
    /// <summary>The evaluations so far.</summary>
    public long Count { get; private set; }

    /// <summary>derivative = F(y).</summary>
    public void Evaluate(double* y, double* derivative)
    {
        Count++;
        system.Evaluate(new ReadOnlySpan<double>(y, system.Length), new Span<double>(derivative, system.Length));
    }
}
