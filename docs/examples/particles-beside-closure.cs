#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// The Kac particles themselves beside two closures: which closure is within the error of the particles? Run it with: dotnet run docs/examples/particles-beside-closure.cs
using Hierarchy.Analysis;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

string file = args.Length > 0 ? args[0] : "scenarios/quickstart.json";
Scenario scenario = Scenario.Load(
    file, "particles=[4]", "models=[\"tensorised\", \"cluster\", {\"type\": \"kac\", \"replicas\": 4000}]", "grid.points=20", "time.end=0.2", "time.output=0.2");
using Results results = Experiment.Run(scenario);
QuantityResult particles = results["kac", 4].At(0.2).Quantities["covariance_xx"];
Console.WriteLine($"particles: E v_x^2 = {particles.Value:F5} +- {particles.StandardError:F5}");
foreach (string model in (string[])["tensorised", "cluster"])
{
    double value = results[model, 4].At(0.2).Quantities["covariance_xx"].Value;
    Console.WriteLine($"{model}: {value:F5}, {Math.Abs(value - particles.Value) / particles.StandardError:F1} standard errors away");
}

// The same comparison for every moment, as the command compare makes it.
foreach (ComparisonRow row in results.Compare().Where(row => row is { Reference: "kac", Time: 0.2, Rank: > 0 }).OrderBy(row => row.Rank))
    Console.WriteLine($"rank {row.Rank} by {row.Quantity}: {row.Model}");
