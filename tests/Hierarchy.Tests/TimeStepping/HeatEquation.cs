using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

/// <summary>
/// u_t = a u_xx on n interior points of (0, 1), zero at the ends, second differences. The modes sin(k pi x) decay exactly as exp(-lambda_k t),
/// lambda_k = 4 a (n+1)^2 sin^2(k pi / (2n+2)), whatever n is.
/// </summary>
internal sealed class HeatEquation(int points, double diffusivity = 1) : IEvolutionSystem
{
    public long Evaluations { get; private set; }

    public int Length => points;

    public IReadOnlyList<StateBlock> Blocks { get; } = [new StateBlock("u", 0, points, 1)];

    public double SpectralRadius => Rate(points);

    /// <summary>lambda_k.</summary>
    public double Rate(int mode)
    {
        double s = Math.Sin(mode * Math.PI / (2 * (points + 1)));
        return 4 * diffusivity * (points + 1.0) * (points + 1) * s * s;
    }

    /// <summary>The solution whose mode k begins with the amplitude 1/k.</summary>
    public double[] Solution(double time, params ReadOnlySpan<int> modes)
    {
        double[] state = new double[points];
        foreach (int mode in modes)
        {
            double amplitude = Math.Exp(-Rate(mode) * time) / mode;
            for (int i = 0; i < points; i++)
                state[i] += amplitude * Math.Sin(mode * Math.PI * (i + 1) / (points + 1));
        }
        return state;
    }

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        Evaluations++;
        double factor = diffusivity * (points + 1.0) * (points + 1);
        for (int i = 0; i < points; i++)
        {
            double left = i == 0 ? 0 : state[i - 1];
            double right = i == points - 1 ? 0 : state[i + 1];
            derivative[i] = factor * (left - 2 * state[i] + right);
        }
    }
}
