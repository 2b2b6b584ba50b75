#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// A quantity of your own, computed at every output time of every model. Run it with: dotnet run docs/examples/own-diagnostic.cs
using Hierarchy.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

string file = args.Length > 0 ? args[0] : "scenarios/quickstart.json";
using IDisposable added = DiagnosticRegistry.Add(new FastParticles());
Scenario scenario = Scenario.Load(file, "particles=[4]", "grid.points=20", "time.end=0.2", "quantities=[\"mass\", \"fast_share\"]");
using Results results = Experiment.Run(scenario);
foreach (RunResults run in results.Runs)
    Console.WriteLine($"{run}: share of fast particles {string.Join(", ", run.Series("fast_share").Values.Select(value => value.ToString("F6")))}");

/// <summary>The share of the particles with |v| above 2.</summary>
sealed class FastParticles : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) => [new("fast_share", 1, "int f over |v| > 2, the sum over the points of the grid")];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        VelocityGrid grid = observation.Grid;
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            double square = 0;
            for (int axis = 0; axis < grid.Dimension; axis++)
                square += grid.Velocity(i, axis) * grid.Velocity(i, axis);
            if (square > 4)
                sum += grid.CellVolume * observation.Density[i];
        }
        values.Add(new QuantityValue("fast_share", sum));
    }
}
