using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// How the columns of a pair array are shared out where matrix products are taken: panels of at most 128 columns, whole blocks of 16, in a multiple of four as nearly
/// equal parts as that allows, so that two or four threads have equal shares. The panels do not depend on the number of threads.
/// </summary>
internal sealed class PairPanels
{
    private const int MostBlocks = 8;
    private const int Shares = 4;
    private readonly PairLayout _layout;

    public PairPanels(PairLayout layout)
    {
        _layout = layout;
        int panels = Shares * ((layout.Blocks + Shares * MostBlocks - 1) / (Shares * MostBlocks));
        Blocks = (layout.Blocks + panels - 1) / panels;
        Count = (layout.Blocks + Blocks - 1) / Blocks;
    }

    /// <summary>The most blocks of a panel.</summary>
    public int Blocks { get; }

    /// <summary>The number of panels.</summary>
    public int Count { get; }

    /// <summary>The first block of a panel.</summary>
    public int Block(int panel) => panel * Blocks;

    /// <summary>The block after the last one of a panel.</summary>
    public int End(int panel) => Math.Min(_layout.Blocks, (panel + 1) * Blocks);

    /// <summary>The first column of a panel.</summary>
    public int Column(int panel) => Block(panel) * PairLayout.BlockColumns;

    /// <summary>The columns of a panel, those of a last block that do not exist included.</summary>
    public int Columns(int panel) => (End(panel) - Block(panel)) * PairLayout.BlockColumns;

    /// <summary>The memory of one worker.</summary>
    public ProductPanel Allocate(int components) => new(_layout.Size, _layout.Size, components, Blocks * PairLayout.BlockColumns);
}
