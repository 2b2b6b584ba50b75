using System.Globalization;
using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>Says of an integration that cannot go on which value failed, at which velocities, and what the last good state looked like.</summary>
internal static class FailureReport
{
    /// <summary>The sentence for a record.</summary>
    /// <param name="failure">What the stepper met.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="equation">The equation.</param>
    /// <param name="particles">N.</param>
    /// <param name="state">The last good state.</param>
    public static string Describe(NumericalFailureException failure, VelocityGrid grid, IKineticEquation equation, ParticleNumber particles, ReadOnlyMemory<double> state)
    {
        string place = failure.Index is { } index ? PlaceOf(index, grid, equation.Blocks) : failure.Quantity;
        ReadOnlySpan<double> density = equation.Density(state.Span, particles);
        PairCorrelation correlation = equation.Correlation(state, particles);
        int lowest = TensorPrimitives.IndexOfMin(density);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{failure.Reason}: {place}, after time {failure.Time:G8}, where min f = {density[lowest]:G3} at v = {Velocity(lowest, grid)}");
        return correlation.IsZero ? text : text + string.Create(CultureInfo.InvariantCulture, $" and max |g| = {correlation.MaxMagnitude():G3}");
    }

    /// <summary>The block and the velocities of a value of the state, where the block is a function of one, two or three of them.</summary>
    private static string PlaceOf(int index, VelocityGrid grid, IReadOnlyList<StateBlock> blocks)
    {
        StateBlock block = blocks.First(block => index < block.Start + block.Length);
        long at = index - block.Start, size = grid.Size;
        int variables = block.Length == size ? 1 : block.Length == size * size ? 2 : block.Length == size * size * size ? 3 : 0;
        if (variables == 0)
            return block.Name;
        var velocities = new List<string>();
        for (int k = variables - 1; k >= 0; k--)
        {
            velocities.Insert(0, $"v{(variables == 1 ? "" : k + 1)} = {Velocity((int)(at % size), grid)}");
            at /= size;
        }
        return $"{block.Name} at {string.Join(", ", velocities)}";
    }

    private static string Velocity(int flat, VelocityGrid grid) =>
        "(" + string.Join(", ", Enumerable.Range(0, grid.Dimension).Select(a => grid.Axis[grid.AxisIndex(flat, a)].ToString("G4", CultureInfo.InvariantCulture))) + ")";
}
