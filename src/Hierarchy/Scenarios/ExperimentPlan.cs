using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Invariant;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Scenarios;

/// <summary>A scenario made definite: the runs in their order, the output times, what is stored and what memory it takes.</summary>
internal sealed class ExperimentPlan
{
    /// <summary>Pair correlations are stored by default when they take at most this many bytes in all.</summary>
    public const long PairsStoredByDefault = 64_000_000;

    /// <summary>The arrays of (2n)^d values that the direct solver's padded convolutions and kernel transforms take, generously.</summary>
    private const int PaddedArrays = 28;

    /// <summary>What the runtime and the compiled code take before any data, in bytes: some 80 MB, and 40 MB more where figures are drawn.</summary>
    private const long RuntimeBytes = 92_000_000;

    /// <summary>Fields that were kept and written stay in memory for a while, up to about so many bytes.</summary>
    private const long MostCollectedLate = 64_000_000;

    private readonly int[] _fieldTimes;
    private readonly Lazy<long> _particleValues;
    private readonly Lazy<InvariantDatum> _radialDatum;
    private readonly Lazy<VelocityOrbits?> _orbits;

    /// <summary>Plans a valid scenario.</summary>
    /// <exception cref="ArgumentException">The scenario names a model that this version does not have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public ExperimentPlan(Scenario scenario)
    {
        Grid = scenario.CreateGrid();
        Kernel = scenario.CreateKernel();
        Options = scenario.CreateOptions();
        OutputTimes scalars = scenario.Output.Scalars ?? scenario.Time.Output;
        (Times, _fieldTimes) = Schedule(scalars, scenario.Output.Fields, scenario.Time.End);
        (Runs, Excluded) = PlanRuns(scenario);
        _particleValues = new Lazy<long>(() => Runs.Where(run => run.IsParticles).Select(run => ParticleSetup.MemoryValues(this, run)).DefaultIfEmpty().Max());
        _radialDatum = new Lazy<InvariantDatum>(() => IsotropicData.Of(InitialData.Components(scenario), scenario.Pair.Datum == PairDatum.Mixture));
        _orbits = new Lazy<VelocityOrbits?>(FindOrbits);
        Scenario = scenario;
        StoresPairs = Runs.Any(run => run.HasCorrelation) && (scenario.Output.Pair ?? PairsAreSmall());
        Companion = MakeCompanion(scenario);
        Scenario = scenario with
        {
            Models = [.. scenario.Models.Select(model => model.Resolved(scenario.Dimension))],
            Errors = Companion is null ? ErrorSettings.Off : ErrorSettings.On,
            Time = scenario.Time with { Output = scalars },
            Output = scenario.Output with { Scalars = null, Pair = scenario.Output.Pair ?? StoresPairs },
        };
    }

    /// <summary>Where each value of the scenario that was given was written; null if nobody knows.</summary>
    public IReadOnlyDictionary<string, string>? Origins { get; init; }

    /// <summary>The scenario with the choices made here filled in.</summary>
    public Scenario Scenario { get; }

    /// <summary>The same models on a coarser grid, which give the values their discretisation errors; null without one. See <see cref="Scenarios.Companion"/>.</summary>
    public ExperimentPlan? Companion { get; }

    public VelocityGrid Grid { get; }

    public CollisionKernel Kernel { get; }

    public CollisionOptions Options { get; }

    /// <summary>The symmetry of the datum, found when it is asked for; null if it has none, or no model on the grid that could use it.</summary>
    public VelocityOrbits? Orbits => _orbits.Value;

    /// <summary>Whether the integration of a run keeps the columns of representatives alone.</summary>
    public bool Reduces(PlannedRun run) => Scenario.Symmetry == SymmetrySettings.Auto && run.OnGrid is { } model && model.ReducesBySymmetry(run.Particles) && Orbits is not null;

    /// <summary>The columns that the pair correlation of a run has.</summary>
    internal long Columns(PlannedRun run) => Reduces(run) ? Orbits!.Count : Grid.Size;

    /// <summary>The datum of the models of rotation-invariant pairs, made when it is asked for.</summary>
    /// <exception cref="ArgumentException">The datum is not isotropic.</exception>
    public InvariantDatum RadialDatum => _radialDatum.Value;

    /// <summary>0, the output times and the end.</summary>
    public double[] Times { get; }

    /// <summary>The output times at which fields are kept, 0 and the end among them.</summary>
    public double[] FieldTimes => [.. _fieldTimes.Select(time => Times[time])];

    /// <summary>The place of an output time among those with fields; -1 if it has none.</summary>
    public int FieldIndex(int timeIndex) => Array.IndexOf(_fieldTimes, timeIndex);

