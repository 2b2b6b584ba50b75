using System.Numerics.Tensors;
using Hierarchy.Kernels;

namespace Hierarchy.Invariant;

/// <summary>The quantities of levels 1 and 2 of rotation-invariant pairs on one basis, by the names of the box models.</summary>
internal sealed class InvariantQuantities
{
    private readonly RadialBasis _basis;
    private readonly Lazy<SingularIntegral> _coulomb, _strong;
    private readonly Lazy<InvariantSobolev> _sobolev;
    private readonly double[] _square, _linear, _mass;
    private readonly CollisionKernel? _kernel;
    private readonly InvariantFluctuations _fluctuations;

    /// <summary>Prepares the quantities of a basis.</summary>
    /// <param name="basis">The basis.</param>
    /// <param name="kernel">A, for what collisions do to entropy and Fisher information; null to leave that out.</param>
    public InvariantQuantities(RadialBasis basis, CollisionKernel? kernel = null)
    {
        (_basis, _kernel) = (basis, kernel);
        _fluctuations = new InvariantFluctuations(basis);
        _coulomb = new(() => SingularIntegral.Coulomb(basis));
        _sobolev = new(() => new InvariantSobolev(basis));
        _strong = new(() => new SingularIntegral(basis, u => 1 / (u * Math.Sqrt(u))));
        (_mass, _linear, _square) = (Weights(0, 0), Weights(1, 1), Weights(0, 2));
    }

    /// <summary>All quantities of a pair that a model of level 1 or 2 has.</summary>
    /// <param name="pair">f and g.</param>
    /// <param name="landau">The Landau equation on the same basis at the same time, or null.</param>
    /// <param name="initial">The pair at time 0, for the drift of its invariants; or null.</param>
    /// <param name="inverse">1/N.</param>
    /// <param name="level">1 for models of f alone.</param>
    public List<InvariantValue> Of(InvariantPair pair, InvariantPair? landau, InvariantPair? initial, double inverse, int level)
    {
        List<InvariantValue> values = [];
        double fisher = AddOneParticle(pair, values, out double entropy);
        if (landau is not null)
            AddDistances(pair, landau, values);
        // Correlated particles without number have none.
        if (inverse > 0 || pair.Modes == 0)
            _fluctuations.Add(pair, pair.Modes == 0 ? 0 : 1 / inverse - 1, "", values);
        if (level < 2)
        {
            AddDissipation(pair, "_1", 2, values);
            return values;
        }
        AddDissipation(pair, "_2", 1, values);
        AddPair(pair, entropy, fisher, values);
        if (landau is not null)
            AddPairDistances(pair.Against(landau), values);
        if (initial is not null)
            AddInvariants(pair, initial, inverse, values);
        return values;
    }

    /// <summary>The limits for N to infinity from one run to leading order: of N (f_N - f), N g, N^2 times entropies and Fisher informations.</summary>
    /// <param name="limit">f with G in the place of g.</param>
    /// <param name="shift">phi in the place of f.</param>
    public List<InvariantValue> Limits(InvariantPair limit, InvariantPair shift)
    {
        PairFunctionalSums sums = PairQuadrature.Of(limit);
        double own = RadialFunctionals.ChiSquare(shift.Density, limit), ownFisher = RadialFunctionals.ChiFisher(shift, limit);
        List<InvariantValue> fluctuations = [];
        _fluctuations.Add(limit, 1, "_limit", fluctuations);
        return
        [
            new("phi_l1", RadialFunctionals.Absolute(_basis, shift.Density)),
            new("phi_l2", Math.Sqrt(RadialFunctionals.Square(_basis, shift.Density))),
            new("phi_fourth_moment", RadialFunctionals.Moment(shift, 4)),
            new("correlation_limit_l1", sums.Absolute, sums.AbsoluteError),
            new("correlation_limit_l2", Math.Sqrt(sums.Square)),
            new("energy_covariance_limit", PairMoment(limit, 0, _square)),
            new("projection_covariance_limit", Projection(limit)),
            new("mutual_information_limit", 0.5 * sums.ChiSquare),
            new("relative_fisher_limit", sums.FisherSquare),
            new("relative_entropy_limit", 0.5 * own),
            new("relative_fisher_to_landau_limit", ownFisher),
            .. fluctuations,
        ];
    }

