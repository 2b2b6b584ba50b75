using Hierarchy.States;

namespace Hierarchy.Particles;

/// <summary>Where the values of a block are: moments, modes, histograms, fluctuations, differences between particles.</summary>
internal sealed record ResultLayout(MomentLayout Moments, int Coulomb, int Modes, int Histograms, int Fluctuations, int Exchange);

/// <summary>An estimate of a Fourier mode.</summary>
/// <param name="Mode">m (d numbers) for E[exp(-i pi/L m.v_1)], or m and n (2d numbers) for E[exp(-i pi/L (m.v_1 + n.v_2))].</param>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part.</param>
/// <param name="RealError">The standard error of the real part.</param>
/// <param name="ImaginaryError">The standard error of the imaginary part.</param>
/// <param name="RealStepError">The error of the step of the real part, as in <see cref="Estimate"/>.</param>
/// <param name="ImaginaryStepError">That of the imaginary part.</param>
internal readonly record struct ModeEstimate(
    int[] Mode, double Real, double Imaginary, double RealError, double ImaginaryError, double RealStepError = double.NaN, double ImaginaryStepError = double.NaN);

/// <summary>What the replicas done so far say about one output time.</summary>
internal sealed class ParticleEstimates
{
    /// <summary>Relative, of a sum over all steps and replicas.</summary>
    private const double RoundOff = 1e-13;
    private readonly ParticleOptions _options;
    private readonly ResultLayout _layout;
    private readonly BlockStatistics _statistics;
    private readonly RegressionEstimator _estimator;
    private readonly StepErrors _steps;

    internal ParticleEstimates(ParticleOptions options, ResultLayout layout, int timeIndex, BlockStatistics statistics, BlockStatistics study)
    {
        (_options, _layout, _statistics) = (options, layout, statistics);
        _estimator = new RegressionEstimator(statistics);
        _steps = new StepErrors(options, timeIndex, study);
    }

    /// <summary>Replicas done.</summary>
    public long Replicas => (long)_statistics.Count * LaneMath.Lanes;

    /// <summary>Whether the estimates are regressed on control variates; they are from ten blocks for each control on.</summary>
    public bool Regressed => _estimator.Regresses;

    /// <summary>
    /// mass, momentum, energy, covariance, fourth_moment, pair_covariance, pair_energy_covariance, invariant_momentum, invariant_energy, (d = 3)
    /// coulomb_integral and fluctuations, under the names of the other models' quantities, and those of <see cref="ExchangeObservable"/>. The invariants are the
    /// largest mean drift per replica.
    /// </summary>
    public IReadOnlyList<Estimate> Quantities()
    {
        MomentLayout at = _layout.Moments;
        int d = _options.Dimension;
        List<Estimate> list = [new("mass", 1, 0, 0)];
        for (int a = 0; a < d; a++)
            list.Add(Of($"momentum_{Letter(a)}", at.Momentum + a));
        list.Add(Of("energy", at.Energy));
        AddTensor(list, "covariance", at.Covariance);
        list.Add(Of("fourth_moment", at.Fourth));
        AddTensor(list, "pair_covariance", at.PairCovariance);
        list.Add(Of("pair_energy_covariance", at.PairEnergy));
        list.Add(LargestDrift());
        Estimate energy = Of("invariant_energy", at.Invariants + at.Pairs);
        list.Add(energy with { Value = Math.Abs(energy.Value) });
        if (d == 3)
            list.Add(Of("coulomb_integral", _layout.Coulomb));
        int first = _layout.Fluctuations;
        list.AddRange(FluctuationNames.All(d).Select((quantity, i) => Of(quantity.Name, first + i)));
        list.AddRange(ExchangeObservable.Names.Select((quantity, i) => Of(quantity.Name, _layout.Exchange + i)));
        return list;
    }

    /// <summary>One of <see cref="Quantities"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Estimate Quantity(string name)
    {
        foreach (Estimate estimate in Quantities())
        {
            if (estimate.Name == name)
                return estimate;
        }
        throw new KeyNotFoundException($"particles have no quantity \"{name}\"");
    }

    /// <summary>The modes of f_{N,1}.</summary>
    /// <exception cref="InvalidOperationException">The experiment has no modes.</exception>
    public IReadOnlyList<ModeEstimate> SingleModes() => Modes(RequireModes().SingleModes(_options.Dimension), _layout.Modes);

    /// <summary>The modes of f_{N,2}.</summary>
    /// <exception cref="InvalidOperationException">The experiment has no modes.</exception>
    public IReadOnlyList<ModeEstimate> PairModes() =>
        Modes(RequireModes().PairModes(_options.Dimension), _layout.Modes + 2 * _options.Modes!.SingleModes(_options.Dimension).Count);

    /// <summary>
    /// The radial histogram: shares of equal cells of [0, LargestSpeed) and, last, the share beyond. Cells without a sample have the error 1/n of n samples.
    /// </summary>
    /// <exception cref="InvalidOperationException">The experiment has no histograms.</exception>
    public IReadOnlyList<Estimate> RadialHistogram() => Cells("radial", _layout.Histograms, RequireHistograms().RadialCells + 1);

    /// <summary>The angular histogram.</summary>
    /// <exception cref="InvalidOperationException">The experiment has no histograms.</exception>
    public IReadOnlyList<Estimate> AngularHistogram() => Cells("angular", _layout.Histograms + RequireHistograms().RadialCells + 1, _options.Histograms!.AngularCells);

