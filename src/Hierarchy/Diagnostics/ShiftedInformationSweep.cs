using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The sums of f log f and |grad f|^2/f over r^d shifted copies of the grid, by decade shells of f (<see cref="DecadeShells"/>).
/// </summary>
/// <remarks>
/// The trigonometric interpolant of f at v + s has the spectrum exp(i k.s) f^(k), at the Nyquist mode cos(k s) f^(k). Two real fields share a
/// complex transform: f + i d_1 f has the multiplier 1 - k_1, d_2 f + i d_3 f has i k_2 - k_3. One shift is one chunk of the shared loop.
/// </remarks>
internal sealed class ShiftedInformationSweep
{
    private const int Shells = ShellTable.Shells;
    private const double Offset = 1.0 / 3;

    private readonly VelocityGrid _grid;
    private readonly double _logMaximum;
    private readonly int _refinement;
    private readonly double[] _spectrumRe;
    private readonly double[] _spectrumIm;
    private readonly double[][] _entropy;
    private readonly double[][] _fisher;
    private readonly double[][] _mass;
    private readonly double[] _minimum;
    private readonly Scratch?[] _scratch = new Scratch?[WorkCrew.MaximumWorkers];

    public ShiftedInformationSweep(VelocityGrid grid, ReadOnlySpan<double> density, double maximum)
    {
        _grid = grid;
        _logMaximum = Math.Log(maximum);
        _refinement = Refinement(grid);
        Shifts = (int)Math.Pow(_refinement, grid.Dimension);
        _spectrumRe = density.ToArray();
        _spectrumIm = new double[grid.Size];
        new FourierTransform(grid.Shape, 0, grid.Dimension).Forward(_spectrumRe, _spectrumIm);
        _entropy = new double[Shifts][];
        _fisher = new double[Shifts][];
        _mass = new double[Shifts][];
        _minimum = new double[Shifts];
    }

    /// <summary>r^d.</summary>
    public int Shifts { get; }

    /// <summary>int f log f by shells: all shifts, or only those with odd j in every component, the rule of twice the spacing.</summary>
    public ShellTable Entropy(bool odd) => Table(_entropy, odd);

    /// <summary>int |grad f|^2/f by shells.</summary>
    public ShellTable Fisher(bool odd) => Table(_fisher, odd);

    /// <summary>The smallest value of the interpolant at the shifted points.</summary>
    public double Minimum() => TensorPrimitives.Min(_minimum);

    /// <summary>r even and as large as keeps the sums of the order of a right-hand side of the equation.</summary>
    private static int Refinement(VelocityGrid grid) =>
        grid.Dimension == 2 ? (grid.Points <= 64 ? 8 : 4) : (grid.Points <= 32 ? 4 : 2);

    private ShellTable Table(double[][] sums, bool odd)
    {
        double[] values = Average(sums, odd), mass = Average(_mass, odd);
        return new ShellTable { Values = values, Reference = values, Mass = mass, Carrier = mass };
    }

    private double[] Average(double[][] sums, bool odd)
    {
        double[] total = new double[Shells];
        int count = 0;
        for (int shift = 0; shift < Shifts; shift++)
        {
            if (odd && !IsOdd(shift))
                continue;
            TensorPrimitives.Add(total, sums[shift], total);
            count++;
        }
        TensorPrimitives.Multiply(total, _grid.CellVolume / count, total);
        return total;
    }

    private bool IsOdd(int shift)
    {
        for (int a = 0; a < _grid.Dimension; a++, shift /= _refinement)
        {
            if (shift % _refinement % 2 == 0)
                return false;
        }
        return true;
    }

    /// <summary>The work of one shift.</summary>
    public void Visit(int shift, int worker)
    {
        Scratch scratch = _scratch[worker] ??= new Scratch(_grid);
        scratch.SetShift(_grid, shift, _refinement, Offset);
        Interpolate(scratch);
        double[] entropy = _entropy[shift] = new double[Shells], fisher = _fisher[shift] = new double[Shells], mass = _mass[shift] = new double[Shells];
        Span<double> log = scratch.Log;
        TensorPrimitives.Log(scratch.Density, log);
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < log.Length; i++)
        {
            double f = scratch.Density[i];
            int shell = f > 0 ? DecadeShells.OfDepth(_logMaximum - log[i]) : DecadeShells.Outside;
            mass[shell] += f;
            smallest = Math.Min(smallest, f);
            if (shell == DecadeShells.Outside)
                continue;
            entropy[shell] += f * log[i];
            fisher[shell] += scratch.GradientSquared(i) / f;
        }
        _minimum[shift] = smallest;
    }

    /// <summary>Fills the scratch with f and its gradient at the shifted points.</summary>
    private void Interpolate(Scratch scratch)
    {
        int d = _grid.Dimension, n = _grid.Points;
        double[] k = _grid.DerivativeWavenumbers;
        Span<int> mode = stackalloc int[3];
        for (int i = 0; i < _grid.Size; i++)
        {
            double re = _spectrumRe[i], im = _spectrumIm[i];
            int rest = i;
            for (int a = d - 1; a >= 0; a--, rest /= n)
            {
                mode[a] = rest % n;
                (double c, double s) = scratch.Phase(a, mode[a]);
                (re, im) = (c * re - s * im, c * im + s * re);
            }
            double first = 1 - k[mode[0]], second = k[mode[1]], third = d == 3 ? k[mode[2]] : 0;
            scratch.Density[i] = first * re;
            scratch.First[i] = first * im;
            scratch.Second[i] = -third * re - second * im;
            scratch.Third[i] = second * re - third * im;
        }
        scratch.Transform.Inverse(scratch.Density, scratch.First);
        scratch.Transform.Inverse(scratch.Second, scratch.Third);
    }

    /// <summary>The fields of one worker: f, its derivatives, log f, and the phases of the current shift.</summary>
    private sealed class Scratch(VelocityGrid grid)
    {
        private readonly double[] _cos = new double[3 * grid.Points];
        private readonly double[] _sin = new double[3 * grid.Points];
        private readonly int _points = grid.Points;

        public double[] Density { get; } = new double[grid.Size];

        public double[] First { get; } = new double[grid.Size];

        public double[] Second { get; } = new double[grid.Size];

        public double[] Third { get; } = new double[grid.Size];

        public double[] Log { get; } = new double[grid.Size];

        public FourierTransform Transform { get; } = new(grid.Shape, 0, grid.Dimension, threads: 1);

        public (double Cos, double Sin) Phase(int axis, int mode) => (_cos[axis * _points + mode], _sin[axis * _points + mode]);

        /// <summary>In two dimensions the third field is zero to rounding, and counts for nothing.</summary>
        public double GradientSquared(int i) => First[i] * First[i] + Second[i] * Second[i] + Third[i] * Third[i];

        public void SetShift(VelocityGrid grid, int shift, int refinement, double offset)
        {
            for (int a = 0; a < grid.Dimension; a++, shift /= refinement)
            {
                double step = (shift % refinement + offset) * grid.Spacing / refinement;
                for (int mode = 0; mode < _points; mode++)
                {
                    (double sin, double cos) = Math.SinCos(grid.Wavenumbers[mode] * step);
                    _cos[a * _points + mode] = cos;
                    _sin[a * _points + mode] = mode == _points / 2 ? 0 : sin;
                }
            }
        }
    }
}
