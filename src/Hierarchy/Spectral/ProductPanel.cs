namespace Hierarchy.Spectral;

/// <summary>
/// The memory of one caller of <see cref="BlockedProduct"/>: for every component a panel of the result, in strips of 16 columns (rows x 16 values, row-major, rows
/// rounded up to eight), and the packed factors.
/// </summary>
internal sealed unsafe class ProductPanel : IDisposable
{
    private readonly NativeBuffer _left;
    private readonly NativeBuffer _right;
    private readonly NativeBuffer _result;
    private readonly int _strips;
    private readonly int _stripLength;

    /// <summary>Takes the memory.</summary>
    /// <param name="rows">Rows of L.</param>
    /// <param name="inner">Columns of L, rows of R.</param>
    /// <param name="components">The number of left factors.</param>
    /// <param name="columns">The most columns of a panel, a multiple of 16.</param>
    public ProductPanel(int rows, int inner, int components, int columns)
    {
        Rows = rows;
        Inner = inner;
        Components = components;
        _strips = columns / BlockedProduct.TileColumns;
        _stripLength = (rows + BlockedProduct.TileRows - 1) / BlockedProduct.TileRows * BlockedProduct.TileRows * BlockedProduct.TileColumns;
        _left = new NativeBuffer(components * BlockedProduct.InnerBlock * BlockedProduct.TileRows);
        _right = new NativeBuffer(columns * BlockedProduct.InnerBlock);
        _result = new NativeBuffer(components * _strips * _stripLength);
    }

    public int Rows { get; }

    public int Inner { get; }

    public int Components { get; }

    /// <summary>Packed strips of the left factors.</summary>
    public double* Left => _left.Pointer;

    /// <summary>The packed panel of the right factor.</summary>
    public double* Right => _right.Pointer;

    /// <summary>Columns 16 s ... 16 s + 15 of the panel of component c: rows x 16 values.</summary>
    public double* Strip(int component, int strip) => _result.Pointer + (component * _strips + strip) * _stripLength;

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _result.Dispose();
    }
}
