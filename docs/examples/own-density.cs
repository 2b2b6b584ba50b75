#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:property PublishAot=false

// A density of your own: a ring, as a function f(v). Run it with: dotnet run docs/examples/own-density.cs
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

// f(v) = exp(-2 (|v| - 1)^2)/C needs no closed form of C: "rescale" takes it in the units in which it has mass 1, momentum 0 and energy d.
var scenario = new Scenario
{
    Name = "ring",
    Dimension = 2,
    Grid = new GridSettings { HalfWidth = 5, Points = 20 },
    Initial = [InitialSettings.FromFunction(v => Math.Exp(-2 * Math.Pow(Math.Sqrt(v[0] * v[0] + v[1] * v[1]) - 1, 2)))],
    Rescale = true,
    Particles = ["8"],
    Models = ["cluster"],
    Time = new TimeSettings { End = 0.2, Tolerance = 1e-5, Output = 0.1 },
};

using Results results = Experiment.Run(scenario);
foreach (string warning in results.Warnings)
    Console.WriteLine("warning: " + warning);
foreach (double time in results.Times)
{
    QuantityResults landau = results["landau"].At(time).Quantities, cluster = results["cluster", 8].At(time).Quantities;
    Console.WriteLine($"time {time}: mass {landau["mass"].Value:F6}, energy {landau["energy"].Value:F6}, entropy {landau["entropy_1"].Value:F6}, "
        + $"with 8 particles {cluster["entropy_1"].Value:F6}");
}

// The same density by its n^d values, here those that the run began with.
double[] values = results["landau"].At(0).Density;
using Results again = Experiment.Run(scenario with { Initial = [InitialSettings.FromValues(values)], Rescale = false });
double difference = again["landau"].At(0.2).Density.Zip(results["landau"].At(0.2).Density, (one, other) => Math.Abs(one - other)).Max();
Console.WriteLine($"by its values: the same to round-off {difference < 1e-14}");
