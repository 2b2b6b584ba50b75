using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// The basis W of a step of <see cref="LowRankStep"/>: the factors u_k, and the leading directions that the columns Y = [exp(h T) u_k lambda_k, h phi_1(h T) B z_j] have beyond them.
/// </summary>
/// <remarks>
/// After the first step z_j are random combinations of the damped basis of the step before, and of Y as many random combinations Y Omega are taken, a random column
/// of the one beside each of the other: T acts on them alone, and on these few columns rather than on all (Halko, Martinsson and Tropp, SIAM Rev. 53 (2011) 217). With
/// Omega of k columns of variance 1/k the norm of Y beyond its r leading directions is that of Y Omega beyond its own over (1 - r/k)^{1/2}, about.
/// </remarks>
internal sealed class StepBasis(LowRankEquation equation, LowRankFlow flow, CollisionInvariants invariants, double[][] duals)
{
    /// <summary>Samples for each direction that a step took, and more.</summary>
    private const double Oversampling = 1.75;

    private const int MoreSamples = 32;

    /// <summary>Columns that T is applied to at a time.</summary>
    private const int ColumnsTogether = 128;

    /// <summary>The directions over the samples beyond which these are too few.</summary>
    private const double MostOfSamples = 0.8;

    /// <summary>The samples for the step after one that took so many directions.</summary>
    public static int Samples(int directions) => (int)(Oversampling * directions) + MoreSamples;

    /// <summary>X of k columns, such that W X are random combinations of the columns of W phi^T.</summary>
    /// <param name="damping">phi = phi_1(h T_W).</param>
    /// <param name="samples">k.</param>
    public static DenseMatrix Combinations(DenseMatrix damping, int samples)
    {
        using DenseMatrix random = RandomProbes.Of(damping.Rows, samples);
        TensorPrimitives.Multiply(random.Values, 1 / Math.Sqrt(samples), random.Values);
        return DenseMatrix.TransposeProduct(damping, random);
    }

    /// <summary>W, whose first columns are the factors; null where the samples are too few.</summary>
    /// <param name="fields">The fields of T.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="memory">What the step before hands on.</param>
    /// <param name="length">h.</param>
    /// <param name="tail">The norm of Y that may be left out.</param>
    /// <param name="most">The most directions beyond the factors.</param>
    public DenseMatrix? Of(LinearisationFields fields, CorrelationFactors factors, StepMemory memory, double length, double tail, int most)
    {
        bool sampled = memory.Rest is not null;
        DenseMatrix candidates = Time("T of candidates", () => sampled ? Samples(fields, factors, memory, length) : Columns(fields, factors, memory, length));
        int samples = candidates.Columns;
        using DenseMatrix added = Time("basis", () => FactorBasis.Beyond(equation.Team, factors.Fields, candidates, tail, most, sampled: sampled));
        candidates.Dispose();
        return !sampled || added.Columns >= most || added.Columns <= MostOfSamples * samples ? FactorBasis.Join(factors.Fields, added) : null;
    }

    /// <summary>T_W = W^T T W, freed of the production of momentum and energy.</summary>
    public DenseMatrix Generator(LinearisationFields fields, DenseMatrix basis)
    {
        var generator = new DenseMatrix(basis.Columns, basis.Columns);
        for (int first = 0; first < basis.Columns; first += ColumnsTogether)
        {
            using DenseMatrix strip = basis.Strip(first, Math.Min(ColumnsTogether, basis.Columns - first)), images = flow.Apply(fields, strip),
                products = equation.Team.TransposeProduct(basis, images);
            generator.SetColumns(first, products);
        }
        for (int k = 0; equation.Options.Conservative && k < invariants.Count; k++)
        {
            double[] phi = equation.Team.TransposeTimes(basis, invariants.Function(k)), psi = equation.Team.TransposeTimes(basis, duals[k]);
            double[] moments = generator.TransposeTimes(phi);
            for (int i = 0; i < generator.Rows; i++)
                TensorPrimitives.MultiplyAdd<double>(moments, -equation.Grid.CellVolume * psi[i], generator.Row(i), generator.Row(i));
        }
        return generator;
    }

    /// <summary>The slope of the source in the basis of this step: its factors are those that the memory knows.</summary>
    public DenseMatrix? Carry(StepMemory memory, DenseMatrix basis)
    {
        if (memory.Rest is not { } rest)
            return null;
        int rank = memory.Turns!.Columns;
        using DenseMatrix overlap = new(memory.Slope!.Columns, basis.Columns), inner = equation.Team.TransposeProduct(rest, basis);
        for (int i = 0; i < rank; i++)
            overlap[i, i] = 1;
        for (int i = rank; i < overlap.Rows; i++)
            inner.Row(i - rank)[rank..].CopyTo(overlap.Row(i)[rank..]);
        using DenseMatrix product = DenseMatrix.Product(memory.Slope, overlap);
        return DenseMatrix.TransposeProduct(overlap, product);
    }

    private T Time<T>(string part, Func<T> work) => PartClock.Time(equation.Clock, part, work);

    /// <summary>Y with the images of the memory.</summary>
    private DenseMatrix Columns(LinearisationFields fields, CorrelationFactors factors, StepMemory memory, double length)
    {
        int rank = factors.Weights.Length;
        DenseMatrix candidates = equation.Team.Make(rank + memory.Images.Columns);
        using (DenseMatrix weighted = factors.Weigh(factors.Fields))
            candidates.SetColumns(0, weighted);
        _ = flow.Propagate(fields, candidates, 0, rank, null, length, memory.Radius);
        return flow.Propagate(fields, candidates, rank, memory.Images.Columns, memory.Images, length, memory.Radius);
    }

    /// <summary>Y Omega.</summary>
    private DenseMatrix Samples(LinearisationFields fields, CorrelationFactors factors, StepMemory memory, double length)
    {
        int samples = memory.Images.Columns;
        using DenseMatrix random = RandomProbes.Of(factors.Weights.Length, samples, 1);
        for (int k = 0; k < random.Rows; k++)
            TensorPrimitives.Multiply(random.Row(k), factors.Weights[k] / Math.Sqrt(samples), random.Row(k));
        DenseMatrix candidates = DenseMatrix.Product(factors.Fields, random);
        return flow.Propagate(fields, candidates, 0, samples, memory.Images, length, memory.Radius);
    }
}
