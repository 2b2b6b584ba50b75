using Hierarchy.Invariant;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// How a checkpoint keeps a pair correlation: its products where it is a sum of products, weights first; f and g by their coefficients where it is invariant
/// under rotations; the columns of the representatives where it has a symmetry; and its n^{2d} values by rows otherwise. It comes back to the last bit.
/// </summary>
internal sealed class KeptPair(PairCorrelation correlation) : IJournalParts
{
    private const int Reduced = -4, Radial = -3, None = -2, Whole = -1;
    private const int MostElements = 1000;
    private readonly FactoredCorrelation? _products = correlation as FactoredCorrelation;
    private readonly PairCoefficients? _radial = correlation is RadialPairCorrelation { Pair: var pair } ? PairCoefficients.Of(pair) : null;
    private readonly VelocityOrbits? _orbits = correlation.Symmetry;
    private readonly double[] _scratch = new double[Math.Max(correlation.Grid.Size, correlation.ScratchLength)];

    /// <summary>The parts: rows, or the weights and every field, or what the splines are and the coefficients of f and g.</summary>
    public int Count => _radial is not null ? 3 : _products is null ? correlation.Grid.Size : 1 + _products.Weights.Length;

    public long Length => _radial is not null ? Head(_radial).Length + _radial.Density.Length + _radial.Correlation.Length
        : _products is null ? (long)correlation.Grid.Size * (_orbits?.Count ?? correlation.Grid.Size) : _products.Weights.Length * (1L + correlation.Grid.Size);

    /// <inheritdoc/>
    public ReadOnlySpan<double> Part(int index)
    {
        if (_radial is not null)
            return index == 0 ? Head(_radial) : index == 1 ? _radial.Density : _radial.Correlation;
        if (_products is null)
            return _orbits is null ? correlation.Row(index, _scratch) : Columns(_orbits, index);
        if (index == 0)
            return _products.Weights;
        _products.CopyField(index - 1, _scratch);
        return _scratch.AsSpan(0, correlation.Grid.Size);
    }

    /// <summary>What a head says of a pair that follows, or of none.</summary>
    public static int FormOf(KeptPair? pair) => pair is null ? None : pair._radial is not null ? Radial : pair._orbits is not null ? Reduced
        : pair._products?.Weights.Length ?? Whole;

    /// <summary>Reads what stands behind a head.</summary>
    /// <param name="reader">The file, behind the head.</param>
    /// <param name="form">What the head says.</param>
    /// <param name="grid">The grid of the experiment.</param>
    /// <param name="orbits">The symmetry of its datum, or null.</param>
    /// <exception cref="InvalidDataException">The file is shorter.</exception>
    public static PairCorrelation? Read(BinaryReader reader, int form, VelocityGrid grid, VelocityOrbits? orbits)
    {
        if (form == None)
            return null;
        if (form == Radial)
            return new RadialPairCorrelation(grid, ReadRadial(reader).ToPair());
        if (form < Reduced || (form == Reduced && orbits is null) || form > grid.Size || Math.Max(0, form) > reader.BaseStream.Length / grid.Size)
            throw new InvalidDataException($"no pair correlation has the form {form}");
        if (form == Reduced)
            return new StoredColumns(orbits!, reader.BaseStream);
        if (form == Whole)
            return new StoredRows(grid, reader.BaseStream);
        double[] weights = CheckpointFormat.ReadValues(reader, form);
        return PairCorrelation.OfProducts(grid, weights, [.. weights.Select(_ => CheckpointFormat.ReadValues(reader, grid.Size))]);
    }

    private static double[] Head(PairCoefficients pair) => [pair.Elements, pair.Radius, pair.Temperature, pair.Count, pair.Modes];

    private static PairCoefficients ReadRadial(BinaryReader reader)
    {
        double[] head = CheckpointFormat.ReadValues(reader, 5);
        if (head.Any(value => !(value >= 0 && value <= MostElements)))
            throw new InvalidDataException("no rotation-invariant pair has such a head");
        (int count, int modes) = ((int)head[3], (int)head[4]);
        return new((int)head[0], head[1], head[2], CheckpointFormat.ReadValues(reader, count), CheckpointFormat.ReadValues(reader, checked(modes * count * count)));
    }

    private ReadOnlySpan<double> Columns(VelocityOrbits orbits, int point)
    {
        correlation.CopyColumns(orbits, point, _scratch);
        return _scratch.AsSpan(0, orbits.Count);
    }
}
