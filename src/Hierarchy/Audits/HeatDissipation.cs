using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// Lemma 2.2, (2.3) to (2.10): along the heat flow dH/dt = -I and dI/dt = Term_{i=k} + Term_{i!=k} = -(2/N) sum_{i,k} int f_N |grad_i grad_k log f_N|^2. The
/// derivatives by their definition, from f_1 and f_2 of the run at its last time after exact heat flows of a short time, against the squares.
/// </summary>
/// <remarks>
/// Statements about every density, so no error of a solver violates them: they test the functionals. The squares themselves cannot be positive. One-sided quotients, because
/// the backward heat flow does not exist: that of third order at tau, 2 tau, 3 tau, tau <see cref="Share"/> of the temperature, and its difference to that of
/// second order is part of the floor.
/// </remarks>
internal sealed class HeatDissipation : IAuditStatement
{
    /// <summary>tau over the temperature: variances grow by 2 tau.</summary>
    private const double Share = 0.01;

    /// <summary>How many times the change to the coarser grid counts as the error.</summary>
    private const double TwoGrids = 3;

    private const int MostValues = 1 << 21;

    public string Equation => "Lemma 2.2";

    public string Covers => "Lemma 2.2, (2.1), (2.2), (2.3), (2.4), (2.5), (2.6), (2.7), (2.8), (2.9), (2.10)";

    public string Statement => "dissipation along the heat flow";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            int last = run.Times.Length - 1;
            double[] density = run.Density(last).ToArray(), coarse = input.CoarseGrid is null ? [] : input.Coarse(run, last).Density;
            yield return Row(input, run, last, "dH_1/dt = -I_1", Entropy(input.Grid, density, null), coarse.Length == 0 ? null : Entropy(input.CoarseGrid!, coarse, null));
            yield return Row(input, run, last, "dI_1/dt = -2 int f |grad grad log f|^2", Fisher(input, input.Grid, density, null), coarse.Length == 0 ? null
                : Fisher(input, input.CoarseGrid!, coarse, null));
            if (input.Grid.Dimension != 2 || input.Grid.Size * input.Grid.Size > MostValues || run.Correlation(last) is not { IsZero: false } correlation)
                continue;
            PairCorrelation? pair = coarse.Length == 0 ? null : input.Coarse(run, last).Correlation;
            yield return Row(input, run, last, "dH_2/dt = -I_2", Entropy(input.Grid, density, correlation), pair is null ? null : Entropy(input.CoarseGrid!, coarse, pair));
            yield return Row(input, run, last, "dI_2/dt = Term_{i=k} + Term_{i!=k}", Fisher(input, input.Grid, density, correlation), pair is null ? null
                : Fisher(input, input.CoarseGrid!, coarse, pair));
        }
    }

    private AuditRow Row(AuditInput input, AuditRun run, int time, string part, (double Left, double Right, double Error) fine, (double Left, double Right, double Error)? coarse)
    {
        double change = coarse is { } other ? TwoGrids * (Math.Abs(fine.Left - other.Left) + Math.Abs(fine.Right - other.Right)) : Math.Abs(fine.Left) + Math.Abs(fine.Right);
        double negative = run.HasPair(time) ? input.Values<PairFunctionals>(run, time, false)["negative_mass_f2"].Value : double.PositiveInfinity;
        string note = FormattableString.Invariant($"left: the derivative by its definition; holds for every density, tests the functionals; negative mass of f_2 {negative:G2}");
        return this.Identity(part, run, run.At(time), fine.Left, fine.Right, change + fine.Error, negative < Subadditivity.SmallNegativeMass, note);
    }

    private static (double Left, double Right, double Error) Entropy(VelocityGrid grid, double[] density, PairCorrelation? pair)
    {
        (double entropy, double fisher, _) = Functionals(grid, density, pair);
        (double left, double quotient) = Derivative(grid, density, pair, entropy, state => state.Entropy);
        return (left, -fisher, quotient);
    }

    private static (double Left, double Right, double Error) Fisher(AuditInput input, VelocityGrid grid, double[] density, PairCorrelation? pair)
    {
        (double left, double quotient) = Derivative(grid, density, pair, Functionals(grid, density, pair).Fisher, state => state.Fisher);
        if (pair is null)
        {
            (double value, double error) = HessianInformation.Of(grid, density);
            return (left, -2 * value, 2 * error + quotient);
        }
        List<QuantityValue> values = [];
        new FisherDissipationTerms().Evaluate(Observe(grid, density, pair) with { Kernel = input.Kernel }, values);
        QuantityValue same = values.First(value => value.Name == FisherDissipationTerms.HeatSame + "_2"),
            mixed = values.First(value => value.Name == FisherDissipationTerms.HeatMixed + "_2");
        return (left, same.Value + mixed.Value, same.NoiseFloor + mixed.NoiseFloor + quotient);
    }

    /// <summary>The derivative along the heat flow, and the difference of the quotients of third and second order.</summary>
    private static (double Value, double Error) Derivative(
        VelocityGrid grid, double[] density, PairCorrelation? pair, double start, Func<(double Entropy, double Fisher, double Noise), double> functional)
    {
        double tau = Share * GridMoments.Of(grid, density).Temperature;
        (double Entropy, double Fisher, double Noise) first = Heated(tau);
        double once = functional(first), twice = functional(Heated(2 * tau)), thrice = functional(Heated(3 * tau));
        double second = (-3 * start + 4 * once - twice) / (2 * tau), third = (-11 * start + 18 * once - 9 * twice + 2 * thrice) / (6 * tau);
        return (third, Math.Abs(third - second) + first.Noise / tau);

        (double Entropy, double Fisher, double Noise) Heated(double time)
        {
            double[] f = [.. density];
            using (HeatFlow flow = new(grid, 1))
                flow.Advance(f, time);
            if (pair is null)
                return Functionals(grid, f, null);
            double[] g = pair.ToArray();
            using HeatFlow both = new(grid, 2);
            both.Advance(g, time);
            return Functionals(grid, f, PairCorrelation.Of(grid, g));
        }
    }

    /// <summary>H and I, and the larger of their own floors, which the quotient of a short time enlarges.</summary>
    private static (double Entropy, double Fisher, double Noise) Functionals(VelocityGrid grid, double[] density, PairCorrelation? pair)
    {
        if (pair is null)
        {
            InformationFunctionals one = InformationFunctionals.Of(grid, density);
            return (one.Entropy, one.Fisher, Math.Max(one.EntropyNoise, one.FisherNoise));
        }
        List<QuantityValue> values = [];
        Observation state = Observe(grid, density, pair);
        new PairFunctionals().Evaluate(state, values);
        new PairFisher().Evaluate(state, values);
        QuantityValue entropy = values.First(value => value.Name == "entropy_2"), fisher = values.First(value => value.Name == "fisher_2");
        return (entropy.Value, fisher.Value, Math.Max(entropy.NoiseFloor, fisher.NoiseFloor));
    }

    private static Observation Observe(VelocityGrid grid, double[] density, PairCorrelation pair) =>
        new() { Grid = grid, Model = "", Particles = new ParticleNumber(2), Time = 0, Density = density, Correlation = pair };
}
