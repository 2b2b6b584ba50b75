namespace Hierarchy.States;

/// <summary>An equation of whose state this process, the first of several ranks, has a part: fields of one particle and the first rows of g.</summary>
internal interface ISpreadState
{
    /// <summary>The length of the whole state.</summary>
    long WholeLength { get; }

    /// <summary>Writes the rows of the other ranks, which follow those here.</summary>
    void WriteRest(BinaryWriter writer);

    /// <summary>Gives the other ranks their part of a state that was restored here.</summary>
    /// <param name="reader">Stands behind the part that is here.</param>
    /// <param name="state">That part.</param>
    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    void ReadRest(BinaryReader reader, ReadOnlySpan<double> state);
}
