#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// What a folder of results holds. Run it with: dotnet run docs/examples/read-folder.cs runs/quickstart
using Hierarchy.Analysis;
using Hierarchy.Results;
using Hierarchy.Spectral;

string folder = args.Length > 0 ? args[0] : "runs/quickstart";
using Results results = Results.Open(folder);
Console.WriteLine($"{results.Scenario.Name}: {results.Status}, {results.Times.Count} output times up to {results.Times[^1]}");
foreach (RunResults run in results.Runs)
{
    QuantityResults last = run.At(run.Times[^1]).Quantities;
    Console.WriteLine($"{run}: {run.Status}, energy {last["energy"]}, fourth moment {last["fourth_moment"]}");
}

// Fields are read from the file when they are asked for.
StateResults state = results["landau"].At(results.Times[^1]);
VelocityGrid grid = state.Grid;
double mass = state.Density.Sum() * grid.CellVolume;
Console.WriteLine($"mass of the density on {grid.Points}^{grid.Dimension} points: {mass:F6}");

// The analyses of the command line are methods of the results.
foreach (ChaosRow row in results.Chaos().Where(row => row.Quantity == "error_l1" && row.Time == results.Times[^1]))
    Console.WriteLine($"{row.Model}: the distance to the Landau equation falls like N^{row.Fit?.Slope:F2}");
