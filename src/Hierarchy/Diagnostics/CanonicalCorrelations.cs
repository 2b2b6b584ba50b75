using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The leading canonical correlations of the two velocities: the largest singular values of the kernel F/sqrt(f x f) - sqrt(f x f) = g/sqrt(f x f) on
/// L2(dv) x L2(dv). The first is the largest correlation coefficient that functions phi(v1), psi(v2) can have; all vanish for F = f x f.
/// </summary>
/// <remarks>
/// The kernel is symmetric, so they are the largest |eigenvalues|, found by <see cref="BlockKrylov"/>. It is restricted to a level set f &gt; level max f,
/// chosen as <see cref="DecadeShells.Decaying"/> describes from the shells of int g^2/(f f), the sum of the squares of all singular values.
/// The noise floor is the residual of the singular pair plus the change of its Rayleigh quotient when the vector is cut to one decade less.
/// </remarks>
internal sealed class CanonicalCorrelations : IDiagnostic
{
    private const int Count = 3;

    public IReadOnlyList<Quantity> Quantities(int dimension) =>
        [.. Enumerable.Range(1, Count).Select(k => new Quantity(Name(k), 2, $"singular value {k} of g/sqrt(f x f), where f(v1), f(v2) > level max f"))];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Correlation.IsZero)
        {
            for (int k = 1; k <= Count; k++)
                values.Add(new(Name(k), 0));
            return;
        }
        EvaluatePair(new CorrelationKernel(observation.Correlation, observation.Density, new PairColumns(observation.Density)), values);
    }

    private static void EvaluatePair(CorrelationKernel kernel, ICollection<QuantityValue> values)
    {
        int kept = DecadeShells.Decaying(kernel.SquaresByShell(), kernel.ShellLimit);
        kernel.Restrict(kept);
        BlockKrylov krylov = new(kernel.Size, Count, kernel.Apply);
        krylov.Solve(kernel.Start());
        double[] cut = kernel.RayleighQuotients(krylov.Vectors, kept - 1);
        for (int k = 0; k < Count; k++)
            values.Add(new(Name(k + 1), Math.Abs(krylov.Values[k]), krylov.Residuals[k] + Math.Abs(krylov.Values[k] - cut[k])));
    }

    private static string Name(int k) => FormattableString.Invariant($"canonical_correlation_{k}");
}
