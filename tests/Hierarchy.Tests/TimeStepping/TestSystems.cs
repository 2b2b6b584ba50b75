using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

/// <summary>A system written as a function of (state, derivative); one block of scale 1 unless told otherwise. It counts its evaluations.</summary>
internal class FunctionSystem(int length, FunctionSystem.Slope slope, params StateBlock[] blocks) : IEvolutionSystem
{
    public delegate void Slope(ReadOnlySpan<double> state, Span<double> derivative);

    public long Evaluations { get; private set; }

    public int Length => length;

    public IReadOnlyList<StateBlock> Blocks { get; } = blocks.Length > 0 ? blocks : [new StateBlock("y", 0, length, 1)];

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        Evaluations++;
        slope(state, derivative);
    }

    /// <summary>Runs the stepper over [0, end] with all steps equal to <paramref name="step"/>.</summary>
    public void AdvanceWithFixedSteps(double end, double step, Span<double> state)
    {
        var options = new StepperOptions { Tolerance = 0.1, InitialStep = step, MaximumStep = step * (1 + 1e-12) };
        using var stepper = new StabilisedStepper(this, options);
        stepper.AdvanceTo(end, state);
        Assert.Equal(0, stepper.Statistics.Rejected);
        Assert.InRange(stepper.Statistics.LargestStep / step, 1 - 1e-9, 1 + 1e-9);
        Assert.Equal(Math.Round(end / step), stepper.Statistics.Steps, 0.0);
    }
}

/// <summary>The same with a spectral radius that is known in advance.</summary>
internal sealed class BoundedSystem(int length, double radius, FunctionSystem.Slope slope) : FunctionSystem(length, slope), ISpectralRadius
{
    public double BoundSpectralRadius(ReadOnlySpan<double> state) => radius;
}

/// <summary>Problems with a known or independently computed solution.</summary>
internal static class TestSystems
{
    /// <summary>
    /// u_t = nu u_xx - u u_x on (0, 1) with u = 0 at the ends, in conservative second differences on n interior points.
    /// </summary>
    public static FunctionSystem Burgers(int points, double viscosity) => new(points, (u, d) =>
    {
        double inverse = points + 1;
        for (int i = 0; i < points; i++)
        {
            double left = i == 0 ? 0 : u[i - 1];
            double right = i == points - 1 ? 0 : u[i + 1];
            d[i] = viscosity * inverse * inverse * (left - 2 * u[i] + right) - inverse / 4 * (right * right - left * left);
        }
    });

    /// <summary>
    /// The Brusselator u_t = 1 + u^2 v - 4 u + a u_xx, v_t = 3 u - u^2 v + a v_xx with u = 1, v = 3 at the ends: two blocks, a limit cycle under diffusion.
    /// </summary>
    public static FunctionSystem Brusselator(int points, double diffusivity) => new(2 * points, (y, d) =>
    {
        double factor = diffusivity * (points + 1.0) * (points + 1);
        for (int i = 0; i < points; i++)
        {
            double u = y[i], v = y[points + i];
            double uSum = (i == 0 ? 1 : y[i - 1]) + (i == points - 1 ? 1 : y[i + 1]);
            double vSum = (i == 0 ? 3 : y[points + i - 1]) + (i == points - 1 ? 3 : y[points + i + 1]);
            d[i] = 1 + u * u * v - 4 * u + factor * (uSum - 2 * u);
            d[points + i] = 3 * u - u * u * v + factor * (vSum - 2 * v);
        }
    }, new StateBlock("u", 0, points, 1), new StateBlock("v", points, points, 2));

    public static double[] BrusselatorStart(int points)
    {
        double[] state = new double[2 * points];
        for (int i = 0; i < points; i++)
        {
            double x = (i + 1.0) / (points + 1);
            state[i] = 1 + Math.Sin(2 * Math.PI * x);
            state[points + i] = 3;
        }
        return state;
    }

    public static double[] BurgersStart(int points)
    {
        double[] state = new double[points];
        for (int i = 0; i < points; i++)
            state[i] = Math.Sin(Math.PI * (i + 1.0) / (points + 1)) + 0.5 * Math.Sin(2 * Math.PI * (i + 1.0) / (points + 1));
        return state;
    }

    /// <summary>The classical fourth-order method with equal steps, as an independent reference and for comparison.</summary>
    public static double[] Classical(IEvolutionSystem system, ReadOnlySpan<double> start, double end, int steps)
    {
        double[] y = start.ToArray(), stage = new double[y.Length], slope = new double[y.Length], sum = new double[y.Length];
        double h = end / steps;
        ReadOnlySpan<double> node = [0, 0.5, 0.5, 1];
        ReadOnlySpan<double> weight = [h / 6, h / 3, h / 3, h / 6];
        for (int n = 0; n < steps; n++)
        {
            y.CopyTo(sum, 0);
            for (int k = 0; k < 4; k++)
            {
                for (int i = 0; i < y.Length; i++)
                    stage[i] = y[i] + h * node[k] * slope[i];
                system.Evaluate(stage, slope);
                for (int i = 0; i < y.Length; i++)
                    sum[i] += weight[k] * slope[i];
            }
            (y, sum) = (sum, y);
        }
        return y;
    }

    /// <summary>The largest difference.</summary>
    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}
