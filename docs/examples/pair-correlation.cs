#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// The pair correlation at a point: what a particle at v1 says of another one. Run it with: dotnet run docs/examples/pair-correlation.cs
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

string file = args.Length > 0 ? args[0] : "scenarios/quickstart.json";
using Results results = Experiment.Run(Scenario.Load(file, "particles=[16]", "models=[\"cluster\"]", "grid.points=20", "time.end=0.2"));
StateResults state = results["cluster", 16].At(0.2);
VelocityGrid grid = state.Grid;
PairCorrelation g = state.Correlation;

// The point of the grid nearest to v1 = (1, 0), and the row g(v1, .) there: n^d values, like a density.
int point = Enumerable.Range(0, grid.Size).MinBy(i => Math.Pow(grid.Velocity(i, 0) - 1, 2) + Math.Pow(grid.Velocity(i, 1), 2));
double[] scratch = new double[grid.Size];
double[] row = g.Row(point, scratch).ToArray();
int least = Array.IndexOf(row, row.Min()), most = Array.IndexOf(row, row.Max());
Console.WriteLine($"g(v1, .) at v1 = ({grid.Velocity(point, 0)}, {grid.Velocity(point, 1)}), norm of g {g.Norm():E3}");
Console.WriteLine($"  least {row[least]:E3} at v2 = ({grid.Velocity(least, 0)}, {grid.Velocity(least, 1)})");
Console.WriteLine($"  most  {row[most]:E3} at v2 = ({grid.Velocity(most, 0)}, {grid.Velocity(most, 1)})");

// The mean of the other particle, given the first at v1, is int g(v1, v2) v2 dv2 / f(v1).
// Collisions take the beams apart and keep the total momentum, so along them it leans to the side of v1.
double mean = Enumerable.Range(0, grid.Size).Sum(j => grid.CellVolume * row[j] * grid.Velocity(j, 0)) / state.Density[point];
Console.WriteLine($"mean of the other particle, given the first: {mean:F5}");
Console.WriteLine($"int g dv2 = {grid.CellVolume * row.Sum():E1}, zero up to round-off");