    /// <summary>
    /// The direct solver first, then the Liouville equation and the particles, then every model with every N that it runs with, those of rotation-invariant pairs last and their
    /// Landau equation before them: references before what is compared with them.
    /// </summary>
    public IReadOnlyList<PlannedRun> Runs { get; }

    /// <summary>The models and N of the scenario that do not go together.</summary>
    public IReadOnlyList<ExcludedRun> Excluded { get; }

    /// <summary>Whether the pair correlations go to the field file.</summary>
    public bool StoresPairs { get; }

    /// <summary>The ranks that integrate a run of the pair level together, where they can (<see cref="Spreading"/>).</summary>
    public int Together { get; set; } = 1;

    /// <summary>Whether several ranks integrate a run together.</summary>
    public bool Spreads(PlannedRun run) => Together > 1 && Spreading.Obstacle(this, run, Together) is null;

    /// <summary>A symmetry that models could use and the datum has but for noise, and that noise over the largest f; null if there is none.</summary>
    public (VelocityOrbits Orbits, double Defect)? NearSymmetry() =>
        Scenario.Symmetry == SymmetrySettings.Auto && Runs.Any(run => run.OnGrid is { } model && model.ReducesBySymmetry(run.Particles))
            ? DatumSymmetry.Nearly(Grid, InitialData.OnGrid(this)) : null;

    /// <summary>The columns of g that a process holds at most.</summary>
    private long HeldColumns(PlannedRun run) => Spreads(run) && run.OnGrid is { SpreadsOverRanks: true } ? Spreading.MostColumns(this, run, Together) : Columns(run);

    /// <summary>What steps take of a sum of products over its factors, which diagnostics read.</summary>
    private const int GatheredPart = 20;

    /// <summary>What the pair correlations take at all output times of all runs, in bytes.</summary>
    public long PairBytes => Runs.Where(run => run.HasCorrelation).Sum(run => _fieldTimes.Length * Grid.Size * Columns(run) * sizeof(double));

    /// <summary>The size of the field file in bytes, without its headers.</summary>
    public long FieldBytes => Runs.Count(run => !run.IsParticles) * (long)_fieldTimes.Length * Grid.Size * sizeof(double) + (StoresPairs ? PairBytes : 0);

    /// <summary>
    /// An upper estimate of the memory in bytes: the runtime, (2n)^d arrays for the padded convolutions, the reference at all output times,
    /// those of the companion, what the largest model takes, the copy of a pair density that chaos_sobolev works in, and fields that are collected late. Runs
    /// follow one another, so the largest counts.
    /// </summary>
    public long MemoryBytes
    {
        get
        {
            long padded = (long)Grid.Size << Grid.Dimension;
            long values = PaddedArrays * padded;
            values += ReferenceValues + (Companion?.ReferenceValues ?? 0);
            values += _particleValues.Value;
            values += Runs.Max(run => MemoryValues(run) ?? RadialSetup.MemoryValues(this, run));
            if (Scenario.Wants("chaos_sobolev") && Runs.Any(run => run.HoldsPairs))
                values += Runs.Where(run => run.HoldsPairs).Max(run => SmoothedValues(run));
            return RuntimeBytes + values * sizeof(double) + Math.Min(FieldBytes, MostCollectedLate);
        }
    }

    /// <summary>What chaos_sobolev works in: of a correlation with a symmetry a part at a time.</summary>
    private long SmoothedValues(PlannedRun run) => Reduces(run) && !Spreads(run)
        ? Math.Min(Grid.Size * HeldColumns(run), ChaosSobolev.MostHeld) : Grid.Size * HeldColumns(run);

    /// <summary>What runs are compared with at all output times: f of the direct solver, f_2 of the Liouville equation.</summary>
    private long ReferenceValues => Times.Length * (Grid.Size + Runs.Where(run => run.IsExact).Sum(run => Grid.Size * Columns(run)));

    /// <summary>Whether a pair correlation or the velocities of a system are too long for one array, and why; null if every run fits.</summary>
    public string? Obstacle =>
        Grid.Size * (1L + Grid.Size) > Array.MaxLength && Runs.Any(run => run.HoldsPairs && Grid.Size * (2L + HeldColumns(run)) > Array.MaxLength)
            ? $"a pair density of {Grid.Points}^{2 * Grid.Dimension} values is longer than one array can be ({Array.MaxLength})"
            : Runs.FirstOrDefault(run => run.IsParticles && ParticleSetup.BlockValues(this, run) > Array.MaxLength) is { } systems
            ? $"{systems}: the velocities of eight systems of {systems.Particles} particles are more values than one array can hold ({Array.MaxLength})"
            : null;

    /// <summary>Why a model does not run with N; null if it does.</summary>
    public static string? Exclusion(IModel model, ParticleNumber particles, Scenario scenario) => model.Excludes(scenario.Pair.Datum)
        ?? model.Excludes(particles, scenario.Dimension);

