using System.Globalization;
using System.Text.Json;
using Hierarchy.Ranks;

namespace Hierarchy.Tests.Cli;

/// <summary>A theory that needs an mpirun; without one it is skipped, and says so.</summary>
internal sealed class RanksTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Programs = ["mpirun.mpich", "mpirun.openmpi"];

    public RanksTheoryAttribute() =>
        Skip = Programs.All(program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
            ? null : "there is no mpirun of both MPICH and Open MPI on this machine";
}

/// <summary>An experiment spread over the ranks of mpirun: the bytes of one process, the end of all ranks where one dies, and what the environment tells.</summary>
public sealed class RankTests : IDisposable
{
    private const string Mpich = "mpirun.mpich", OpenMpi = "mpirun.openmpi --allow-run-as-root --oversubscribe";

    private const string Scenario = """
        { "name": "ranks", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "grid": { "halfWidth": 5, "points": 12 },
          "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [2, 4],
          "models": ["liouville", "cluster", "tensorised", { "type": "kac", "replicas": 300 }], "errors": "on", "time": { "end": 0.1, "output": 0.05, "tolerance": 1e-4 } }
        """;

    private const string Slow = """
        { "name": "slow", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "grid": { "halfWidth": 6, "points": 32 }, "errors": "off",
          "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [4, 8], "models": ["cluster", "kirkwood"], "time": { "end": 50, "tolerance": 1e-8 } }
        """;

