using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>An equation at a state with a correlation, ready to be evaluated again and again. Two beams, gamma = -3.</summary>
internal sealed class EquationTrial : IDisposable
{
    private readonly IKineticEquation _equation;
    private readonly NativeBuffer _state;
    private readonly NativeBuffer _rate;

    /// <summary>The closure of that name for N particles, 0 for infinitely many.</summary>
    public EquationTrial(string closure, int d, int n, double halfWidth, int particles)
    {
        var grid = new VelocityGrid(d, n, halfWidth);
        ParticleNumber number = particles == 0 ? ParticleNumber.Infinity : new ParticleNumber(particles);
        _equation = ModelRegistry.All.OfType<IGridModel>().First(entry => entry.Name == closure).Close(grid, new CollisionKernel(-3, 1), number, new CollisionOptions());
        _state = new NativeBuffer(_equation.Length);
        _rate = new NativeBuffer(_equation.Length);
        _equation.Start(InitialDatum.Chaotic(Beams(grid)), _state.Span);
        if (!_equation.HasCorrelation)
            return;
        // A short Euler step from the chaotic datum leaves a correlation of the right shape.
        _equation.Evaluate(_state.Span, _rate.Span);
        for (int i = grid.Size; i < _state.Length; i++)
            _state.Span[i] += 1e-3 * _rate.Span[i];
    }

    public Span<double> Rate => _rate.Span;

    public void Evaluate() => _equation.Evaluate(_state.Span, _rate.Span);

    public static double[] Beams(VelocityGrid grid)
    {
        double[] density = new double[grid.Size], right = new double[grid.Dimension], left = new double[grid.Dimension], covariance = new double[grid.Dimension];
        (right[0], left[0]) = (1, -1);
        Array.Fill(covariance, 0.6);
        IInitialDensity[] beams = [GaussianDensity.Diagonal(right, covariance, 0.5), GaussianDensity.Diagonal(left, covariance, 0.5)];
        InitialDensities.OnGrid(grid, beams, density);
        return density;
    }

    public void Dispose()
    {
        _state.Dispose();
        _rate.Dispose();
        _equation.Dispose();
    }
}
