using System.Globalization;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// modes.csv, model,N,time,mode,real,imaginary,real_error,imaginary_error, and histograms.csv, model,N,time,histogram,lower,upper,share,standard_error:
/// what particles say beyond single numbers, and the same modes of the models on the grid. The files exist only where particles ran.
/// </summary>
internal sealed class DetailTable : IDisposable
{
    public const string ModesHeader = "model,N,time,mode,real,imaginary,real_error,imaginary_error";
    public const string HistogramsHeader = "model,N,time,histogram,lower,upper,share,standard_error";
    private readonly string _modesPath, _histogramsPath;
    private StreamWriter? _modes, _histograms;

    /// <summary>Names the files; nothing is written yet.</summary>
    public DetailTable(string modes, string histograms) => (_modesPath, _histogramsPath) = (modes, histograms);

    /// <summary>The files that were begun.</summary>
    public IEnumerable<string> Written => new[] { (_modes, _modesPath), (_histograms, _histogramsPath) }.Where(file => file.Item1 is not null).Select(file => file.Item2);

    /// <summary>Removes what an earlier attempt left under the names.</summary>
    public void Clear()
    {
        File.Delete(_modesPath);
        File.Delete(_histogramsPath);
    }

    /// <summary>Writes modes of f_{N,1} or f_{N,2}; a mode is d or 2d numbers m of exp(-i pi/L m.v).</summary>
    public void Write(string model, ParticleNumber particles, double time, IEnumerable<ModeEstimate> modes)
    {
        _modes ??= Begin(_modesPath, ModesHeader);
        foreach (ModeEstimate mode in modes)
        {
            string errors = double.IsNaN(mode.RealError) ? "," : $"{Print(mode.RealError)},{Print(mode.ImaginaryError)}";
            _modes.WriteLine($"{model},{particles},{Print(time)},{string.Join(' ', mode.Mode)},{Print(mode.Real)},{Print(mode.Imaginary)},{errors}");
        }
        _modes.Flush();
    }

    /// <summary>Writes the histograms of |v| and of the direction of v; the last radial cell reaches to infinity.</summary>
    public void Write(string model, ParticleNumber particles, double time, ParticleEstimates estimates, VelocityHistograms cells, int dimension)
    {
        _histograms ??= Begin(_histogramsPath, HistogramsHeader);
        double width = cells.LargestSpeed / cells.RadialCells;
        IReadOnlyList<Estimate> radial = estimates.RadialHistogram(), angular = estimates.AngularHistogram();
        for (int i = 0; i < radial.Count; i++)
            Cell(model, particles, time, "speed", i * width, i < cells.RadialCells ? (i + 1) * width : double.PositiveInfinity, radial[i]);
        (double least, double most) = dimension == 2 ? (-Math.PI, Math.PI) : (-1.0, 1.0);
        for (int i = 0; i < angular.Count; i++)
        {
            double step = (most - least) / cells.AngularCells;
            Cell(model, particles, time, dimension == 2 ? "angle" : "cosine_to_x", least + i * step, least + (i + 1) * step, angular[i]);
        }
        _histograms.Flush();
    }

    public void Dispose()
    {
        _modes?.Dispose();
        _histograms?.Dispose();
    }

    /// <summary>The modes of a model on the grid, as estimates without error.</summary>
    public static IEnumerable<ModeEstimate> OnGrid(VelocityGrid grid, FourierModes modes, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        double[] single = GridModes.Single(modes, grid, density), pair = GridModes.Pair(modes, grid, density, correlation);
        return [.. Exact(modes.SingleModes(grid.Dimension), single), .. Exact(modes.PairModes(grid.Dimension), pair)];
    }

    private static IEnumerable<ModeEstimate> Exact(IReadOnlyList<int[]> list, double[] values) =>
        list.Select((mode, i) => new ModeEstimate(mode, values[2 * i], values[2 * i + 1], double.NaN, double.NaN));

    private void Cell(string model, ParticleNumber particles, double time, string histogram, double lower, double upper, Estimate share) =>
        _histograms!.WriteLine($"{model},{particles},{Print(time)},{histogram},{Print(lower)},{Print(upper)},{Print(share.Value)},{Print(share.StandardError)}");

    private static StreamWriter Begin(string path, string header)
    {
        var writer = new StreamWriter(OwnFile.Create(path)) { NewLine = "\n" };
        writer.WriteLine(header);
        return writer;
    }

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