    /// <summary>What a model on the grid takes; the fields of one particle in it are no part of what symmetry reduces, and small.</summary>
    private long? MemoryValues(PlannedRun run)
    {
        if (run.OnGrid is not { } model)
            return null;
        long values = (long)(model.MemoryValues(run.Particles, Grid.Size, run.Settings, Options) * ((double)HeldColumns(run) / Grid.Size));
        // Rank 0 gathers the factors where diagnostics read them, a small part of what a step takes.
        if (model.SpreadsRowsOverRanks && Spreads(run))
            values = values / Together + values / GatheredPart;
        int singles = model.TakesSinglePairs && Options.SinglePairs ? 2 : 1;
        long held = model.StateValues(run.Particles, Grid.Size, HeldColumns(run)) / singles;
        long kept = run.HasCorrelation ? model.StateValues(run.Particles, Grid.Size, Orbits?.Count ?? Grid.Size) / singles : held;
        bool isHalved = !Spreads(run) && HeldColumns(run) < Grid.Size && model.WorkLevel(run.Particles) < 3;
        return values + SwitchingStepper.FurtherValues(held, kept, isHalved);
    }

    /// <summary>Whether pair correlations are stored unasked; a symmetry is looked for if it can decide that.</summary>
    private bool PairsAreSmall()
    {
        double whole = Runs.Count(run => run.HasCorrelation) * (double)_fieldTimes.Length * Grid.Size * Grid.Size * sizeof(double);
        return whole <= PairsStoredByDefault || (whole <= PairsStoredByDefault * (double)AxisSymmetry.All(Grid.Dimension).Count && PairBytes <= PairsStoredByDefault);
    }

    private VelocityOrbits? FindOrbits()
    {
        if (!Runs.Any(run => run.OnGrid is { } model && (model.ReducesBySymmetry(run.Particles) || run.IsExact)))
            return null;
        try
        {
            return DatumSymmetry.Of(Grid, InitialData.OnGrid(this));
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            // Results tell of data files that are not there any more.
            return null;
        }
    }

    /// <summary>The output times, and which of them have fields: those of both schedules, where times that are equal up to rounding are one.</summary>
    private static (double[] Times, int[] Fields) Schedule(OutputTimes scalars, OutputTimes? fields, double end)
    {
        double[] times = scalars.Expand(end);
        if (fields is null)
            return (times, [.. Enumerable.Range(0, times.Length)]);
        bool Same(double one, double other) => Math.Abs(one - other) <= 1e-9 * end;
        double[] wanted = fields.Expand(end), all = [.. times.Concat(wanted.Where(time => !times.Any(known => Same(known, time)))).Order()];
        return (all, [.. Enumerable.Range(0, all.Length).Where(i => wanted.Any(time => Same(time, all[i])))]);
    }

    /// <summary>References before what is compared with them.</summary>
    private static int Rank(PlannedRun run) =>
        run.IsReference ? 0 : run.IsExact ? 1 : run.IsParticles ? 2 : run.Radial is null ? 3 : run.Radial.IsReference ? 4 : 5;

    private ExperimentPlan? MakeCompanion(Scenario scenario)
    {
        bool isWanted = scenario.Errors == ErrorSettings.On || (scenario.Errors == ErrorSettings.Auto && Scenarios.Companion.IsCheap(Grid, Runs));
        return isWanted && Scenarios.Companion.Of(scenario) is { } companion ? new ExperimentPlan(companion) : null;
    }

    private static (IReadOnlyList<PlannedRun> Runs, IReadOnlyList<ExcludedRun> Excluded) PlanRuns(Scenario scenario)
    {
        List<PlannedRun> runs = [new PlannedRun(ModelRegistry.Landau, ParticleNumber.Infinity, ModelRegistry.Landau.Settings)];
        List<ExcludedRun> excluded = [];
        foreach (ModelSettings settings in scenario.Models)
        {
            IModel model = ModelRegistry.Find(settings.Name) ?? throw new ArgumentException($"no model is called \"{settings.Name}\"", nameof(scenario));
            if (model.Facts.Reference == ReferenceKind.Landau || model is IRadialModel { IsReference: true })
                continue;
            foreach (string text in scenario.Particles)
            {
                if (!ScenarioNames.TryReadParticles(text, out ParticleNumber particles))
                    throw new ArgumentException($"\"{text}\" is no number of particles", nameof(scenario));
                if (Exclusion(model, particles, scenario) is { } reason)
                    excluded.Add(new ExcludedRun(model.Name, particles, reason));
                else
                    runs.Add(new PlannedRun(model, particles, settings.Resolved(scenario.Dimension)));
            }
        }
        if (RadialSetup.Reference(scenario, runs) is { } reference)
            runs.Add(reference);
        return ([.. runs.OrderBy(Rank)], excluded);
    }
}
