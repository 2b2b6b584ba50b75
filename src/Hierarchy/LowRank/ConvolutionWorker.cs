using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>What one thread of <see cref="FactorConvolution"/> needs: panels of eight columns, the transforms of a pair of them, and the products between them.</summary>
internal sealed unsafe class ConvolutionWorker : IDisposable
{
    private readonly int _dimension;
    private readonly int _size;
    private readonly LineDerivative _derivative;
    private readonly ColumnTransform _points;
    private readonly ColumnTransform _modes;
    private readonly ColumnPanel _values;

    /// <summary>The fluxes J_a w, or the slopes d_a w.</summary>
    private readonly ColumnPanel[] _axes;
    private readonly ColumnPanel _images;
    private readonly NativeBuffer _work;
    private readonly ConvolutionTerm[] _terms = new ConvolutionTerm[6];

    /// <summary>Takes memory; the two kernels have the same lengths.</summary>
    public ConvolutionWorker(VelocityGrid grid, KernelMultipliers points, KernelMultipliers modes, LineDerivative derivative)
    {
        _dimension = grid.Dimension;
        _size = grid.Size;
        _derivative = derivative;
        _points = new ColumnTransform(points, SymmetricIndex.Count(_dimension));
        _modes = new ColumnTransform(modes, _points);
        _values = new ColumnPanel(grid);
        _images = new ColumnPanel(grid);
        _axes = [.. Enumerable.Range(0, _dimension).Select(_ => new ColumnPanel(grid))];
        _work = new NativeBuffer(2 * _values.Pitch);
    }

    private double* Re => _work.Pointer;

    private double* Im => _work.Pointer + _values.Pitch;

    public void Dispose()
    {
        ColumnPanel[] panels = [_values, _images, .. _axes];
        foreach (ColumnPanel panel in panels)
            panel.Dispose();
        _points.Dispose();
        _work.Dispose();
    }

    /// <summary>A panel of result = sum_a d_a (J_a w).</summary>
    public void ApplyFluxes(double* fields, DenseMatrix columns, DenseMatrix result, int block)
    {
        Read(columns, block, slopes: false);
        foreach (ColumnPanel flux in _axes)
            flux.Clear();
        for (int pair = 0; pair < Used(columns, block); pair += 2)
            AddFluxes(fields, pair);
        for (int a = 0; a < _dimension; a++)
        {
            _axes[a].TurnBack();
            _derivative.Apply(_axes[a].ByRows, _images.ByRows, a, ColumnPanel.Width, ColumnPanel.Width, add: a > 0);
        }
        _images.Store(result, block);
    }

    /// <summary>A panel of result += K w.</summary>
    public void AddImages(double* fields, DenseMatrix columns, DenseMatrix result, int block)
    {
        Read(columns, block, slopes: true);
        _images.Clear();
        for (int pair = 0; pair < Used(columns, block); pair += 2)
            AddImages(fields, pair);
        _images.TurnBack();
        _images.AddTo(result, block);
    }

    /// <summary>flux_a += sum over the panel of weights_k ( sum_b d_b u_k (A_ab * u_k) - u_k sum_b A_ab * d_b u_k ).</summary>
    public void AddCollisions(DenseMatrix factors, double[] weights, int block, double[] flux)
    {
        Read(factors, block, slopes: true);
        fixed (double* to = flux)
        {
            for (int pair = 0; pair < Used(factors, block); pair += 2)
            {
                int first = block * ColumnPanel.Width + pair;
                AddCollisions(pair, weights[first], first + 1 < weights.Length ? weights[first + 1] : 0, to);
            }
        }
    }

    /// <summary>The columns of a panel that exist.</summary>
    private static int Used(DenseMatrix columns, int block) => Math.Min(ColumnPanel.Width, columns.Columns - block * ColumnPanel.Width);

    private void Read(DenseMatrix columns, int block, bool slopes)
    {
        _values.Load(columns, block);
        _values.Turn();
        for (int a = 0; a < _dimension && slopes; a++)
        {
            _derivative.Apply(_values.ByRows, _axes[a].ByRows, a, ColumnPanel.Width, ColumnPanel.Width, add: false);
            _axes[a].Turn();
        }
    }

