using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Every pointwise functional of the pair F = f_{N,2} = f x f + g: entropy, mutual information, distance to chaos, moments, defects of the discretisation. All
/// are gathered in one visit to g (<see cref="PairSweep"/>). Models without a correlation have F = f x f, for which the values follow from f alone.
/// </summary>
internal sealed class PairFunctionals : IDiagnostic
{
    /// <summary>log f where f is at most its rounding error, for the floor of what has no logarithm.</summary>
    private const double MostDecades = 33;

    /// <summary>The quantities of <see cref="PairSweep.Exponents"/>.</summary>
    private static readonly string[] Singular = ["coulomb_integral", "coulomb_integral_3_2"];

    public IReadOnlyList<Quantity> Quantities(int dimension)
    {
        List<Quantity> list =
        [
            new("entropy_2", 2, "1/2 int F log F = entropy_1 + mutual_information/2, and int m (log f + 1/2) where m = int F dv2 - f does not vanish"),
            new("mutual_information", 2, "int F log(F/(f f)) = h^2d sum f f ((1+x) log(1+x) - x), x = g/(f f), where f(v1), f(v2) > level max f"),
            PairAgainstLandau.Entropy,
            new("mutual_information_mass", 2, "int F over the set that mutual_information is restricted to"),
            new("min_f2", 2, "minimum of F over the grid"),
            new("negative_mass_f2", 2, "int max(-F, 0) = h^2d sum max(-F, 0)"),
            new("marginal_defect", 2, "max over v1 of |int g dv2| = |h^d sum_{v2} g|, absolute; to be compared with max f"),
            new("exchange_defect", 2, "max |g(v1,v2) - g(v2,v1)|, absolute; to be compared with max |g|"),
            new("pair_energy_covariance", 2, "E[|v1|^2 |v2|^2] - (E|v|^2)^2 = h^2d sum g |v1|^2 |v2|^2"),
            new("chaos_l1", 2, "int |F - f f| = h^2d sum |g|"),
            new("chaos_l2", 2, "(int (F - f f)^2)^(1/2) = (h^2d sum g^2)^(1/2)"),
            new(Singular[0], 2, "int F/|v1-v2| by the trapezoidal rule corrected at v1 = v2, of order h^(d+1)"),
            new(Singular[1], 2, "int F/|v1-v2|^(3/2) by the same rule, of order h^(d+1/2)"),
        ];
        foreach ((int a, int b) in Components.Pairs(dimension))
            list.Add(new(Components.Name("pair_covariance", a, b), 2, "E[v1a v2b] - E[v_a] E[v_b] = h^2d sum g v1a v2b"));
        return list;
    }

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Correlation.IsZero)
            EvaluateProduct(observation, values);
        else
            EvaluatePair(observation, values);
    }

    private static void EvaluateProduct(in Observation observation, ICollection<QuantityValue> values)
    {
        VelocityGrid grid = observation.Grid;
        ReadOnlySpan<double> f = observation.Density;
        InformationFunctionals one = InformationFunctionals.Of(grid, f);
        double smallest = TensorPrimitives.Min(f), largest = TensorPrimitives.Max(f);
        double mass = grid.CellVolume * TensorPrimitives.Sum(f), negative = grid.CellVolume * OneParticlePositivity.NegativePart(f);
        values.Add(new("entropy_2", one.Entropy, one.EntropyNoise));
        values.Add(new("mutual_information", 0));
        PairAgainstLandau.AddEntropy(observation, default, [], values);
        values.Add(new("mutual_information_mass", mass * mass));
        values.Add(new("min_f2", smallest < 0 ? smallest * largest : smallest * smallest));
        values.Add(new("negative_mass_f2", 2 * negative * (mass + negative)));
        foreach (string zero in (ReadOnlySpan<string>)["marginal_defect", "exchange_defect", "pair_energy_covariance", "chaos_l1", "chaos_l2"])
            values.Add(new(zero, 0));
        for (int s = 0; s < Singular.Length; s++)
        {
            (double singular, double next) = new SingularRule(grid, PairSweep.Exponents[s]).Product(f);
            values.Add(new(Singular[s], singular, Math.Abs(next)));
        }
        foreach ((int a, int b) in Components.Pairs(grid.Dimension))
            values.Add(new(Components.Name("pair_covariance", a, b), 0));
    }

    private static void EvaluatePair(in Observation observation, ICollection<QuantityValue> values)
    {
        VelocityGrid grid = observation.Grid;
        double cell = grid.CellVolume, pairCell = cell * cell;
        SingularRule[] rules = [.. PairSweep.Exponents.Select(exponent => new SingularRule(grid, exponent))];
        PairSweep sweep = new(grid, observation.Density, rules);
        PairSums sums = sweep.Run(observation.Correlation);
        PairMoments moments = PairMoments.Of(grid, observation.Density, sweep.Rows);
        AddInformation(observation, sums, sweep, values);
        values.Add(new("min_f2", sums.Minimum));
        values.Add(new("negative_mass_f2", pairCell * sums.Negative));
        values.Add(new("marginal_defect", cell * Math.Abs(TensorPrimitives.MaxMagnitude<double>(sweep.Rows.Mass))));
        values.Add(new("exchange_defect", sums.Asymmetry));
        values.Add(new("pair_energy_covariance", moments.EnergyCovariance));
        values.Add(new("chaos_l1", pairCell * sums.Absolute));
        values.Add(new("chaos_l2", Math.Sqrt(pairCell * sums.Square)));
        for (int s = 0; s < Singular.Length; s++)
        {
            (double product, double next) = rules[s].Product(observation.Density);
            double secondRule = pairCell * sums.Diagonal * (rules[s].CellAverage - rules[s].Center);
            values.Add(new(Singular[s], product + pairCell * sums.Singular[s], Math.Abs(next) + Math.Abs(secondRule)));
        }
        foreach ((int a, int b) in Components.Pairs(grid.Dimension))
            values.Add(new(Components.Name("pair_covariance", a, b), moments.Covariance[a * grid.Dimension + b]));
    }

    /// <summary>Entropy and mutual information with the floors that <see cref="DecadeShells"/> gives them.</summary>
    /// <remarks>
    /// With m = int F dv2 - f, 1/2 int F log F = H_1 + 1/2 int f f ((1+x) log(1+x) - x) + int m (log f + 1/2) is an identity for every F, whose last term
    /// vanishes where f is the marginal; the sum of F log F over the points converges more slowly, see <see cref="PairInformationByDirectSums"/>.
    /// </remarks>
    private static void AddInformation(in Observation observation, PairSums sums, PairSweep sweep, ICollection<QuantityValue> values)
    {
        double cell = observation.Grid.CellVolume, pairCell = cell * cell, defect = 0, skipped = 0;
        double[] marginal = new double[observation.Density.Length];
        TensorPrimitives.Multiply(sweep.Rows.Mass, cell, marginal);
        InformationFunctionals one = InformationFunctionals.Of(observation.Grid, observation.Density);
        for (int i = 0; i < observation.Density.Length; i++)
        {
            double mass = cell * marginal[i], density = observation.Density[i];
            defect += mass * (density > 0 ? Math.Log(density) + 0.5 : 0.5);
            skipped += density > 0 ? 0 : Math.Abs(mass);
        }
        int kept = DecadeShells.Decaying(sums.Information, sweep.ShellLimit);
        double information = pairCell * DecadeShells.Sum(sums.Information, kept), floor = pairCell * 2 * Math.Abs(sums.Information[kept - 1]);
        values.Add(new("entropy_2", one.Entropy + information / 2 + defect, one.EntropyNoise + floor / 2 + MostDecades * skipped));
        values.Add(new("mutual_information", information, floor));
        PairAgainstLandau.AddEntropy(observation, new("", information, floor), marginal, values);
        values.Add(new("mutual_information_mass", pairCell * DecadeShells.Sum(sums.Mass, kept)));
    }
}
