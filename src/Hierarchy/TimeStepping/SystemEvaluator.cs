namespace Hierarchy.TimeStepping;

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
