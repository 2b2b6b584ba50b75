namespace Hierarchy.States;

/// <summary>
/// The test functions of the fluctuations N Var((1/N) sum_i test(V_i)), in one order for all who measure them: the collision invariants v_a and |v|^2, v_a v_b,
/// |v|^4, and the Fourier modes
/// exp(-i v_a), whose variance is that of the real and of the imaginary part together; their wavenumber is that of no box, so that boxes can be compared.
/// </summary>
internal static class FluctuationNames
{
    private const string Axes = "xyz";

    /// <summary>The number of functions that are polynomials; the d Fourier modes come after them.</summary>
    public static int Polynomials(int dimension) => dimension + 2 + dimension * (dimension + 1) / 2;

    /// <summary>The quantities.</summary>
    public static IReadOnlyList<Quantity> All(int dimension)
    {
        List<Quantity> list = [];
        for (int a = 0; a < dimension; a++)
            list.Add(Of($"momentum_{Axes[a]}", $"v_{Axes[a]}"));
        list.Add(Of("energy", "|v|^2"));
        for (int a = 0; a < dimension; a++)
        {
            for (int b = a; b < dimension; b++)
                list.Add(Of($"{Axes[a]}{Axes[b]}", $"v_{Axes[a]} v_{Axes[b]}"));
        }
        list.Add(Of("fourth", "|v|^4"));
        for (int a = 0; a < dimension; a++)
            list.Add(Of($"mode_{Axes[a]}", $"exp(-i v_{Axes[a]})"));
        return list;
    }

    private static Quantity Of(string name, string function) =>
        new("fluctuation_" + name, 2, $"N Var((1/N) sum_i test(V_i)) = Var(test(v1)) + (N-1) cov(test(v1), test(v2)), test = {function}; at N = infinity, for "
            + "independent particles, Var(test)");
}
