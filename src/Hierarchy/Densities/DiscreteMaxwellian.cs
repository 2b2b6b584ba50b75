using Hierarchy.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Densities;

/// <summary>
/// The Maxwellian M(v) = exp(a + b.v + c |v|^2) at the points of the grid whose sums over the grid, not its integrals, are given collision invariants.
/// </summary>
/// <remarks>
/// It is the minimiser of the strictly convex function sum M h^d - (a, b, c).(mass, momentum, energy), found by Newton steps in centred and scaled
/// velocities w = (v - mean)/sqrt(T). M is a product over the axes, so all sums are products of one-dimensional ones.
/// A Maxwellian that was sampled on the grid is its own fit to round-off.
/// </remarks>
internal static class DiscreteMaxwellian
{
    private const int MostSteps = 100;

    /// <summary>The n^d values of the Maxwellian with these invariants.</summary>
    /// <exception cref="ArgumentException">Mass or temperature is not positive, or no Maxwellian on the box has these invariants.</exception>
    public static double[] Fit(VelocityGrid grid, GridMoments moments)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Momentum.Length != grid.Dimension)
            throw new ArgumentException("the momentum has d components", nameof(moments));
        if (!(moments.Mass > 0) || !(moments.Temperature > 0) || !double.IsFinite(moments.Energy))
            throw new ArgumentException("mass and temperature are positive and finite", nameof(moments));
        Exponent exponent = new(grid, moments);
        double previous = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            double defect = exponent.Improve();
            if (!double.IsFinite(defect))
                break;
            const double roundOff = 1e-14;
            if (defect <= roundOff && defect >= 0.5 * previous)
                return exponent.Values();
            previous = defect;
        }
        throw new ArgumentException("no Maxwellian on the box has these invariants", nameof(moments));
    }

    /// <summary>The parameters of the exponent in scaled velocities, and the sums that they lead to.</summary>
    private sealed class Exponent
    {
        private readonly VelocityGrid _grid;
        private readonly int _d;
        private readonly double _mass;
        private readonly double[][] _scaled, _factors;
        private readonly double[,] _sums;
        private Vector<double> _parameters;

        public Exponent(VelocityGrid grid, GridMoments moments)
        {
            _grid = grid;
            _d = grid.Dimension;
            _mass = moments.Mass;
            double width = Math.Sqrt(moments.Temperature);
            _scaled = new double[_d][];
            _factors = new double[_d][];
            _sums = new double[_d, 5];
            for (int a = 0; a < _d; a++)
            {
                double mean = moments.Momentum[a] / moments.Mass;
                _scaled[a] = Array.ConvertAll(grid.Axis, v => (v - mean) / width);
                _factors[a] = new double[grid.Points];
            }
            _parameters = Vector<double>.Build.Dense(_d + 2);
            _parameters[_d + 1] = -0.5;
            Tabulate();
            _parameters[0] = -Math.Log(Moment([], []));
            Tabulate();
        }

        /// <summary>One damped Newton step; returns the largest relative defect of the invariants before it.</summary>
        public double Improve()
        {
            Vector<double> defect = Vector<double>.Build.Dense(_d + 2, k => (k == 0 ? 1 : k == _d + 1 ? _d : 0) - Moment(Powers(k), []));
            Matrix<double> hessian = Matrix<double>.Build.Dense(_d + 2, _d + 2, (k, l) => Moment(Powers(k), Powers(l)));
            Vector<double> step = hessian.Cholesky().Solve(defect), start = _parameters;
            double before = Dual(), fraction = 1;
            do
            {
                _parameters = start + fraction * step;
                Tabulate();
                fraction *= 0.5;
            }
            while (!(Dual() <= before + 1e-13) && fraction > 1e-10);
            return defect.AbsoluteMaximum();
        }

        public double[] Values()
        {
            double[] values = new double[_grid.Size];
            double scale = _mass / _grid.CellVolume * Math.Exp(_parameters[0]);
            for (int i = 0; i < values.Length; i++)
            {
                double product = scale;
                for (int a = 0; a < _d; a++)
                    product *= _factors[a][_grid.AxisIndex(i, a)];
                values[i] = product;
            }
            return values;
        }

        private double Dual() => Moment([], []) - _parameters[0] - _d * _parameters[_d + 1];

        private void Tabulate()
        {
            Span<CompensatedSum> sums = stackalloc CompensatedSum[5];
            for (int a = 0; a < _d; a++)
            {
                sums.Clear();
                for (int j = 0; j < _grid.Points; j++)
                {
                    double w = _scaled[a][j], term = Math.Exp(w * (_parameters[1 + a] + _parameters[_d + 1] * w));
                    _factors[a][j] = term;
                    for (int p = 0; p < 5; p++, term *= w)
                        sums[p].Add(term);
                }
                for (int p = 0; p < 5; p++)
                    _sums[a, p] = sums[p].Value;
            }
        }

        /// <summary>The monomials of the k-th invariant 1, w_a, |w|^2, each as (axis, power); none for 1.</summary>
        private (int Axis, int Power)[] Powers(int k)
        {
            if (k == 0)
                return [];
            if (k <= _d)
                return [(k - 1, 1)];
            (int, int)[] squares = new (int, int)[_d];
            for (int a = 0; a < _d; a++)
                squares[a] = (a, 2);
            return squares;
        }

        /// <summary>The sum over the grid, in units of the mass, of the product of two invariants with the Maxwellian.</summary>
        private double Moment((int Axis, int Power)[] one, (int Axis, int Power)[] other)
        {
            double total = 0;
            Span<int> powers = stackalloc int[3];
            for (int i = 0; i < Math.Max(1, one.Length); i++)
            {
                for (int j = 0; j < Math.Max(1, other.Length); j++)
                {
                    powers.Clear();
                    if (one.Length > 0)
                        powers[one[i].Axis] += one[i].Power;
                    if (other.Length > 0)
                        powers[other[j].Axis] += other[j].Power;
                    double product = 1;
                    for (int a = 0; a < _d; a++)
                        product *= _sums[a, powers[a]];
                    total += product;
                }
            }
            return Math.Exp(_parameters[0]) * total;
        }
    }
}