    private const string Together = """
        { "name": "together", "dimension": 2, "kernel": { "gamma": -1, "strength": 0.25 }, "grid": { "halfWidth": 5, "points": 16 }, "symmetry": "none", "errors": "off",
          "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [4], "models": ["cluster"], "output": { "pair": true },
          "time": { "end": 0.1, "output": 0.05, "tolerance": 1e-4 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RanksTheory]
    [InlineData(Mpich, 2)]
    [InlineData(OpenMpi, 3)]
    public void Ranks_give_the_bytes_of_one_process(string mpirun, int count)
    {
        string file = _folder.Write("ranks.json", Scenario);
        Assert.Equal(0, CommandLine.Run("run", file, "--out", _folder.Of("one"), "--quiet").Code);
        CommandLine spread = Shell.Run($"{mpirun} -np {count} {Shell.Program} run ranks.json --out many --no-plots", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains($"{count} ranks of", spread.Error, StringComparison.Ordinal);
        foreach (string name in (string[])["diagnostics.csv", "noise.csv", "results.h5", "modes.csv", "histograms.csv"])
            Assert.True(File.ReadAllBytes(_folder.Of("one/" + name)).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.Of("many/" + name))), $"{name} differs");
        Assert.Contains("is complete", Shell.Run($"{mpirun} -np {count} {Shell.Program} run ranks.json --out many --resume", _folder.Path).Error, StringComparison.Ordinal);
    }

    /// <summary>An accuracy that its grid misses: the first run of two coarse-grained models is followed by one on a finer grid.</summary>
    private const string Accuracy = """
        { "name": "accurate", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "accuracy": 1e-4, "grid": { "halfWidth": 4, "points": 10 },
          "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [4], "models": ["cluster", "tensorised"], "time": { "end": 0.05 } }
        """;

    [RanksTheory]
    [InlineData(Mpich, 2, "")]
    [InlineData(OpenMpi, 2, "")]
    [InlineData(Mpich, 2, " --ranks-per-run 2")]
    public void An_accuracy_that_was_missed_refines_on_ranks_too(string mpirun, int count, string options)
    {
        string file = _folder.Write("accurate.json", Accuracy);
        CommandLine one = CommandLine.Run("run", file, "--out", _folder.Of("one"), "--quiet");
        Assert.Contains("once more with", one.Error, StringComparison.Ordinal);
        CommandLine spread = Shell.Run($"{mpirun} -np {count} {Shell.Program} run accurate.json --out many --no-plots{options}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains("once more with", spread.Error, StringComparison.Ordinal);
        foreach (string name in (string[])["diagnostics.csv", "results.h5", "resolved.json"])
            Assert.True(File.ReadAllBytes(_folder.Of("one/" + name)).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.Of("many/" + name))), $"{name} differs");
        CommandLine again = Shell.Run($"{mpirun} -np {count} {Shell.Program} run accurate.json --out many --resume{options}", _folder.Path);
        Assert.Contains("is complete", again.Error, StringComparison.Ordinal);
    }

    [RanksTheory]
    [InlineData(Mpich)]
    public void Every_variant_of_a_sweep_on_ranks_reaches_for_its_accuracy(string mpirun)
    {
        string file = _folder.Write("accurate.json", Accuracy);
        string[] options = ["--set", "models=[\"tensorised\"]", "--set", "sweep.kernel.gamma=[0,1]"];
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("one"), .. options]).Code);
        string line = $"{Shell.Program} run accurate.json --out many --no-plots --set 'models=[\"tensorised\"]' --set 'sweep.kernel.gamma=[0,1]'";
        CommandLine spread = Shell.Run($"{mpirun} -np 2 {line}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains("once more with", spread.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_folder.Of("one/diagnostics.csv")), File.ReadAllText(_folder.Of("many/diagnostics.csv")));
    }

    [RanksTheory]
    [InlineData(Mpich, 3)]
    [InlineData(OpenMpi, 2)]
    public void Ranks_that_integrate_a_run_together_give_the_bytes_of_one_process(string mpirun, int count)
    {
        string file = _folder.Write("together.json", Together);
        Assert.Equal(0, CommandLine.Run("run", file, "--out", _folder.Of("one"), "--quiet").Code);
        CommandLine spread = Shell.Run($"{mpirun} -np {count} {Shell.Program} run together.json --out many --no-plots --ranks-per-run {count}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains($"integrated by {count} ranks together", spread.Error, StringComparison.Ordinal);
        SameBytes("one", "many");
    }

    /// <summary>Data with a symmetry, of which the ranks have the columns of representatives, and correlated data.</summary>
    [RanksTheory]
    [InlineData(Mpich, 2, "models=[\"cluster\",\"leading-order\"]")]
    [InlineData(OpenMpi, 2, "pair={\"type\":\"perturbed\",\"amplitude\":0.4,\"wavevector\":[1,0],\"profile\":\"sin\"}")]
    [InlineData(Mpich, 3, "pair={\"type\":\"perturbed\",\"amplitude\":0.4,\"wavevector\":[1,0],\"profile\":\"sin\"}", "none")]
    public void Ranks_have_the_columns_of_representatives(string mpirun, int count, string key, string symmetry = "auto")
    {
        string file = _folder.Write("together.json", Together);
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("one"), "--quiet", "--set", $"symmetry={symmetry}", "--set", key]).Code);
        string line = $"run together.json --out many --no-plots --ranks-per-run {count} --set symmetry={symmetry} --set '{key}'";
        CommandLine spread = Shell.Run($"{mpirun} -np {count} {Shell.Program} {line}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains($"integrated by {count} ranks together", spread.Error, StringComparison.Ordinal);
        SameBytes("one", "many");
    }

    /// <summary>The rows of the factors lie on the ranks, and rank 0 gathers them for diagnostics and the field file.</summary>
    [RanksTheory]
    [InlineData(Mpich, 3, "cluster-lowrank")]
    [InlineData(OpenMpi, 2, "leading-order-lowrank")]
    public void Ranks_have_rows_of_a_correlation_of_low_rank(string mpirun, int count, string model)
    {
        string file = _folder.Write("together.json", Together), key = $"models=[\"{model}\"]";
        Assert.Equal(0, CommandLine.Run("run", file, "--out", _folder.Of("one"), "--quiet", "--set", key).Code);
        CommandLine spread = Shell.Run($"{mpirun} -np {count} {Shell.Program} run together.json --out many --no-plots --ranks-per-run {count} --set '{key}'", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains($"integrated by {count} ranks together", spread.Error, StringComparison.Ordinal);
        Assert.Contains("rank 0 has sent", spread.Error, StringComparison.Ordinal);
        SameBytes("one", "many");
    }

    /// <summary>A tolerance and a kernel under which steps are rejected and the stepper changes its method.</summary>
    [RanksTheory]
    [InlineData(OpenMpi, 3)]
    public void Ranks_reject_steps_and_switch_methods_together(string mpirun, int count)
    {
        string file = _folder.Write("together.json", Together);
        string[] keys = ["kernel.gamma=-3", "kernel.strength=4", "time.end=1", "time.output=0.5", "time.tolerance=1e-5"];
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("one"), "--quiet", .. keys.SelectMany(key => (string[])["--set", key])]).Code);
        CommandLine spread = Shell.Run(
            $"{mpirun} -np {count} {Shell.Program} run together.json --out many --no-plots --ranks-per-run {count} {string.Join(' ', keys.Select(key => $"--set {key}"))}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        SameBytes("one", "many");
        using var manifest = JsonDocument.Parse(File.ReadAllText(_folder.Of("many/manifest.json")));
        JsonElement run = manifest.RootElement.GetProperty("runs").EnumerateArray().Single(entry => entry.GetProperty("model").GetString() == "cluster");
        Assert.True(run.GetProperty("rejected_steps").GetInt32() > 0, "no step was rejected");
        Assert.True(run.GetProperty("switches_of_method").GetInt32() > 0, "the method stayed");
    }

    /// <summary>What is not spread runs on one rank, and a line says what would be.</summary>
    [RanksTheory]
    [InlineData(OpenMpi, "conditional", "double", "conditional N=4: on one rank: models: conditional is not spread over ranks; these are: cluster, ")]
    [InlineData(OpenMpi, "cluster", "mixed", "cluster N=4: on one rank: collisions.precision: \"mixed\" is not spread over ranks; \"double\" would do")]
    public void What_is_not_spread_over_ranks_says_what_would_be(string mpirun, string model, string precision, string expected)
    {
        _folder.Write("together.json", Together.Replace("\"points\": 16", "\"points\": 12", StringComparison.Ordinal));
        string line = $"run together.json --out many --no-plots --ranks-per-run 2 --set 'models=[\"{model}\"]' --set collisions.precision={precision}";
        CommandLine spread = Shell.Run($"{mpirun} -np 2 {Shell.Program} {line}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Contains(expected, spread.Error, StringComparison.Ordinal);
    }

    [RanksTheory]
    [InlineData(Mpich, "cluster", "none")]
    [InlineData(OpenMpi, "cluster", "auto")]
    [InlineData(Mpich, "cluster-lowrank", "none")]
    public void A_run_of_all_ranks_goes_on_with_another_number_of_ranks(string mpirun, string model, string symmetry)
    {
        string file = _folder.Write("together.json", Together.Replace("\"none\"", $"\"{symmetry}\"", StringComparison.Ordinal).Replace("cluster", model, StringComparison.Ordinal));
        Assert.Equal(0, CommandLine.Run("run", file, "--out", _folder.Of("one"), "--quiet", "--set", "time.tolerance=1e-7", "--set", "time.end=1").Code);
        string run = "run together.json --no-plots --quiet --out", harder = "--set time.tolerance=1e-7 --set time.end=1";
        CommandLine stopped = Shell.Run($"{mpirun} -np 3 {Shell.Program} {run} many --ranks-per-run 3 --stop-after 2s {harder}", _folder.Path);
        Assert.True(stopped.Code == 4, stopped.Error);
        CommandLine resumed = Shell.Run($"{mpirun} -np 2 {Shell.Program} {run} many --ranks-per-run 2 --resume {harder}", _folder.Path);
        Assert.True(resumed.Code == 0, resumed.Error);
        SameBytes("one", "many");
    }

    /// <summary>More variants than ranks, which go to one rank each; fewer, whose runs are spread; and runs that all ranks integrate together.</summary>
    [RanksTheory]
    [InlineData(Mpich, 2, "[0,-1,-2]", "")]
    [InlineData(OpenMpi, 3, "[0,-1]", "")]
    [InlineData(OpenMpi, 2, "[0,-1]", "--ranks-per-run 2")]
    public void Ranks_spread_a_sweep(string mpirun, int count, string values, string option)
    {
        string file = _folder.Write("ranks.json", Scenario);
        string[] options = ["--set", "models=[\"tensorised\",\"cluster\"]", "--set", $"sweep.kernel.gamma={values}", "--quiet"];
        Assert.Equal(0, CommandLine.Run(["run", file, "--out", _folder.Of("one"), .. options]).Code);
        string line = $"run ranks.json --out many --no-plots --resume --set 'models=[\"tensorised\",\"cluster\"]' --set 'sweep.kernel.gamma={values}' {option}";
        CommandLine spread = Shell.Run($"{mpirun} -np {count} {Shell.Program} {line}", _folder.Path);
        Assert.True(spread.Code == 0, spread.Error);
        Assert.Equal(option.Length > 0, spread.Error.Contains("together", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(_folder.Of("one/diagnostics.csv")), File.ReadAllBytes(_folder.Of("many/diagnostics.csv")));
        foreach (string variant in Directory.GetDirectories(_folder.Of("one")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name.Contains("gamma", StringComparison.Ordinal)))
            SameBytes($"one/{variant}", $"many/{variant}");
    }

    /// <summary>Each rank with runs of its own, and all ranks in one run: whichever is killed, mpirun ends the others within 10 s.</summary>
    [RanksTheory]
    [InlineData(Mpich, "PMI_RANK", 1, "")]
    [InlineData(OpenMpi, "OMPI_COMM_WORLD_RANK", 1, "")]
    [InlineData(OpenMpi, "OMPI_COMM_WORLD_RANK", 2, "cluster")]
    [InlineData(Mpich, "PMI_RANK", 2, "leading-order-lowrank")]
    [InlineData(Mpich, "PMI_RANK", 0, "cluster-lowrank")]
    public void A_rank_that_is_killed_ends_the_job(string mpirun, string variable, int rank, string together)
    {
        _folder.Write("slow.json", together.Length == 0 ? Slow : Slow.Replace("\"cluster\", \"kirkwood\"", $"\"{together}\"", StringComparison.Ordinal));
        // The rank kills itself a little later and notes when.
        string line = $"{mpirun} -np 3 sh -c 'if [ \"${variable}\" = {rank} ]; then (sleep 3; date +%s%N >killed; kill -9 $$) & fi; "
            + $"exec {Shell.Program} run slow.json --out slow --quiet {(together.Length == 0 ? "" : "--ranks-per-run 3")}'";
        CommandLine killed = Shell.Run(line + "; code=$?; date +%s%N >ended; exit $code", _folder.Path);
        Assert.NotEqual(0, killed.Code);
        double took = (long.Parse(File.ReadAllText(_folder.Of("ended")), CultureInfo.InvariantCulture) - long.Parse(File.ReadAllText(_folder.Of("killed")), CultureInfo.InvariantCulture)) * 1e-9;
        Assert.InRange(took, 0, 10);
        Assert.False(File.Exists(_folder.Of("slow/manifest.json")));
    }

    /// <summary>A rank that can write nothing says which folder and what names another one, and MPI_Abort ends all ranks with its code.</summary>
    [RanksTheory]
    [InlineData(Mpich, "PMI_RANK")]
    [InlineData(OpenMpi, "OMPI_COMM_WORLD_RANK")]
    public void An_exception_on_a_rank_ends_all_ranks(string mpirun, string variable)
    {
        _folder.Write("slow.json", Slow);
        string line = $"{mpirun} -np 2 sh -c 'if [ \"${variable}\" = 1 ]; then export TMPDIR=/nowhere; fi; exec {Shell.Program} run slow.json --out slow --quiet --ranks-per-run 1'";
        CommandLine ended = Shell.Run(line, _folder.Path);
        Assert.Equal(5, ended.Code);
        Assert.Contains("error: rank 1: a rank keeps what it has done in the temporary folder of its node, and nothing can be written to /nowhere", ended.Error, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", ended.Error, StringComparison.Ordinal);
    }

    private void SameBytes(string one, string other)
    {
        foreach (string name in (string[])["diagnostics.csv", "noise.csv", "results.h5"])
            Assert.True(File.ReadAllBytes(_folder.Of($"{one}/{name}")).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.Of($"{other}/{name}"))), $"{name} differs");
    }

    [Fact]
    public void Without_mpirun_the_option_says_why_there_are_no_ranks()
    {
        CommandLine result = CommandLine.Run("run", _folder.Write("ranks.json", Scenario), "--ranks");
        Assert.Equal(1, result.Code);
        Assert.Contains("no mpirun", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_tells_the_ranks_and_the_cores_their_threads()
    {
        RankEnvironment? Of(params (string Name, string Value)[] variables) => RankEnvironment.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        Assert.Null(Of());
        Assert.Null(Of(("PMI_RANK", "4"), ("PMI_SIZE", "4")));
        RankEnvironment open = Of(("OMPI_COMM_WORLD_RANK", "5"), ("OMPI_COMM_WORLD_SIZE", "8"), ("OMPI_COMM_WORLD_LOCAL_SIZE", "4"))!;
        Assert.Equal(new RankEnvironment(5, 8, 4, MessageLibrary.OpenMpi), open);
        Assert.Equal((1, 3, 4, 1), (open.Threads(1, 16), open.Threads(3, 16), open.Threads(16, 16), open.Threads(2, 2)));
        Assert.Equal(MessageLibrary.Mpich, Of(("PMI_RANK", "0"), ("PMI_SIZE", "2"))!.Library);
    }
}
