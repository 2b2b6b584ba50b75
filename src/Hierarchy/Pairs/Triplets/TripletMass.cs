using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The mass of f_3 before its normalisation over rho^3, rho the mass of f (1 but for what the box cuts off):
/// 1 + rho^-3 ( 3 Bond rho int int g + 3 Chain int w m^2 + Triangle int int w1 w2 g12 (int g13 w3 g32 dv3) ), with m = int g dv2: one matrix product.
/// </summary>
internal sealed unsafe class TripletMass : IDisposable
{
    private readonly PairLayout _layout;
    private readonly TripletClosure _closure;
    private readonly TripletFactor _factor;
    private readonly PairPanels _panels;
    private readonly ProductPanel?[] _memory;
    private readonly double[] _marginal;
    private readonly double[] _triangles;

    public TripletMass(PairLayout layout, TripletClosure closure)
    {
        _layout = layout;
        _closure = closure;
        _factor = new TripletFactor(layout, []);
        _panels = new PairPanels(layout);
        _memory = new ProductPanel?[WorkCrew.MaximumWorkers];
        _marginal = new double[layout.PaddedSize];
        _triangles = new double[_panels.Count];
    }

    /// <summary>Z.</summary>
    public double Compute(double* density, double* correlation, double* reciprocal)
    {
        _factor.Take(correlation, reciprocal);
        WorkCrew.Run(_panels.Count, new Panels(this, correlation, reciprocal));
        double cell = _layout.Grid.CellVolume, mass = 0, pairs = 0, chains = 0, triangles = 0;
        for (int i = 0; i < _layout.Size; i++)
        {
            mass += cell * density[i];
            pairs += cell * _marginal[i];
            chains += cell * reciprocal[i] * _marginal[i] * _marginal[i];
        }
        foreach (double sum in _triangles)
            triangles += cell * cell * sum;
        return 1 + (3 * _closure.Bond * mass * pairs + 3 * _closure.Chain * chains + _closure.Triangle * triangles) / (mass * mass * mass);
    }

    public void Dispose()
    {
        foreach (ProductPanel? panel in _memory)
            panel?.Dispose();
    }

    private void SumPanel(double* correlation, double* reciprocal, int panel, int worker)
    {
        int size = _layout.Size, column = _panels.Column(panel), columns = Math.Min(_panels.Columns(panel), size - column);
        ProductPanel memory = _memory[worker] ??= _panels.Allocate(_factor.Components);
        BlockedProduct.Multiply(_factor, correlation, size, column, _panels.Columns(panel), memory);
        double total = 0;
        Span<double> sums = _marginal.AsSpan(column, columns);
        sums.Clear();
        for (int i = 0; i < size; i++)
        {
            double row = 0;
            for (int j = 0; j < columns; j++)
            {
                double g = correlation[(long)i * size + column + j];
                sums[j] += g * _layout.Grid.CellVolume;
                row += reciprocal[column + j] * g * memory.Strip(0, j / BlockedProduct.TileColumns)[i * BlockedProduct.TileColumns + j % BlockedProduct.TileColumns];
            }
            total += reciprocal[i] * row;
        }
        _triangles[panel] = total;
    }

    private readonly struct Panels(TripletMass mass, double* correlation, double* reciprocal) : ILoopBody
    {
        public void Run(int chunk, int worker) => mass.SumPanel(correlation, reciprocal, chunk, worker);
    }
}
