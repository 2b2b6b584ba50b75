#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// A closure of your own beside those of the library. Run it with: dotnet run docs/examples/own-closure.cs
using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Pairs;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

string file = args.Length > 0 ? args[0] : "scenarios/quickstart.json";
using IDisposable added = ModelRegistry.Add(new HalfBondClosure());
Scenario scenario = Scenario.Load(file, "particles=[4]", "models=[\"tensorised2\", \"half-bond\", \"cluster\"]", "grid.points=20", "time.end=0.2");
using Results results = Experiment.Run(scenario);
Console.WriteLine("int int |f_2 - f x f| at time 0.2 with 4 particles");
foreach (string model in (string[])["tensorised2", "half-bond", "cluster"])
    Console.WriteLine($"{model}: {results[model, 4].At(0.2).Quantities["chaos_l1"].Value:F8}");

/// <summary>f_3 with half of every bond: between tensorised2, which has none, and cluster, which has them whole.</summary>
sealed class HalfBondClosure : IGridModel
{
    public string Name => "half-bond";

    public int Level => 2;

    public string Formula => "f3 = f1 f2 f3 + (g12 f3 + g13 f2 + g23 f1)/2";

    public string Reference => "an example";

    public string Cost => "that of cluster";

    public IReadOnlyList<string> KnownFailures { get; } = ["The marginal of f_3 is not f_2: half of g is missing (marginal_defect)."];

    public ModelFacts Facts { get; } = new() { SolvesLandau = ParticleNumbers.Infinite, SolvesLiouville = ParticleNumbers.Two, Violates = ModelProperty.MarginalConsistency };

    public IKineticEquation Close(ModelInput input) => new PairHierarchy(Name, new TripletClosure(Bond: 0.5), input.Grid, input.Kernel, input.Particles, input.Options);
}
