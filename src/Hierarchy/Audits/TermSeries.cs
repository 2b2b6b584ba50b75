using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary><see cref="TermSums"/> of a run at all times at which f_2 is known, for the test function beside the mean velocity.</summary>
internal sealed class TermSeries
{
    /// <summary>The test function: beside the mean velocity, so that no symmetry of the data makes its terms vanish.</summary>
    public const int Function = 1;

    private TermSeries(double[] times, TermSums[] sums) => (Times, Sums) = (times, sums);

    public double[] Times { get; }

    public TermSums[] Sums { get; }

    public double Elapsed => Times[^1] - Times[0];

    public static TermSeries Of(AuditInput input, AuditRun run)
    {
        PointKernel point = new(input.Grid, input.Kernel);
        SampledTestFunction function = new(input.Grid, input.TestFunctions[Function]);
        int[] times = run.PairTimes;
        return new([.. times.Select(time => run.Times[time])], [.. times.Select(time => TermSums.Of(point, function, run.Density(time), run.Correlation(time)))]);
    }

    /// <summary>The time integral of the absolute value of a term, with the errors of its sums and of the rule.</summary>
    public Measured Absolute(Func<TermSums, PairSum> term) => Integral(term, Math.Abs);

    /// <summary>The time integral of a term.</summary>
    public Measured Signed(Func<TermSums, PairSum> term) => Integral(term, value => value);

    private Measured Integral(Func<TermSums, PairSum> term, Func<double, double> value)
    {
        double[] values = [.. Sums.Select(sums => value(term(sums).Fine))], weights = TimeQuadrature.Weights(Times, 2);
        (double integral, double rule) = TimeQuadrature.Integrate(Times, values);
        return new(integral, rule + weights.Zip(Sums, (weight, sums) => Math.Abs(weight) * term(sums).Error).Sum());
    }
}
