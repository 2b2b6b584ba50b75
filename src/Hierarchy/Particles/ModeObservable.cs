using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// The modes of <see cref="FourierModes"/>: with rho_k = (1/N) sum_i exp(-i k.v_i) the single modes are rho_k and the pair modes
/// (N rho_k rho_q - rho_{k+q})/(N - 1), the mean over all ordered pairs of different particles. Real and imaginary parts in turn, the single modes first.
/// </summary>
internal sealed unsafe class ModeObservable : IReplicaObservable, IDisposable
{
    private readonly FourierModes _modes;
    private readonly int _particles, _d, _side, _single;
    private readonly int[] _exponents;
    private readonly (int First, int Second, int Sum)[] _pairs;

    /// <summary>exp(-i pi/L m v_a) at 2 (a side + m + K), real and imaginary part.</summary>
    private readonly NativeBuffer _powers;
    private readonly NativeBuffer _rho;

    public ModeObservable(ParticleOptions options, FourierModes modes)
    {
        modes.Validate();
        (_modes, _particles, _d, _side) = (modes, options.Particles, options.Dimension, 2 * modes.Single + 1);
        IReadOnlyList<int[]> single = modes.SingleModes(_d);
        _single = single.Count;
        _exponents = [.. single.SelectMany(mode => mode.Select(m => m + modes.Single))];
        Dictionary<string, int> signed = [];
        for (int i = 0; i < _single; i++)
        {
            signed[Key(single[i])] = i + 1;
            signed[Key([.. single[i].Select(m => -m)])] = -i - 1;
        }
        signed[Key(new int[_d])] = 0;
        int Signed(int[] mode) => signed[Key(mode)];
        _pairs = [.. modes.PairModes(_d).Select(mode => (Signed(mode[.._d]), Signed(mode[_d..]), Signed([.. mode[.._d].Zip(mode[_d..], (m, n) => m + n)])))];
        _powers = new(2 * _d * _side * LaneMath.Lanes);
        _rho = new(2 * _single * LaneMath.Lanes);
    }

    public int Count => 2 * (_single + _pairs.Length);

    public void Dispose()
    {
        _powers.Dispose();
        _rho.Dispose();
    }

    public void Begin(double* velocity)
    {
    }

    public void Evaluate(double* velocity, double time, Span<double> values)
    {
        const int lanes = LaneMath.Lanes;
        _rho.Span.Clear();
        for (int i = 0; i < _particles; i++)
        {
            FillPowers(velocity + i * _d * lanes);
            AddProducts();
        }
        for (int i = 0; i < 2 * _single; i++)
        {
            Vector512<double> mean = Vector512.Load(_rho.Pointer + i * lanes) / _particles;
            Vector512.Store(mean, _rho.Pointer + i * lanes);
            values[i] = Vector512.Sum(mean) / lanes;
        }
        double n = _particles;
        for (int p = 0; p < _pairs.Length; p++)
        {
            (Vector512<double> kr, Vector512<double> ki) = Rho(_pairs[p].First);
            (Vector512<double> qr, Vector512<double> qi) = Rho(_pairs[p].Second);
            (Vector512<double> sr, Vector512<double> si) = Rho(_pairs[p].Sum);
            values[2 * (_single + p)] = Vector512.Sum(n * (kr * qr - ki * qi) - sr) / (lanes * (n - 1));
            values[2 * (_single + p) + 1] = Vector512.Sum(n * (kr * qi + ki * qr) - si) / (lanes * (n - 1));
        }
    }

    private static string Key(int[] mode) => string.Join(',', mode);

    /// <summary>rho of a mode given by its index + 1, negative for the conjugate, 0 for rho_0 = 1.</summary>
    private (Vector512<double> Real, Vector512<double> Imaginary) Rho(int signed)
    {
        if (signed == 0)
            return (Vector512<double>.One, Vector512<double>.Zero);
        double* rho = _rho.Pointer + 2 * (Math.Abs(signed) - 1) * LaneMath.Lanes;
        Vector512<double> imaginary = Vector512.Load(rho + LaneMath.Lanes);
        return (Vector512.Load(rho), signed > 0 ? imaginary : -imaginary);
    }

    private void FillPowers(double* velocity)
    {
        const int lanes = LaneMath.Lanes;
        int largest = _modes.Single;
        for (int a = 0; a < _d; a++)
        {
            double* row = _powers.Pointer + 2 * a * _side * lanes;
            (Vector512<double> sine, Vector512<double> cosine) = LaneMath.SinCosTurns(Vector512.Load(velocity + a * lanes) * (-0.5 / _modes.HalfWidth));
            (Vector512<double> real, Vector512<double> imaginary) = (Vector512<double>.One, Vector512<double>.Zero);
            for (int m = 0; m <= largest; m++)
            {
                Vector512.Store(real, row + 2 * (largest + m) * lanes);
                Vector512.Store(imaginary, row + (2 * (largest + m) + 1) * lanes);
                Vector512.Store(real, row + 2 * (largest - m) * lanes);
                Vector512.Store(-imaginary, row + (2 * (largest - m) + 1) * lanes);
                (real, imaginary) = (real * cosine - imaginary * sine, real * sine + imaginary * cosine);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddProducts()
    {
        const int lanes = LaneMath.Lanes;
        double* powers = _powers.Pointer;
        fixed (int* exponents = _exponents)
        {
            for (int mode = 0; mode < _single; mode++)
            {
                int* exponent = exponents + mode * _d;
                double* factor = powers + 2 * exponent[0] * lanes, rho = _rho.Pointer + 2 * mode * lanes;
                Vector512<double> real = Vector512.Load(factor), imaginary = Vector512.Load(factor + lanes);
                for (int a = 1; a < _d; a++)
                {
                    factor = powers + 2 * (a * _side + exponent[a]) * lanes;
                    Vector512<double> x = Vector512.Load(factor), y = Vector512.Load(factor + lanes);
                    (real, imaginary) = (real * x - imaginary * y, real * y + imaginary * x);
                }
                Vector512.Store(Vector512.Load(rho) + real, rho);
                Vector512.Store(Vector512.Load(rho + lanes) + imaginary, rho + lanes);
            }
        }
    }
}
