using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>The flow of the linearised operator, on columns and on coefficients in a fixed basis.</summary>
internal sealed class LowRankFlow(FactorCollisions columns, double factor, RowTeam team)
{
    private const int PowerIterations = 12;

    /// <summary>factor T h for every column.</summary>
    public DenseMatrix Apply(LinearisationFields fields, DenseMatrix fieldsIn)
    {
        if (team.IsAlone)
            return ApplyHere(fields, fieldsIn);
        DenseMatrix result = team.Make(fieldsIn.Columns);
        foreach (ColumnWave wave in Waves(fieldsIn.Columns))
        {
            using DenseMatrix own = team.Exchange.ToColumns(fieldsIn, wave), images = ApplyHere(fields, own);
            team.Exchange.ToRows(images, wave, result);
        }
        return result;
    }

    /// <summary>The same for whole columns, in this process.</summary>
    private DenseMatrix ApplyHere(LinearisationFields fields, DenseMatrix fieldsIn)
    {
        var result = new DenseMatrix(fieldsIn.Rows, fieldsIn.Columns);
        if (factor == 0 || fieldsIn.Columns == 0)
            return result;
        columns.Linearise(fields, fieldsIn, result);
        TensorPrimitives.Multiply(result.Values, factor, result.Values);
        return result;
    }

    /// <summary>Blocks of sixteen columns, two for every thread at a time.</summary>
    private IEnumerable<ColumnWave> Waves(int count) => team.Waves(count, PairLayout.BlockColumns, 2 * team.Threads);

    /// <summary>The spectral radius of factor T, by power iterations that begin with a rough field.</summary>
    public double Radius(LinearisationFields fields, ReadOnlySpan<double> density)
    {
        var vector = new DenseMatrix(density.Length, 1);
        for (int i = 0; i < density.Length; i++)
            vector[i, 0] = density[i] * ((i * 2654435761L >> 7 & 1) == 0 ? 1 : -1);
        double radius = 0;
        for (int k = 0; k < PowerIterations; k++)
        {
            TensorPrimitives.Divide(vector.Values, Math.Sqrt(vector.SquaredNorm()), vector.Values);
            DenseMatrix image = ApplyHere(fields, vector);
            vector.Dispose();
            vector = image;
            radius = Math.Max(radius, Math.Sqrt(vector.SquaredNorm()));
        }
        vector.Dispose();
        return 1.3 * radius;
    }

    /// <summary>
    /// Columns y with y' = factor T y + rate, a constant, a time later, to second order by the fewest stages s of the Runge-Kutta-Legendre method (Meyer, Balsara and Aslam,
    /// J. Comput. Phys. 257 (2014) 594) that are stable, t radius &lt;= (s^2 + s - 2)/2: exp(t factor T) y with no rate, and t phi_1(t factor T) rate where y is zero.
    /// </summary>
    /// <param name="fields">The fields of T.</param>
    /// <param name="columns">Holds y, overwritten: some columns at a time, so that stages take little memory.</param>
    /// <param name="from">The first column of y.</param>
    /// <param name="columnCount">The columns of y.</param>
    /// <param name="constant">The rate, of the shape of y, or null for none.</param>
    /// <param name="time">t.</param>
    /// <param name="radius">The spectral radius of factor T.</param>
    public DenseMatrix Propagate(
        LinearisationFields fields, DenseMatrix columns, int from, int columnCount, DenseMatrix? constant, double time, double radius)
    {
        foreach (ColumnWave wave in Waves(columnCount))
        {
            using DenseMatrix strip = team.Exchange.ToColumns(columns, wave, from);
            using DenseMatrix? rate = constant is null ? null : team.Exchange.ToColumns(constant, wave);
            using DenseMatrix begin = RateOf(fields, strip, rate), later = Stages(fields, strip, begin, rate, time, radius);
            team.Exchange.ToRows(later, wave, columns, from);
        }
        return columns;
    }

    private DenseMatrix Stages(LinearisationFields fields, DenseMatrix start, DenseMatrix rate, DenseMatrix? constant, double time, double radius)
    {
        int stages = 3;
        while (stages * stages + stages - 2 < 2 * time * radius)
            stages += 2;
        double weight = 4.0 / (stages * stages + stages - 2);
        DenseMatrix before = start.Clone(), now = start.Clone();
        AddScaled(now, rate, weight / 3 * time);
        for (int j = 2; j <= stages; j++)
        {
            double mu = (2.0 * j - 1) / j * Legendre(j) / Legendre(j - 1), nu = -(j - 1.0) / j * Legendre(j) / Legendre(j - 2), step = mu * weight * time;
            using DenseMatrix image = RateOf(fields, now, constant);
            TensorPrimitives.Multiply(before.Values, nu, before.Values);
            AddScaled(before, now, mu);
            AddScaled(before, start, 1 - mu - nu);
            AddScaled(before, image, step);
            AddScaled(before, rate, -(1 - Legendre(j - 1)) * step);
            (before, now) = (now, before);
        }
        before.Dispose();
        return now;
    }

    private DenseMatrix RateOf(LinearisationFields fields, DenseMatrix columns, DenseMatrix? constant)
    {
        DenseMatrix rate = ApplyHere(fields, columns);
        if (constant is not null)
            AddScaled(rate, constant, 1);
        return rate;
    }

