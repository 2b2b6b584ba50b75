using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>Blocked products against plain sums.</summary>
public unsafe class BlockedProductTests
{
    [Theory]
    [InlineData(1, 8, 8, 16, 0)]
    [InlineData(2, 20, 100, 36, 0)]
    [InlineData(3, 100, 257, 100, 16)]
    [InlineData(1, 144, 600, 130, 112)]
    public void Equal_the_plain_sums(int components, int rows, int inner, int columns, int column)
    {
        var random = new Random(5);
        using var left = new NativeBuffer(components * rows * inner);
        using var right = new NativeBuffer(inner * columns);
        foreach (NativeBuffer buffer in (NativeBuffer[])[left, right])
        {
            for (int i = 0; i < buffer.Length; i++)
                buffer.Span[i] = random.NextDouble() - 0.5;
        }
        int width = Math.Min(96, columns - column);
        using var panel = new ProductPanel(rows, inner, components, 96);
        BlockedProduct.Multiply(new DenseLeftFactor(left.Pointer, components, rows, inner), right.Pointer, columns, column, width, panel);
        for (int c = 0; c < components; c++)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    double expected = 0;
                    for (int k = 0; k < inner; k++)
                        expected += left.Span[(c * rows + i) * inner + k] * right.Span[k * columns + column + j];
                    double actual = panel.Strip(c, j / 16)[i * 16 + j % 16];
                    Assert.True(Math.Abs(actual - expected) <= 1e-15 * inner, $"{c} {i} {j}: {actual} against {expected}");
                }
            }
        }
    }
}

/// <summary>Left factors that are there already: matrices of rows x inner values, one after the other.</summary>
internal sealed unsafe class DenseLeftFactor(double* matrices, int components, int rows, int inner) : ILeftFactor
{
    public void Pack(int row, int first, int count, double* packed)
    {
        for (int c = 0; c < components; c++)
        {
            for (int k = 0; k < count; k++)
            {
                for (int r = 0; r < BlockedProduct.TileRows; r++)
                    packed[(c * count + k) * BlockedProduct.TileRows + r] = row + r < rows ? matrices[((long)c * rows + row + r) * inner + first + k] : 0;
            }
        }
    }
}
