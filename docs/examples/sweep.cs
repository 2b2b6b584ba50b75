#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// A sweep in a loop: how fast two beams become isotropic, from Coulomb particles to Maxwell molecules. Run it with: dotnet run docs/examples/sweep.cs
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

string file = args.Length > 0 ? args[0] : "scenarios/quickstart.json";
Scenario scenario = Scenario.Load(
    file, "particles=[16]", "models=[\"cluster\"]", "grid.points=20", "time.end=0.1", "quantities=[\"covariance_xx\", \"covariance_yy\", \"error_l1\"]");
Console.WriteLine("gamma  anisotropy left  L1 distance of 16 particles to the Landau equation");
foreach (double gamma in (double[])[-3, -2, -1, 0])
{
    using Results results = Experiment.Run(scenario with { Kernel = scenario.Kernel with { Gamma = gamma } });
    double Anisotropy(double time)
    {
        QuantityResults found = results["landau"].At(time).Quantities;
        return found["covariance_xx"].Value - found["covariance_yy"].Value;
    }

    double left = Anisotropy(0.1) / Anisotropy(0);
    Console.WriteLine($"{gamma,5}  {left,15:F4}  {results["cluster", 16].At(0.1).Quantities["error_l1"].Value:F6}");
}