    /// <summary>J_a w for two columns.</summary>
    private void AddFluxes(double* fields, int pair)
    {
        int d = _dimension;
        for (int b = 0; b <= d; b++)
            Transform(fields + b * _size, _values, pair, b);
        for (int a = 0; a < d; a++)
        {
            for (int b = a; b < d; b++)
            {
                int component = SymmetricIndex.Of(d, a, b);
                Convolve(_points, [new ConvolutionTerm(component, 0)]);
                Add(Gradient(fields, b), 1, _axes[a], pair);
                if (b > a)
                    Add(Gradient(fields, a), 1, _axes[b], pair);
            }
        }
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < d; b++)
                _terms[b] = new ConvolutionTerm(SymmetricIndex.Of(d, a, b), 1 + b);
            Convolve(_points, _terms.AsSpan(0, d));
            Add(fields, -1, _axes[a], pair);
        }
    }

    /// <summary>K w for two columns.</summary>
    private void AddImages(double* fields, int pair)
    {
        int d = _dimension;
        for (int a = 0; a < d; a++)
            Transform(fields, _axes[a], pair, a);
        for (int b = 0; b < d; b++)
        {
            for (int a = 0; a < d; a++)
                _terms[a] = new ConvolutionTerm(SymmetricIndex.Of(d, a, b), a);
            Convolve(_points, _terms.AsSpan(0, d));
            Add(Gradient(fields, b), 1, _images, pair);
        }
        int count = 0;
        for (int a = 0; a < d; a++)
        {
            for (int b = a; b < d; b++, count++)
            {
                Product(Gradient(fields, b), _axes[a], pair, add: false);
                if (b > a)
                    Product(Gradient(fields, a), _axes[b], pair, add: true);
                _points.Forward(Re, Im, count);
                _terms[count] = new ConvolutionTerm(SymmetricIndex.Of(d, a, b), count);
            }
        }
        Convolve(_points, _terms.AsSpan(0, count));
        Add(fields, -1, _images, pair);
    }

    private void AddCollisions(int pair, double first, double second, double* flux)
    {
        int d = _dimension;
        _modes.Forward(_values.Column(pair), _values.Column(pair + 1), 0);
        for (int b = 0; b < d; b++)
            _modes.Forward(_axes[b].Column(pair), _axes[b].Column(pair + 1), 1 + b);
        for (int a = 0; a < d; a++)
        {
            for (int b = a; b < d; b++)
            {
                Convolve(_modes, [new ConvolutionTerm(SymmetricIndex.Of(d, a, b), 0)]);
                AddBoth(_axes[b], pair, first, second, flux + a * _size);
                if (b > a)
                    AddBoth(_axes[a], pair, first, second, flux + b * _size);
            }
            for (int b = 0; b < d; b++)
                _terms[b] = new ConvolutionTerm(SymmetricIndex.Of(d, a, b), 1 + b);
            Convolve(_modes, _terms.AsSpan(0, d));
            AddBoth(_values, pair, -first, -second, flux + a * _size);
        }
    }

    private double* Gradient(double* fields, int b) => fields + (1 + b) * _size;

    private void Convolve(ColumnTransform transform, ReadOnlySpan<ConvolutionTerm> terms) => transform.Convolve(terms, Re, Im);

    /// <summary>The transform of field times two columns.</summary>
    private void Transform(double* field, ColumnPanel columns, int pair, int column)
    {
        Product(field, columns, pair, add: false);
        _points.Forward(Re, Im, column);
    }

    /// <summary>work = field times two columns, or work += the same.</summary>
    private void Product(double* field, ColumnPanel columns, int pair, bool add)
    {
        Multiply(field, columns.Column(pair), Re, 1, add);
        Multiply(field, columns.Column(pair + 1), Im, 1, add);
    }

    /// <summary>Two columns += sign field work.</summary>
    private void Add(double* field, double sign, ColumnPanel to, int pair)
    {
        Multiply(field, Re, to.Column(pair), sign, true);
        Multiply(field, Im, to.Column(pair + 1), sign, true);
    }

    /// <summary>flux += first column re + second column im.</summary>
    private void AddBoth(ColumnPanel columns, int pair, double first, double second, double* flux)
    {
        Multiply(columns.Column(pair), Re, flux, first, true);
        if (second != 0)
            Multiply(columns.Column(pair + 1), Im, flux, second, true);
    }

    /// <summary>to = sign x y, or to += the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(double* x, double* y, double* to, double sign, bool add)
    {
        int i = 0;
        for (; i <= _size - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> scaled = sign * Vector512.Load(x + i), value = Vector512.Load(y + i);
            (add ? Vector512.MultiplyAddEstimate(scaled, value, Vector512.Load(to + i)) : scaled * value).Store(to + i);
        }
        for (; i < _size; i++)
            to[i] = add ? Math.FusedMultiplyAdd(sign * x[i], y[i], to[i]) : sign * x[i] * y[i];
    }
}
