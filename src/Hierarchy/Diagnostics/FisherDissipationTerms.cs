using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// What the derivatives of entropy and Fisher information are made of (Lemmas 2.2 to 2.4), for the pair density F = f x f + g and for the density of three
/// particles, the latter for d = 2; see <see cref="FisherDissipation"/>.
/// </summary>
/// <remarks>
/// All integrands divide by the density, so the sums run over the points where it is above its noise; the floor is what changes when ten times that level is
/// taken. On grids of more than
/// <see cref="MostInPlane"/> or <see cref="MostInSpace"/> values of F, or of f_3, the terms are left out.
/// </remarks>
internal sealed class FisherDissipationTerms : IDiagnostic
{
    public const string HeatSame = "dissipation_heat_same", HeatMixed = "dissipation_heat_mixed", Inside = "dissipation_inside", Outside = "dissipation_outside",
        Entropy = "dissipation_entropy";

    /// <summary>13 arrays of so many values are needed for a pair in d = 2, 8 in d = 3 (up to 16 points an axis), 2 for three particles.</summary>
    private const int MostInPlane = 1 << 21, MostInSpace = 1 << 24, MostTriples = 1 << 24;

    /// <summary>How far above its noise a density must be, and by how much that level is raised for the floor.</summary>
    private const double AboveNoise = 10, Raised = 10;

    /// <summary>One row in so many is looked at for its noise; odd, so that all places along the axes are met.</summary>
    private const int SomeRows = 7;

    public bool OnRequest => true;

    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension == 2 ? [.. OfPairs, .. OfTriples] : OfPairs;

    private static readonly Quantity[] OfPairs =
    [
        Named(HeatSame + "_2", 2, "Term_{i=k} (2.7), N = 2: -2 h^2d sum F |grad_1 grad_1 log F|^2 where F is above its noise"),
        Named(HeatMixed + "_2", 2, "Term_{i!=k} (2.10), N = 2: -2 h^2d sum F |grad_1 grad_2 log F|^2, the same"),
        Named(Inside + "_2", 2, "derivative of I_2 along (1/2) P F (Lemma 2.4): -(1/4) int F [4 alpha |d_t D+ u|^2 + 16 alpha ((d_r d_t u)^2 + (d_t^2 u)^2/r^2) + 16 "
            + "alpha' d_t u d_r d_t u], "
            + "u = log F, alpha = a/r^2, r and t the polar coordinates of v1 - v2; in d = 3 with the sum over three rotations; half of dI_1/dt of the Landau "
                + "equation for F = f f"),
        Named(Entropy + "_2", 2, "derivative of H_2 along (1/2) P F: -(1/4) int F a |Pi (grad_1 - grad_2) log F|^2; half of dH_1/dt of the Landau equation for F = f f"),
    ];

    private static readonly Quantity[] OfTriples =
    [
        Named(HeatSame + "_3", 3, "Term_{i=k} (2.7), N = 3; Liouville equation, N = 3, as the following"),
        Named(HeatMixed + "_3", 3, "Term_{i!=k} (2.10), N = 3"),
        Named(Inside + "_3", 3, "Term_{k=i,j} (2.13), N = 3: the form of dissipation_inside_2 at every third velocity"),
        Named(Outside + "_3", 3, "Term_{k!=i!=j} (2.16), N = 3: -(2/3) int a f3 |Pi (grad_1 - grad_2) grad_3 log f3|^2"),
        Named(Entropy + "_3", 3, "derivative of H_3 along the Liouville equation, N = 3"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        VelocityGrid grid = observation.Grid;
        if (observation.Kernel is not { } kernel)
            return;
        long pairs = (long)grid.Size * grid.Size, most = grid.Dimension == 2 ? MostInPlane : MostInSpace;
        double largest = TensorPrimitives.Max(observation.Density), noise = TruncationNoise.Of(grid, observation.Density);
        if (pairs <= most)
        {
            double[] density = Pair(observation);
            double floor = Level(TensorPrimitives.Min<double>(density), TensorPrimitives.Max<double>(density), Math.Max(noise / largest, RowNoise(grid, density)));
            FisherDissipation[] terms = FisherDissipation.OfPair(grid, kernel, density, [floor, Raised * floor]);
            Add(values, "_2", terms[0], terms[1], false);
        }
        if (grid.Dimension != 2 || observation.Triple.IsEmpty || pairs * grid.Size > MostTriples)
            return;
        // A pair's rows are as rough as those of three particles: both have the collisions of one pair in them.
        double rough = pairs <= most ? RowNoise(grid, Pair(observation)) : noise / largest;
        using NativeBuffer triples = new((int)pairs * grid.Size);
        TripleDensity.Fill(observation.Density, observation.Correlation.Values().Span, observation.Triple, triples.Span);
        double level = Level(TensorPrimitives.Min<double>(triples.Span), TensorPrimitives.Max<double>(triples.Span), Math.Max(noise / largest, rough));
        Add(values, "_3", FisherDissipation.OfTriple(grid, kernel, triples.Span, level), FisherDissipation.OfTriple(grid, kernel, triples.Span, Raised * level), true);
    }

    private static Quantity Named(string name, int level, string formula) => new(name, level, formula + "; computed only where a scenario names it");

    private static double Level(double smallest, double largest, double relative) => Math.Clamp(AboveNoise * Math.Max(Math.Max(0, -smallest) / largest, relative), 1e-12, 0.05);

    /// <summary>The truncation noise of some rows F(v1, .) through the bulk, relative to max F: F may be rougher than f.</summary>
    private static double RowNoise(VelocityGrid grid, double[] pairs)
    {
        double largest = TensorPrimitives.Max<double>(pairs), noise = 0;
        int size = grid.Size;
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = pairs.AsSpan(i * size, size);
            if (i % SomeRows == 0 && TensorPrimitives.Max(row) > 0.1 * largest)
                noise = Math.Max(noise, TruncationNoise.Of(grid, row));
        }
        return noise / largest;
    }

    private static double[] Pair(in Observation observation)
    {
        int size = observation.Grid.Size;
        double[] pairs = new double[size * size], scratch = new double[Math.Max(size, observation.Correlation.ScratchLength)];
        for (int i = 0; i < size; i++)
            TensorPrimitives.MultiplyAdd(observation.Density, observation.Density[i], observation.Correlation.Row(i, scratch), pairs.AsSpan(i * size, size));
        return pairs;
    }

    private static void Add(ICollection<QuantityValue> values, string level, FisherDissipation terms, FisherDissipation raised, bool withOutside)
    {
        AddOne(HeatSame, terms.HeatSame, raised.HeatSame);
        AddOne(HeatMixed, terms.HeatMixed, raised.HeatMixed);
        AddOne(Inside, terms.LandauInside, raised.LandauInside);
        if (withOutside)
            AddOne(Outside, terms.LandauOutside, raised.LandauOutside);
        AddOne(Entropy, terms.Entropy, raised.Entropy);

        void AddOne(string name, double value, double other) => values.Add(new(name + level, value, Math.Abs(value - other)));
    }
}
