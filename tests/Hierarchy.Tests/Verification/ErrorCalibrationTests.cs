using Hierarchy.Benchmarks.Calibration;

namespace Hierarchy.Tests.Verification;

/// <summary>A part of the benchmark "calibration": printed discretisation errors against values that are known without the program.</summary>
public class ErrorCalibrationTests
{
    [Fact]
    public void Printed_errors_cover_the_true_ones_and_are_seldom_much_larger()
    {
        List<CalibratedValue> values = [];
        foreach (ExactCase one in ExactCase.All.Where(one => one.Name.EndsWith("d = 2", StringComparison.Ordinal)))
        {
            foreach (int points in one.Points.Where(points => points >= 16 && points <= (one.HasPairs ? 20 : 32)))
                values.AddRange(CalibratedValue.Of(one, points, one.HalfWidths[0], 1e-5));
        }
        Assert.True(values.Count > 300);
        Assert.True(values.Average(value => value.IsCovered ? 1.0 : 0) >= 0.95, string.Join("; ", values.Where(value => !value.IsCovered)));
        Assert.True(values.Average(value => value.IsTight ? 1.0 : 0) >= 0.5, "too large");
    }

    /// <summary>The rules of the exact values: entropy and Fisher information of one Gaussian are -(d/2) log(2 pi e T) and d/T.</summary>
    [Fact]
    public void The_exact_values_are_those_of_a_gaussian_where_they_have_to_be()
    {
        foreach (int d in (int[])[2, 3])
        {
            Dictionary<string, double> one = ExactValues.TwoTemperatures(d, 0.8, 0.8);
            Assert.Equal(-0.5 * d * Math.Log(2 * Math.PI * Math.E * 0.8), one["entropy_1"], 1e-9);
            Assert.Equal(d / 0.8, one["fisher_1"], 1e-9);
            Assert.Equal(d * (d + 2) * 0.64, one["fourth_moment"], 1e-9);
        }
        Dictionary<string, double> beams = ExactValues.Beams([0.5, 0.5], [0.3, 0.3], 0.6);
        Assert.Equal(0, beams["mutual_information"], 1e-12);
        Assert.Equal(beams["entropy_1"], beams["entropy_2"], 1e-9);
        Assert.Equal(2 / 0.6, beams["fisher_2"], 1e-9);
    }
}