    private double AddOneParticle(InvariantPair pair, List<InvariantValue> values, out double entropy)
    {
        double energy = RadialFunctionals.Moment(pair, 2);
        values.Add(new("mass", RadialFunctionals.Moment(pair, 0)));
        values.Add(new("energy", energy, RadialFunctionals.Tail(pair, 2)));
        foreach (string axis in (ReadOnlySpan<string>)["xx", "yy", "zz"])
            values.Add(new($"covariance_{axis}", energy / 3, RadialFunctionals.Tail(pair, 2) / 3));
        values.Add(new("fourth_moment", RadialFunctionals.Moment(pair, 4), RadialFunctionals.Tail(pair, 4)));
        (entropy, double fisher) = RadialFunctionals.Information(pair);
        values.Add(new("entropy_1", entropy));
        values.Add(new("fisher_1", fisher));
        (double smallest, double negative) = RadialFunctionals.Positivity(pair);
        values.Add(new("min_f1", smallest));
        values.Add(new("negative_mass_f1", negative));
        values.Add(new("weighted_l3", RadialDistances.WeightedNorm(pair)));
        return fisher;
    }

    private void AddDistances(InvariantPair pair, InvariantPair landau, List<InvariantValue> values)
    {
        double Difference(double r) => pair.Density(r) - landau.Density(r);
        values.Add(new("error_l1", RadialFunctionals.Absolute(_basis, Difference)));
        values.Add(new("error_l2", Math.Sqrt(RadialFunctionals.Square(_basis, Difference))));
        values.Add(new("error_linf", RadialFunctionals.Largest(_basis, Difference)));
        values.Add(new("error_sobolev", _sobolev.Value.Of(pair.DensityCoefficients, landau.DensityCoefficients)));
        double wasserstein = RadialDistances.Wasserstein(_basis, Difference);
        values.Add(new("error_wasserstein", wasserstein));
        values.Add(new("error_wasserstein_sliced", wasserstein));
        values.Add(new("relative_entropy_to_landau", RadialFunctionals.RelativeEntropy(pair, landau)));
        values.Add(new("relative_fisher_to_landau", RadialFunctionals.RelativeFisher(pair, landau)));
    }

    private void AddPair(InvariantPair pair, double entropy, double fisher, List<InvariantValue> values)
    {
        PairFunctionalSums sums = pair.Modes == 0 ? default : PairQuadrature.Of(pair);
        values.Add(new("entropy_2", entropy + 0.5 * sums.Information));
        values.Add(new("fisher_2", fisher + 0.5 * sums.Fisher, 0, sums.Excluded));
        values.Add(new("mutual_information", sums.Information));
        values.Add(new("relative_fisher", sums.Fisher, 0, sums.Excluded));
        values.Add(new("min_f2", pair.Modes == 0 ? Math.Pow(pair.Density(_basis.Splines.Radius), 2) : sums.Smallest));
        values.Add(new("negative_mass_f2", sums.NegativeMass));
        values.Add(new("marginal_defect", MarginalDefect(pair)));
        values.Add(new("exchange_defect", 0));
        foreach (string axis in (ReadOnlySpan<string>)["xx", "yy", "zz"])
            values.Add(new($"pair_covariance_{axis}", PairMoment(pair, 1, _linear) / 3));
        values.Add(new("pair_energy_covariance", PairMoment(pair, 0, _square)));
        values.Add(new("pair_projection_covariance", Projection(pair)));
        values.Add(new("chaos_l1", sums.Absolute, sums.AbsoluteError));
        values.Add(new("chaos_l2", Math.Sqrt(sums.Square)));
        values.Add(new("chaos_sobolev", _sobolev.Value.Of(pair)));
        values.AddRange(InvariantCorrelations.Of(pair));
        values.Add(new("coulomb_integral", _coulomb.Value.Of(pair)));
        values.Add(new("coulomb_integral_3_2", _strong.Value.Of(pair)));
    }

    /// <summary>The derivatives of I and H along collisions of the pair; at level 1 they are twice those of f x f.</summary>
    private void AddDissipation(InvariantPair pair, string level, double factor, List<InvariantValue> values)
    {
        if (_kernel is null)
            return;
        ((double Value, double Error) fisher, (double Value, double Error) entropy) = PairDissipation.Of(pair, _kernel);
        values.Add(new("dissipation_inside" + level, factor * fisher.Value, factor * fisher.Error));
        values.Add(new("dissipation_entropy" + level, factor * entropy.Value, factor * entropy.Error));
    }

