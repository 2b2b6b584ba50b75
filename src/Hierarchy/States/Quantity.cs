namespace Hierarchy.States;

/// <summary>A name of the CSV file with its meaning.</summary>
/// <param name="Name">Lower case with underscores.</param>
/// <param name="Level">1 for functionals of f_{N,1}, 2 for those of f_{N,2}.</param>
/// <param name="Formula">The integral, and the sum that computes it.</param>
public readonly record struct Quantity(string Name, int Level, string Formula);
