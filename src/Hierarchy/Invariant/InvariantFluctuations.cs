using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Invariant;

/// <summary>
/// The fluctuations N Var((1/N) sum_i test(V_i)) = Var(test(v1)) + (N-1) int int g test test of <see cref="FluctuationNames"/> for rotation-invariant pairs. With
/// M_l(p) = int g p(r1) p(r2) P_l(mu), the average over rotations of test(v1) test(v2) gives int int g test test = M_1(r)/3 for v_a, M_0(r^2) for |v|^2,
/// M_0(r^2)/9 + 4 M_2(r^2)/45 for
/// v_a^2, M_2(r^2)/15 for v_a v_b, M_0(r^4) for |v|^4 and sum_l (2l+1) M_l(j_l), j_l the spherical Bessel functions, for exp(-i v_a).
/// </summary>
internal sealed class InvariantFluctuations
{
    private readonly RadialBasis _basis;
    private readonly double[] _linear, _square, _fourth;
    private readonly double[][] _waves;

    /// <summary>Prepares the integrals against the splines of a basis.</summary>
    public InvariantFluctuations(RadialBasis basis)
    {
        _basis = basis;
        (_linear, _square, _fourth) = (Weights(1, r => r), Weights(0, r => r * r), Weights(0, r => r * r * r * r));
        double[][] bessel = [.. basis.Radii.Select(r => SphericalBessel(r, basis.Modes))];
        _waves = [.. Enumerable.Range(0, basis.Modes).Select(mode => Weights(mode, a => bessel[a][mode]))];
    }

    /// <summary>Adds all of them, with a suffix to their names.</summary>
    /// <param name="pair">f and g.</param>
    /// <param name="others">N - 1.</param>
    /// <param name="suffix">Behind each name.</param>
    /// <param name="values">Receives them.</param>
    public void Add(InvariantPair pair, double others, string suffix, List<InvariantValue> values)
    {
        double energy = RadialFunctionals.Moment(pair, 2), fourth = RadialFunctionals.Moment(pair, 4), eighth = RadialFunctionals.Moment(pair, 8);
        double wave = RadialFunctionals.Mean(pair, r => r > 0 ? Math.Sin(r) / r : 1), waves = 0;
        for (int mode = 0; mode < pair.Modes; mode++)
            waves += (2 * mode + 1) * Moment(pair, mode, _waves[mode]);
        double isotropic = Moment(pair, 0, _square), turning = Moment(pair, 2, _square);
        double square = fourth / 5 - energy * energy / 9 + others * (isotropic / 9 + 4 * turning / 45), product = fourth / 15 + others * turning / 15;
        foreach (Quantity quantity in FluctuationNames.All(3))
        {
            double value = quantity.Name["fluctuation_".Length..] switch
            {
                "momentum_x" or "momentum_y" or "momentum_z" => energy / 3 + others * Moment(pair, 1, _linear) / 3,
                "energy" => fourth - energy * energy + others * isotropic,
                "fourth" => eighth - fourth * fourth + others * Moment(pair, 0, _fourth),
                "mode_x" or "mode_y" or "mode_z" => 1 - wave * wave + others * waves,
                "xx" or "yy" or "zz" => square,
                _ => product,
            };
            values.Add(new(quantity.Name + suffix, value));
        }
    }

    /// <summary>M_l.</summary>
    private double Moment(InvariantPair pair, int mode, double[] weights)
    {
        double sum = 0;
        for (int i = 0; mode < pair.Modes && i < _basis.Count; i++)
            sum += weights[i] * TensorPrimitives.Dot(pair.ModeCoefficients(mode).Slice(i * _basis.Stride, _basis.Stride), weights);
        return 16 * Math.PI * Math.PI / (2 * mode + 1) * sum;
    }

    private double[] Weights(int mode, Func<double, double> function) => Weights(mode, (int a) => function(_basis.Radii[a]));

    /// <summary>int phi_i w p r^2 dr for the splines of a mode, p by its values at the points.</summary>
    private double[] Weights(int mode, Func<int, double> function)
    {
        double[] weights = new double[_basis.Stride];
        for (int a = 0; a < _basis.PointCount; a++)
        {
            double r = _basis.Radii[a], factor = _basis.Weights[a] * r * r * _basis.Gaussian(r) * function(a);
            int first = _basis.Splines.First(a / RadialBasis.PointsPerElement);
            SmallProduct.AddScalars(factor, _basis.Values(mode).AsSpan(a * _basis.Support, _basis.Support), weights.AsSpan(first, _basis.Support));
        }
        return weights;
    }

    /// <summary>j_0(r), ..., j_(count-1)(r), r &gt; 0, by the recurrence downwards (Miller), scaled by sum (2l+1) j_l^2 = 1.</summary>
    internal static double[] SphericalBessel(double r, int count)
    {
        int top = count + 20 + (int)(2 * r);
        double above = 0, now = 1e-100, sum = 0;
        double[] values = new double[count];
        for (int l = top; l >= 0; l--)
        {
            double below = (2 * l + 3) / r * now - above;
            (above, now) = (now, below);
            if (l < count)
                values[l] = now;
            sum += (2 * l + 1) * now * now;
            if (Math.Abs(now) < 1e120)
                continue;
            const double scale = 1e-120;
            (above, now, sum) = (above * scale, now * scale, sum * scale * scale);
            TensorPrimitives.Multiply(values, scale, values);
        }
        double norm = Math.CopySign(1 / Math.Sqrt(sum), now * Math.Sin(r));
        TensorPrimitives.Multiply(values, norm, values);
        return values;
    }
}
