using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// How a checkpoint keeps a pair correlation: its products where it is a sum of products, weights first, and its n^{2d} values by rows otherwise. It comes back to the last bit.
/// </summary>
internal sealed class KeptPair(PairCorrelation correlation) : IJournalParts
{
    private const int None = -2, Whole = -1;
    private readonly FactoredCorrelation? _products = correlation as FactoredCorrelation;
    private readonly double[] _scratch = new double[Math.Max(correlation.Grid.Size, correlation.ScratchLength)];

    /// <summary>The parts: rows, or the weights and every field.</summary>
    public int Count => _products is null ? correlation.Grid.Size : 1 + _products.Weights.Length;

    public long Length => _products is null ? (long)correlation.Grid.Size * correlation.Grid.Size : _products.Weights.Length * (1L + correlation.Grid.Size);

    /// <inheritdoc/>
    public ReadOnlySpan<double> Part(int index)
    {
        if (_products is null)
            return correlation.Row(index, _scratch);
        if (index == 0)
            return _products.Weights;
        _products.CopyField(index - 1, _scratch);
        return _scratch.AsSpan(0, correlation.Grid.Size);
    }

    /// <summary>What a head says of a pair that follows, or of none.</summary>
    public static int FormOf(KeptPair? pair) => pair is null ? None : pair._products?.Weights.Length ?? Whole;

    /// <summary>Reads what stands behind a head.</summary>
    /// <exception cref="InvalidDataException">The file is shorter.</exception>
    public static PairCorrelation? Read(BinaryReader reader, int form, VelocityGrid grid)
    {
        if (form == None)
            return null;
        if (form < Whole || form > grid.Size || Math.Max(0, form) > reader.BaseStream.Length / grid.Size)
            throw new InvalidDataException($"no pair correlation has the form {form}");
        if (form == Whole)
            return PairCorrelation.Of(grid, CheckpointFormat.ReadValues(reader, checked(grid.Size * grid.Size)));
        double[] weights = CheckpointFormat.ReadValues(reader, form);
        return PairCorrelation.OfProducts(grid, weights, [.. weights.Select(_ => CheckpointFormat.ReadValues(reader, grid.Size))]);
    }
}
