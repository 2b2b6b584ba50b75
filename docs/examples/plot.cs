#!/usr/bin/env dotnet
#:project ../../src/Hierarchy/Hierarchy.csproj
#:package ScottPlot
#:property PublishAot=false

// A plot of your own with ScottPlot: the entropy of every model over time. Run it with: dotnet run docs/examples/plot.cs
// Outside this repository the package needs a version: #:package ScottPlot@5.1.59
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

string file = args.Length > 0 ? args[0] : "scenarios/quickstart.json", picture = args.Length > 1 ? args[1] : "entropy.svg";
using Results results = Experiment.Run(Scenario.Load(file, "particles=[4, 16]", "grid.points=20", "time.end=0.2", "time.output=0.05"));
var plot = new ScottPlot.Plot();
foreach (RunResults run in results.Runs)
{
    TimeSeries entropy = run.Series("entropy_1");
    plot.Add.Scatter(entropy.Times, entropy.Values).LegendText = run.ToString();
}

plot.XLabel("time");
plot.YLabel("entropy of f");
plot.ShowLegend();
plot.SaveSvg(picture, 800, 500);
Console.WriteLine($"{results.Runs.Count} curves in {picture}");
