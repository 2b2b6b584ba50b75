using Hierarchy.Densities;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Audits;

/// <summary>
/// g_3 = sum_k w_k f_k x f_k x f_k of normal densities f_k in d = 3, at three velocities that are drawn from it: u = log g_3 with its first and second
/// derivatives in closed form. With the shares p_k of the components at the point and their scores s_ki = -K_k (v_i - m_k),
/// grad_i g_3/g_3 = sum_k p_k s_ki and grad_i grad_j g_3/g_3 = sum_k p_k (s_ki s_kj^T - delta_ij K_k).
/// </summary>
internal sealed class NormalTriple
{
    private const int Particles = 3, D = 3;
    private readonly GaussianDensity[] _components;
    private readonly double[][,] _inverse;
    private readonly double[] _shares;
    private readonly double[][,] _scores;
    private readonly double[,] _velocity = new double[Particles, D], _first = new double[Particles, D];
    private readonly double[,,,] _second = new double[Particles, Particles, D, D];

    /// <summary>Prepares the density.</summary>
    public NormalTriple(IReadOnlyList<GaussianDensity> components)
    {
        _components = [.. components];
        _inverse = [.. components.Select(density => Matrix<double>.Build.Dense(D, D, [.. density.Covariance]).Inverse().ToArray())];
        _shares = new double[_components.Length];
        _scores = [.. _components.Select(_ => new double[Particles, D])];
    }

    /// <summary>grad_i u.</summary>
    public double First(int particle, int axis) => _first[particle, axis];

    /// <summary>grad_i grad_j u.</summary>
    public double Second(int first, int second, int a, int b) => _second[first, second, a, b];

    /// <summary>v_1 - v_2.</summary>
    public double Difference(int axis) => _velocity[0, axis] - _velocity[1, axis];

    /// <summary>u, but for a constant, at the last velocities.</summary>
    public double Logarithm { get; private set; }

    /// <summary>Draws three velocities and differentiates there.</summary>
    public void Draw(RandomStream random)
    {
        double place = random.NextUniform();
        int component = 0;
        while (component < _components.Length - 1 && place > _components[component].Weight)
            place -= _components[component++].Weight;
        double[] v = new double[D];
        for (int i = 0; i < Particles; i++)
        {
            _components[component].Sample(random, v);
            for (int a = 0; a < D; a++)
                _velocity[i, a] = v[a];
        }
        FillShares();
        Differentiate();
    }

    private void FillShares()
    {
        double[] v = new double[D];
        double total = 0;
        for (int k = 0; k < _components.Length; k++)
        {
            _shares[k] = _components[k].Weight;
            for (int i = 0; i < Particles; i++)
            {
                for (int a = 0; a < D; a++)
                    v[a] = _velocity[i, a];
                _shares[k] *= _components[k].Evaluate(v);
                for (int a = 0; a < D; a++)
                {
                    _scores[k][i, a] = 0;
                    for (int b = 0; b < D; b++)
                        _scores[k][i, a] -= _inverse[k][a, b] * (v[b] - _components[k].Mean[b]);
                }
            }
            total += _shares[k];
        }
        for (int k = 0; k < _shares.Length; k++)
            _shares[k] /= total;
        Logarithm = Math.Log(total);
    }

    private void Differentiate()
    {
        for (int i = 0; i < Particles; i++)
        {
            for (int a = 0; a < D; a++)
                _first[i, a] = Mean(k => _scores[k][i, a]);
        }
        for (int i = 0; i < Particles; i++)
        {
            for (int j = 0; j < Particles; j++)
            {
                for (int a = 0; a < D; a++)
                {
                    for (int b = 0; b < D; b++)
                        _second[i, j, a, b] = Mean(k => _scores[k][i, a] * _scores[k][j, b] - (i == j ? _inverse[k][a, b] : 0)) - _first[i, a] * _first[j, b];
                }
            }
        }
    }

    private double Mean(Func<int, double> value)
    {
        double sum = 0;
        for (int k = 0; k < _shares.Length; k++)
            sum += _shares[k] * value(k);
        return sum;
    }
}
