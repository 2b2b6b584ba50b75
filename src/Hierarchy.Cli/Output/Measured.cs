namespace Hierarchy.Cli.Output;

/// <summary>A value with its error, of which tables for people show the digits that hold, 1.2365(3), and files every digit.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">Its error, of sample, discretisation and noise together; 0 or not a number where none is known.</param>
internal readonly record struct Measured(double Value, double Error)
{
    /// <summary>Whether the value is no larger than its error, so that not even its sign holds.</summary>
    public bool IsBelowError => Error > 0 && Math.Abs(Value) <= Error;

    /// <summary>The digits that hold.</summary>
    public override string ToString() => Figures.Certain(Value, Error);
}
