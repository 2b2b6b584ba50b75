using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>The results of one experiment, found by model, N, time and quantity.</summary>
internal sealed class ResultTable
{
    private readonly Dictionary<(string Model, ParticleNumber Particles, double Time, string Quantity), ResultRow> _rows = [];

    /// <summary>Takes the rows in; of two rows of the same name the later one counts.</summary>
    public ResultTable(IEnumerable<ResultRow> rows)
    {
        var runs = new List<(string Model, ParticleNumber Particles)>();
        var times = new SortedSet<double>();
        var quantities = new List<string>();
        foreach (ResultRow row in rows)
        {
            if (!runs.Contains((row.Model, row.Particles)))
                runs.Add((row.Model, row.Particles));
            if (!quantities.Contains(row.Quantity))
                quantities.Add(row.Quantity);
            times.Add(row.Time);
            _rows[(row.Model, row.Particles, row.Time, row.Quantity)] = row;
        }
        Runs = runs;
        Quantities = quantities;
        Times = [.. times];
    }

    /// <summary>Every model and N, in the order in which they ran.</summary>
    public IReadOnlyList<(string Model, ParticleNumber Particles)> Runs { get; }

    /// <summary>The output times.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>The names of the quantities.</summary>
    public IReadOnlyList<string> Quantities { get; }

    /// <summary>The models, in the order in which they ran.</summary>
    public IEnumerable<string> Models => Runs.Select(run => run.Model).Distinct();

    /// <summary>The finite N of a model, in increasing order.</summary>
    public IReadOnlyList<ParticleNumber> FiniteParticles(string model) =>
        [.. Runs.Where(run => run.Model == model && !run.Particles.IsInfinite).Select(run => run.Particles).Order()];

    /// <summary>A result, or null if there is none or it is no number.</summary>
    public ResultRow? Find(string model, ParticleNumber particles, double time, string quantity) =>
        _rows.TryGetValue((model, particles, time, quantity), out ResultRow row) && !double.IsNaN(row.Value) ? row : null;
}