    /// <summary>The distances of F to the product f_1 x f_1 of the Landau equation.</summary>
    /// <param name="difference">F with f_1 in the place of f.</param>
    /// <param name="values">Receives them.</param>
    private static void AddPairDistances(InvariantPair difference, List<InvariantValue> values)
    {
        PairFunctionalSums sums = PairQuadrature.Of(difference);
        values.Add(new("error_pair_l1", sums.Absolute, sums.AbsoluteError));
        values.Add(new("pair_relative_entropy_to_landau", sums.Information));
        values.Add(new("pair_relative_fisher_to_landau", sums.Fisher, 0, sums.Excluded));
    }

    private void AddInvariants(InvariantPair pair, InvariantPair initial, double inverse, List<InvariantValue> values)
    {
        // Over N: E[phi psi] + (N-1) E[phi(v1) psi(v2)], for N infinite the second alone.
        double others = inverse > 0 ? 1 / inverse - 1 : 1, own = inverse > 0 ? 1 : 0, factor = own + others;
        double energy = RadialFunctionals.Moment(pair, 2), before = RadialFunctionals.Moment(initial, 2);
        double fourth = RadialFunctionals.Moment(pair, 4), fourthBefore = RadialFunctionals.Moment(initial, 4);
        double momentum = own * (energy - before) + others * (PairMoment(pair, 1, _linear) - PairMoment(initial, 1, _linear));
        double square = own * (fourth - fourthBefore)
            + others * ((energy * energy) - (before * before) + PairMoment(pair, 0, _square) - PairMoment(initial, 0, _square));
        values.Add(new("invariant_momentum", Math.Abs(momentum) / 3, 1e-15 * factor * before));
        values.Add(new("invariant_energy", Math.Abs(square), 1e-15 * factor * (fourthBefore + before * before)));
    }

    /// <summary>E[(v1 . v2)^2] - (E|v|^2)^2/3 = int g r1^2 r2^2 (1/3 + 2/3 P_2).</summary>
    private double Projection(InvariantPair pair) => (PairMoment(pair, 0, _square) + (pair.Modes > 2 ? 2 * PairMoment(pair, 2, _square) : 0)) / 3;

    /// <summary>int g p(r1) p(r2) P_l(mu), p by its integrals against the splines.</summary>
    private double PairMoment(InvariantPair pair, int mode, double[] weights)
    {
        if (pair.Modes <= mode)
            return 0;
        double sum = 0;
        for (int i = 0; i < _basis.Count; i++)
            sum += weights[i] * TensorPrimitives.Dot(pair.ModeCoefficients(mode).Slice(i * _basis.Stride, _basis.Stride), weights);
        return 16 * Math.PI * Math.PI / (2 * mode + 1) * sum;
    }

    /// <summary>max |int g dv2| over r.</summary>
    private double MarginalDefect(InvariantPair pair)
    {
        if (pair.Modes == 0)
            return 0;
        double[] marginal = new double[_basis.Stride];
        for (int i = 0; i < _basis.Count; i++)
            marginal[i] = 4 * Math.PI * TensorPrimitives.Dot(pair.ModeCoefficients(0).Slice(i * _basis.Stride, _basis.Stride), _mass);
        return RadialFunctionals.Largest(_basis, new InvariantPair(_basis, marginal, []).Density);
    }

    /// <summary>int phi_i w r^(power + 2) dr for the splines of a mode.</summary>
    private double[] Weights(int mode, int power)
    {
        double[] weights = new double[_basis.Stride];
        for (int a = 0; a < _basis.PointCount; a++)
        {
            double r = _basis.Radii[a], factor = _basis.Weights[a] * Math.Pow(r, power + 2) * _basis.Gaussian(r);
            int first = _basis.Splines.First(a / RadialBasis.PointsPerElement);
            SmallProduct.AddScalars(factor, _basis.Values(mode).AsSpan(a * _basis.Support, _basis.Support), weights.AsSpan(first, _basis.Support));
        }
        return weights;
    }
}

/// <summary>A quantity with what is known of its error.</summary>
/// <param name="Name">The name of the quantity, that of the box models.</param>
/// <param name="Value">Its value at the finer of two resolutions.</param>
/// <param name="Error">The difference of the two, or what the quadrature of the quantity knows of its own error if that is more.</param>
/// <param name="Noise">What the value cannot be told from zero below, where that is known apart from the error; else 0.</param>
internal readonly record struct InvariantValue(string Name, double Value, double Error = 0, double Noise = 0);
