namespace Hierarchy.TimeStepping;

/// <summary>A system that knows a bound of its own stiffness, so that a stepper need not estimate it.</summary>
internal interface ISpectralRadius
{
    /// <summary>
    /// An upper bound, preferably a tight one, of the modulus of the eigenvalues of dF/dy at <paramref name="state"/>, per unit of time; positive and finite.
    /// </summary>
    double BoundSpectralRadius(ReadOnlySpan<double> state);
}
