namespace Hierarchy.Invariant;

/// <summary>A quantity with what is known of its error.</summary>
/// <param name="Name">The name of the quantity, that of the box models.</param>
/// <param name="Value">Its value at the finer of two resolutions.</param>
/// <param name="Error">The difference of the two, or what the quadrature of the quantity knows of its own error if that is more.</param>
/// <param name="Noise">What the value cannot be told from zero below, where that is known apart from the error; else 0.</param>
internal readonly record struct InvariantValue(string Name, double Value, double Error = 0, double Noise = 0);
