using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

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
