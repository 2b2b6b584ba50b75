using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Sound folders of results to be damaged: complete, stopped and killed ones, with pairs and with particles.</summary>
internal static class FuzzFolders
{
    /// <summary>The scenarios of <see cref="FuzzCorpus"/> that make them, each with the model at which it is stopped or dies.</summary>
    private static readonly string[] Scenarios = ["pairs", "particles"], Last = ["cluster", "tensorised"];

    /// <summary>How a folder came to be, and with which exit code.</summary>
    private static readonly (string Name, int Code)[] Ends = [("complete", 0), ("stopped", 4), ("killed", 5)];

    /// <summary>Makes the folders; returns their names and what went otherwise than it had to.</summary>
    public static (string[] Folders, string[] Findings) Make(FuzzSandbox sandbox)
    {
        IReadOnlyList<string> corpus = FuzzCorpus.Make();
        var folders = new List<string>();
        var findings = new List<string>();
        for (int k = 0; k < Scenarios.Length; k++)
        {
            string file = Path.Combine(sandbox.Work, Scenarios[k] + ".json");
            File.WriteAllText(file, corpus[k]);
            foreach ((string name, int code) in Ends)
            {
                string folder = Path.Combine(sandbox.Work, $"{name}-{Scenarios[k]}");
                folders.Add(folder);
                FuzzResult result = Run(sandbox, name, Last[k], ["run", file, "--quiet", "--no-plots", "--out", folder, "--set", "output.checkpoint=0"]);
                if (result.Code != code || result.Finding is not null)
                    findings.Add($"{folder} ended with {result.Code}: {result.Finding} {result.Error}");
            }
        }
        return ([.. folders], [.. findings]);
    }

    private static FuzzResult Run(FuzzSandbox sandbox, string end, string model, string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run)
        {
            if (run.Model == model && end == "stopped")
                stop.Cancel();
            return run.Model == model && end == "killed" ? throw new IOException("killed") : EquationFactory.Create(plan, run);
        }
        return sandbox.Run(arguments, Make, stop.Token);
    }
}
