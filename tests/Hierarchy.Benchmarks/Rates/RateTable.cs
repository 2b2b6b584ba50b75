using System.Globalization;
using Hierarchy.Results;

namespace Hierarchy.Benchmarks.Rates;

/// <summary>docs/rates.csv: the numbers of all cases, some of earlier runs.</summary>
internal sealed class RateTable
{
    private const string Head = "datum,d,time,quantity,source,N,value,error";
    private readonly Dictionary<(string Case, double Time, string Quantity, string Source, string N), RateValue> _rows = [];

    /// <summary>N of the particle systems.</summary>
    public static IReadOnlyList<int> ParticleNumbers { get; } = [4, 16];

    /// <summary>E|v|^4, which particles and closure are compared by beside the covariance of the energies.</summary>
    public static RateQuantity FourthMoment { get; } = new("fourth_moment", "", "fourth_moment", 0);

    /// <summary>A number of a case.</summary>
    public RateValue this[RateCase found, double time, string quantity, string source, string n] =>
        _rows.GetValueOrDefault((found.Key, time, quantity, source, n), RateValue.NotRun);

    /// <summary>Reads the file.</summary>
    public static RateTable Read(string path)
    {
        RateTable table = new();
        foreach (string[] cells in File.ReadLines(path).Skip(1).Select(line => line.Split(',')))
        {
            double Number(int column) => double.Parse(cells[column], CultureInfo.InvariantCulture);
            table._rows[($"{cells[0]}-{cells[1]}d", Number(2), cells[3], cells[4], cells[5])] = new RateValue(Number(6), Number(7));
        }
        return table;
    }

    /// <summary>N as it stands in the table.</summary>
    public static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether closures of a case have been run.</summary>
    public bool Has(RateCase found) => _rows.Keys.Any(row => row.Case == found.Key && row.Source == found.Closure);

    /// <summary>Whether its particles have.</summary>
    public bool HasParticles(RateCase found) => _rows.Keys.Any(row => row.Case == found.Key && row.Source == "kac");

    /// <summary>Takes the numbers of a run of the closures.</summary>
    public void TakeClosures(RateCase found, Results.Results closures)
    {
        foreach (double time in found.Times)
        {
            StateResults limit = closures[found.Limit, RateCase.Particles[^1]].At(time);
            foreach (RateQuantity quantity in RateQuantity.All)
                _rows[(found.Key, time, quantity.Name, found.Limit, "infinity")] = quantity.Limit(limit, RateCase.Particles[^1]);
            foreach (int n in RateCase.Particles)
            {
                StateResults state = closures[found.Closure, n].At(time);
                foreach (RateQuantity quantity in (RateQuantity[])[.. RateQuantity.All, FourthMoment])
                    _rows[(found.Key, time, quantity.Name, found.Closure, Text(n))] = quantity.At(state, n);
            }
        }
    }

    /// <summary>Takes the numbers of a run of the particles.</summary>
    public void TakeParticles(RateCase found, Results.Results particles)
    {
        foreach (double time in found.Times)
        {
            foreach (int n in ParticleNumbers)
            {
                StateResults state = particles["kac", n].At(time);
                foreach (RateQuantity quantity in (RateQuantity[])[FourthMoment, RateQuantity.All[^1]])
                    _rows[(found.Key, time, quantity.Name, "kac", Text(n))] = quantity.At(state, n);
            }
        }
    }

    /// <summary>Writes the file, in the order of the cases.</summary>
    public void Write(string path)
    {
        string[] order = [.. RateCase.All.Select(found => found.Key)];
        File.WriteAllLines(path, [Head, .. _rows.Select((row, place) => (row, place)).OrderBy(item => Array.IndexOf(order, item.row.Key.Case)).ThenBy(item => item.place)
            .Select(item => string.Create(CultureInfo.InvariantCulture,
                $"{CaseOf(item.row.Key.Case)},{item.row.Key.Time},{item.row.Key.Quantity},{item.row.Key.Source},{item.row.Key.N},"
                + $"{item.row.Value.Value:R},{item.row.Value.Error:R}"))]);
    }

    private static string CaseOf(string key) => RateCase.All.First(found => found.Key == key) is var known ? $"{known.Name},{known.Dimension}" : key;
}