    /// <summary>C(t) with C' = T C + C T^T + B + s S, s the time since the start, by the classical Runge-Kutta method in small steps.</summary>
    public static DenseMatrix Integrate(DenseMatrix generator, DenseMatrix source, DenseMatrix? slope, DenseMatrix start, double time)
    {
        int steps = Math.Max(4, (int)Math.Ceiling(2 * time * Radius(generator)));
        double step = time / steps;
        DenseMatrix state = start.Clone();
        for (int k = 0; k < steps; k++)
        {
            using DenseMatrix sum = Rate(generator, source, slope, state, k * step), second = Advance(state, sum, step / 2);
            using DenseMatrix rate2 = Rate(generator, source, slope, second, (k + 0.5) * step), third = Advance(state, rate2, step / 2);
            using DenseMatrix rate3 = Rate(generator, source, slope, third, (k + 0.5) * step), last = Advance(state, rate3, step);
            using DenseMatrix rate4 = Rate(generator, source, slope, last, (k + 1) * step);
            AddScaled(sum, rate2, 2);
            AddScaled(sum, rate3, 2);
            AddScaled(sum, rate4, 1);
            AddScaled(state, sum, step / 6);
        }
        return state;
    }

    /// <summary>exp(t T) for t |T| of order one, by six terms of its series.</summary>
    public static DenseMatrix Exponential(DenseMatrix generator, double time) => Series(generator, time, 1);

    /// <summary>phi_1(t T) = (1/t) int_0^t exp(s T) ds, by doubling: phi_1(2x) = (1 + exp(x)) phi_1(x)/2.</summary>
    public static DenseMatrix MeanFlow(DenseMatrix generator, double time)
    {
        int doublings = Math.Max(0, (int)Math.Ceiling(Math.Log2(2 * time * Radius(generator))));
        double first = time / Math.Pow(2, doublings);
        DenseMatrix mean = Series(generator, first, 2), flow = Series(generator, first, 1);
        for (int k = 0; k < doublings; k++)
        {
            DenseMatrix moved = DenseMatrix.Product(flow, mean);
            AddScaled(moved, mean, 1);
            TensorPrimitives.Multiply(moved.Values, 0.5, moved.Values);
            mean.Dispose();
            mean = moved;
            DenseMatrix squared = DenseMatrix.Product(flow, flow);
            flow.Dispose();
            flow = squared;
        }
        flow.Dispose();
        return mean;
    }

    /// <summary>sum_k x^k (first - 1)!/(k + first - 1)!, x = t T, k up to six: exp(x) with first = 1, phi_1(x) with first = 2. By Horner's rule.</summary>
    private static DenseMatrix Series(DenseMatrix generator, double time, int first)
    {
        const int terms = 6;
        DenseMatrix sum = Identity(generator.Rows);
        for (int k = terms; k > 0; k--)
        {
            DenseMatrix next = DenseMatrix.Product(generator, sum);
            TensorPrimitives.Multiply(next.Values, time / (k + first - 1), next.Values);
            for (int i = 0; i < next.Rows; i++)
                next[i, i] += 1;
            sum.Dispose();
            sum = next;
        }
        return sum;
    }

    private static DenseMatrix Identity(int size)
    {
        var identity = new DenseMatrix(size, size);
        for (int i = 0; i < size; i++)
            identity[i, i] = 1;
        return identity;
    }

    /// <summary>to += weight from, of the same shape.</summary>
    public static void AddScaled(DenseMatrix to, DenseMatrix from, double weight) => TensorPrimitives.MultiplyAdd(from.Values, weight, to.Values, to.Values);

    private static double Legendre(int j) => j < 2 ? 1.0 / 3 : (j * j + j - 2.0) / (2.0 * j * (j + 1));

    private static DenseMatrix Advance(DenseMatrix state, DenseMatrix rate, double step)
    {
        DenseMatrix result = state.Clone();
        AddScaled(result, rate, step);
        return result;
    }

    private static DenseMatrix Rate(DenseMatrix generator, DenseMatrix source, DenseMatrix? slope, DenseMatrix state, double time)
    {
        DenseMatrix rate = source.Clone();
        if (slope is not null)
            AddScaled(rate, slope, time);
        using DenseMatrix product = DenseMatrix.Product(generator, state);
        for (int i = 0; i < rate.Rows; i++)
        {
            for (int j = 0; j < rate.Columns; j++)
                rate[i, j] += product[i, j] + product[j, i];
        }
        return rate;
    }

    /// <summary>The 2-norm of T, approximately, by power iterations with T^T T.</summary>
    internal static double Radius(DenseMatrix generator)
    {
        double[] vector = new double[generator.Columns];
        for (int i = 0; i < vector.Length; i++)
            vector[i] = 1 + 0.1 * (i % 7);
        double radius = 0;
        for (int k = 0; k < PowerIterations; k++)
        {
            double length = TensorPrimitives.Norm<double>(vector);
            if (!(length > 0))
                break;
            double[] image = new double[vector.Length];
            for (int i = 0; i < image.Length; i++)
                image[i] = TensorPrimitives.Dot<double>(generator.Row(i), vector) / length;
            radius = TensorPrimitives.Norm<double>(image);
            vector = generator.TransposeTimes(image);
        }
        return radius;
    }
}
