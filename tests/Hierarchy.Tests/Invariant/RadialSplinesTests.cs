using Hierarchy.Invariant;

namespace Hierarchy.Tests.Invariant;

public sealed class RadialSplinesTests
{
    [Theory]
    [InlineData(0, 0), InlineData(2, 0), InlineData(4, 0), InlineData(1, 1), InlineData(3, 1)]
    public void Powers_of_their_parity_are_reproduced(int power, int parity)
    {
        // M^-1 int r^power phi_i w r^2 dr are the coefficients of r^power if it is a spline.
        using RadialBasis basis = RadialTrial.Basis(9, 2);
        double[] coefficients = new double[basis.Count * basis.Stride];
        (double[] nodes, double[] weights) = LegendreTables.Rule(20);
        double[] value = new double[basis.Support], first = new double[basis.Support], second = new double[basis.Support];
        for (int e = 0; e < basis.Splines.Elements; e++)
        {
            double low = basis.Splines.Breaks[e], width = basis.Splines.Breaks[e + 1] - low;
            for (int m = 0; m < nodes.Length; m++)
            {
                double r = low + width * nodes[m];
                basis.Splines.Evaluate(e, r, parity, value, first, second);
                for (int i = 0; i < basis.Support; i++)
                    coefficients[(basis.Splines.First(e) + i) * basis.Stride] += width * weights[m] * Math.Pow(r, power + 2) * basis.Gaussian(r) * value[i];
            }
        }
        unsafe
        {
            fixed (double* rows = coefficients)
                basis.Solve(rows, SmallProduct.Width, parity);
        }
        foreach (double r in (double[])[0, 0.3, 1.1, 4, 9.7])
        {
            int element = basis.Splines.ElementOf(r);
            basis.Splines.Evaluate(element, r, parity, value, first, second);
            double found = 0, slope = 0, curvature = 0;
            for (int i = 0; i < basis.Support; i++)
            {
                double c = coefficients[(basis.Splines.First(element) + i) * basis.Stride];
                (found, slope, curvature) = (found + c * value[i], slope + c * first[i], curvature + c * second[i]);
            }
            double scale = Math.Max(1, Math.Pow(r, power));
            Assert.Equal(Math.Pow(r, power), found, 1e-10 * scale);
            Assert.Equal(power == 0 ? 0 : power * Math.Pow(r, power - 1), slope, 1e-9 * scale);
            Assert.Equal(power < 2 ? 0 : power * (power - 1) * Math.Pow(r, power - 2), curvature, 1e-8 * scale);
        }
    }

    [Fact]
    public void A_density_of_two_temperatures_is_met_to_high_order()
    {
        double before = 0;
        foreach (int elements in (int[])[12, 24])
        {
            using RadialBasis basis = RadialTrial.Basis(elements, 1);
            double[] coefficients = new double[basis.Stride];
            InvariantStart.Density(basis, RadialTrial.TwoTemperatures.Density, coefficients);
            InvariantPair pair = new(basis, coefficients, []);
            double error = RadialFunctionals.Largest(basis, r => pair.Density(r) - RadialTrial.TwoTemperatures.Density(r));
            Assert.True(before == 0 || Math.Log2(before / error) > 4.5, $"order {Math.Log2(before / error)}");
            before = error;
        }
        Assert.InRange(before, 1e-12, 2e-7);
    }
}