    /// <summary>The distance of f_{N,1} to a density with known modes; see <see cref="SampledSobolevDistance"/>.</summary>
    /// <param name="reference">E[exp(-i pi/L m.v)] of the other density, real and imaginary part in turn, in the order of <see cref="SingleModes"/>; for a
    /// grid see <see cref="GridModes"/>.</param>
    /// <param name="order">s &gt;= 0.</param>
    /// <exception cref="InvalidOperationException">The experiment has no modes.</exception>
    public SampledSobolevDistance DistanceTo(ReadOnlySpan<double> reference, double order) =>
        Distance(_layout.Modes, SampledSobolevDistance.SingleWeights(RequireModes(), _options.Dimension, order), reference);

    /// <summary>The same for f_{N,2}, over the modes whose two parts are both not zero, in the product of the norms in v1 and v2.</summary>
    /// <param name="reference">As for <see cref="DistanceTo"/>, in the order of <see cref="PairModes"/>.</param>
    /// <param name="order">s &gt;= 0.</param>
    /// <exception cref="InvalidOperationException">The experiment has no modes.</exception>
    public SampledSobolevDistance PairDistanceTo(ReadOnlySpan<double> reference, double order)
    {
        int at = _layout.Modes + 2 * RequireModes().SingleModes(_options.Dimension).Count;
        return Distance(at, SampledSobolevDistance.PairWeights(_options.Modes!, _options.Dimension, order), reference);
    }

    /// <summary>
    /// The variance with control variates as a part of the variance without, for one of <see cref="Quantities"/> that is a mean; 1 where there is nothing to
    /// gain.
    /// </summary>
    public double VarianceRatio(string name)
    {
        MomentLayout at = _layout.Moments;
        (string Name, int Index)[] known =
        [
            ("covariance_xx", at.Covariance), ("fourth_moment", at.Fourth), ("pair_covariance_xx", at.PairCovariance), ("pair_energy_covariance", at.PairEnergy),
        ];
        int index = known.First(pair => pair.Name == name).Index;
        double regressed = _estimator.Estimate(index).StandardError, plain = _estimator.Plain(index).StandardError;
        return plain > 0 ? regressed * regressed / (plain * plain) : 1;
    }

    private SampledSobolevDistance Distance(int at, double[] weights, ReadOnlySpan<double> reference)
    {
        SampledSobolevDistance distance = SampledSobolevDistance.Of(_statistics, at, weights, reference);
        double[] values = new double[reference.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = _statistics.Y[at + i] / _statistics.Count - reference[i];
        return distance with { StepError = _steps.OfDistance(at, weights, values) };
    }

    private static char Letter(int a) => "xyz"[a];

    private void AddTensor(List<Estimate> list, string name, int at)
    {
        for (int a = 0; a < _options.Dimension; a++)
        {
            for (int b = a; b < _options.Dimension; b++, at++)
                list.Add(Of($"{name}_{Letter(a)}{Letter(b)}", at));
        }
    }

    private Estimate LargestDrift()
    {
        Estimate largest = new("invariant_momentum", 0, 0, 0);
        for (int i = 0; i < _layout.Moments.Pairs; i++)
        {
            Estimate drift = Of(largest.Name, _layout.Moments.Invariants + i);
            if (i == 0 || Math.Abs(drift.Value) > largest.Value)
                largest = drift with { Value = Math.Abs(drift.Value) };
        }
        return largest;
    }

    private Estimate Of(string name, int index)
    {
        (double value, double error) = _estimator.Estimate(index);
        return new Estimate(name, value, error, StepErrorOf(index));
    }

    /// <summary>That of the study, and not below the round-off of sums over steps and replicas, relative to the size of a block's value.</summary>
    private double StepErrorOf(int index) =>
        StepStudy.IsExact(_options) ? 0 : Math.Max(_steps.Of(index), RoundOff * Math.Sqrt(_statistics.SquaredY[index] / _statistics.Count));

    private List<ModeEstimate> Modes(IReadOnlyList<int[]> modes, int at)
    {
        var list = new List<ModeEstimate>(modes.Count);
        for (int i = 0; i < modes.Count; i++)
        {
            (double real, double realError) = _estimator.Estimate(at + 2 * i);
            (double imaginary, double imaginaryError) = _estimator.Estimate(at + 2 * i + 1);
            list.Add(new ModeEstimate(modes[i], real, imaginary, realError, imaginaryError, StepErrorOf(at + 2 * i), StepErrorOf(at + 2 * i + 1)));
        }
        return list;
    }

    private Estimate[] Cells(string name, int at, int count) => [.. Enumerable.Range(0, count).Select(cell => Share($"{name}_{cell}", at + cell, count))];

    /// <summary>
    /// A share of one of several cells. Where none or all of n samples fell into it, their spread says nothing: the share is below 3/n, or above 1 - 3/n, at
    /// 95 % (the rule of three), and 1/n stands for the error. Particles of a mixture are not independent, there n counts replicas.
    /// </summary>
    private Estimate Share(string name, int index, int cells)
    {
        Estimate share = Of(name, index);
        double sum = _statistics.Y[index];
        if (cells == 1 || (sum > 0 && sum < _statistics.Count * (1 - 1e-12)))
            return share;
        double least = 1.0 / (Replicas * (_options.Mixture ? 1L : _options.Particles));
        return share with { StandardError = least, StepError = StepStudy.IsExact(_options) ? 0 : Math.Max(share.StepError, least) };
    }

    private FourierModes RequireModes() => _options.Modes ?? throw new InvalidOperationException("the experiment estimates no Fourier modes");

    private VelocityHistograms RequireHistograms() => _options.Histograms ?? throw new InvalidOperationException("the experiment estimates no histograms");
}
