using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>Runs the variants of a sweep one after another, each like an experiment of its own, and joins them.</summary>
internal static class SweepRun
{
    /// <summary>Runs a sweep. In a folder, variants that are complete are not run again, and one that was interrupted goes on.</summary>
    /// <param name="scenario">The scenario of the sweep.</param>
    /// <param name="sweep">Its variants.</param>
    /// <param name="folder">The folder of the sweep; null keeps all in memory.</param>
    /// <param name="provenance">For the manifest.</param>
    /// <param name="run">Runs a variant, into a folder or in memory.</param>
    /// <exception cref="ExperimentStoppedException">It was stopped; the exception has the results up to then.</exception>
    public static Results.Results Run(Scenario scenario, Sweep sweep, string? folder, Func<Provenance> provenance, Func<Scenario, string?, Results.Results> run)
    {
        if (folder is not null && SweepFolder.IsOf(folder, sweep) && SweepFolder.StandingOf(folder) == FolderStanding.Complete)
            return Results.Results.Open(folder);
        var found = new Dictionary<SweepVariant, Results.Results>();
        using IDisposable? place = folder is null ? null : Place(folder, sweep);
        Provenance begun = provenance();
        foreach (SweepVariant variant in sweep.Variants)
        {
            try
            {
                found[variant] = run(variant.Scenario, folder is null ? null : SweepFolder.PathOf(folder, variant));
            }
            catch (ExperimentStoppedException stopped)
            {
                found[variant] = stopped.Results;
                break;
            }
        }
        RunStatus?[] endings = [.. sweep.Variants.Select(variant => found.TryGetValue(variant, out Results.Results? results) ? results.Status : (RunStatus?)null)];
        if (folder is not null)
            Conclude(folder, scenario.Name, sweep, begun with { End = DateTimeOffset.UtcNow }, endings);
        Results.Results all = ResultReader.OfSweep(folder, scenario, sweep, SweepFolder.StatusOf(endings), variant => Kept(variant, found));
        return all.Status == RunStatus.Stopped ? throw new ExperimentStoppedException(all) : all;
    }

    /// <summary>Joins the variants in the folder; one that was stopped has no table and no manifest, and goes on.</summary>
    public static void Conclude(string folder, string name, Sweep sweep, Provenance provenance, IReadOnlyList<RunStatus?> endings)
    {
        if (SweepFolder.StatusOf(endings) == RunStatus.Stopped)
            return;
        SweepFolder.Join(folder, sweep);
        SweepFolder.WriteManifest(folder, name, sweep, provenance, endings);
    }

    /// <summary>Takes the folder of a sweep for one run.</summary>
    private static FolderLock Place(string folder, Sweep sweep)
    {
        SweepFolder.Begin(folder, sweep, SweepFolder.IsOf(folder, sweep) ? FolderUse.Resume : FolderUse.New);
        return new FolderLock(folder);
    }

    private static Lazy<Results.Results> Kept(SweepVariant variant, Dictionary<SweepVariant, Results.Results> found) =>
        new(() => found.TryGetValue(variant, out Results.Results? results) ? results
            : throw new IOException($"the variant {variant.Name} did not come to its turn before the sweep was stopped"));
}
