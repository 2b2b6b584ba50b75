using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The test function a(v) = (1 - |v - c|^2/R^2)^5 for |v - c| &lt; R, 0 elsewhere: compactly supported and in W^{4,inf}, as the weak forms ask for
/// (its fifth derivatives are bounded). At the pair level the test function is a(v1) a(v2).
/// </summary>
/// <param name="Name">A short description.</param>
/// <param name="Center">c.</param>
/// <param name="Radius">R.</param>
internal sealed record TestFunction(string Name, double[] Center, double Radius)
{
    /// <summary>max |grad a| = (10/3) (8/9)^4/R, at |v - c| = R/3.</summary>
    public double GradientNorm => 10.0 / 3 * Math.Pow(8.0 / 9, 4) / Radius;

    /// <summary>max of the operator norm of the Hessian, 10/R^2, at c.</summary>
    public double HessianNorm => 10 / (Radius * Radius);

    /// <summary>Three functions: round the mean velocity, and beside it in one and in all directions, of the size of the thermal speed.</summary>
    public static IReadOnlyList<TestFunction> Family(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        VelocityMoments moments = VelocityMoments.Of(grid, density);
        double[] mean = [.. moments.Mean.Select(momentum => momentum / moments.Mass)];
        double speed = Math.Sqrt((moments.Energy / moments.Mass - mean.Sum(component => component * component)) / grid.Dimension), radius = Math.Max(2 * speed, 5 * grid.Spacing);
        double[] side = [.. mean.Select((value, a) => value + (a == 0 ? speed : 0))];
        double[] diagonal = [.. mean.Select((value, a) => value + speed * (a == 0 ? -0.5 : 0.7))];
        return
        [
            Within("bump at the mean velocity", mean, 1.25 * radius),
            Within("bump beside it along x", side, radius),
            Within("bump beside it in all directions", diagonal, radius),
        ];

        TestFunction Within(string name, double[] center, double wanted) => new(name, center, Math.Min(wanted, grid.HalfWidth - center.Max(Math.Abs)));
    }

    /// <summary>a, grad a (d values) and the Hessian (d x d values) at v.</summary>
    public double Evaluate(ReadOnlySpan<double> v, Span<double> gradient, Span<double> hessian)
    {
        int d = Center.Length;
        double scale = 1 / (Radius * Radius), square = 0;
        for (int a = 0; a < d; a++)
            square += scale * (v[a] - Center[a]) * (v[a] - Center[a]);
        double rest = Math.Max(0, 1 - square), third = rest * rest * rest, fourth = third * rest;
        for (int a = 0; a < d; a++)
        {
            gradient[a] = -10 * fourth * scale * (v[a] - Center[a]);
            for (int b = 0; b < d; b++)
                hessian[a * d + b] = 80 * third * scale * scale * (v[a] - Center[a]) * (v[b] - Center[b]) - (a == b ? 10 * fourth * scale : 0);
        }
        return fourth * rest;
    }
}

/// <summary>A test function at the grid points of its support.</summary>
internal sealed class SampledTestFunction
{
    public SampledTestFunction(VelocityGrid grid, TestFunction function, double offset = 0)
    {
        int d = grid.Dimension;
        Function = function;
        List<int> points = [];
        List<double> values = [], gradients = [], hessians = [];
        double[] v = new double[d], gradient = new double[d], hessian = new double[d * d];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int a = 0; a < d; a++)
                v[a] = grid.Velocity(i, a) + offset;
            double value = function.Evaluate(v, gradient, hessian);
            if (value == 0)
                continue;
            points.Add(i);
            values.Add(value);
            gradients.AddRange(gradient);
            hessians.AddRange(hessian);
        }
        (Points, Values, Gradients, Hessians) = ([.. points], [.. values], [.. gradients], [.. hessians]);
    }

    public TestFunction Function { get; }

    /// <summary>The flat indices of the support.</summary>
    public int[] Points { get; }

    /// <summary>a there.</summary>
    public double[] Values { get; }

    /// <summary>grad a there, d values each.</summary>
    public double[] Gradients { get; }

    /// <summary>The Hessian there, d x d values each.</summary>
    public double[] Hessians { get; }

    /// <summary>The Laplacian at entry k of the support.</summary>
    public double Laplacian(int k)
    {
        int d = Function.Center.Length;
        double sum = 0;
        for (int a = 0; a < d; a++)
            sum += Hessians[(k * d + a) * d + a];
        return sum;
    }
}
