using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>A density in a data file.</summary>
public abstract record DataFileSettings : DensitySettings
{
    [SetsRequiredMembers]
    private protected DataFileSettings(string type)
        : base(type)
    {
    }

    [Setting("the data file, relative to the scenario file", IsNeeded = true)]
    public string? File { get; init; }

    internal override bool IsFile => true;

    /// <summary>Reads the file: what is wrong with it is a fault of the setting that names it.</summary>
    internal override void Check(IDensityRules rules)
    {
        if (!rules.ReadsData || !rules.IsSound())
            return;
        try
        {
            Read(rules.Input.Dimension);
            Density(rules.Input);
        }
        catch (Exception error) when (error is DataFileException or ArgumentException)
        {
            rules.Require(false, "file", "not usable", error.Message);
        }
    }
}

/// <summary>Velocities in a file, of which a density is estimated.</summary>
public sealed record SamplesSettings : DataFileSettings
{
    private const string Name = "samples";

    /// <summary>Settings that want a file.</summary>
    [SetsRequiredMembers]
    public SamplesSettings()
        : base(Name)
    {
    }

    [Setting("the bandwidth of the kernel density estimate, which keeps mean and covariance of the samples: one for all directions or d numbers, in (0, 1e6] and "
        + "below the spread of the samples", Default = "Silverman's rule in every direction")]
    [Length(1, 3)]
    [Description("a number or a list of numbers, one for each direction")]
    public double[]? Bandwidth { get; init; }

    [Setting("the d columns of the file that hold the velocities, by name or by number from 1", Default = "those that the header names vx, vy, vz, or all")]
    [Length(2, 3)]
    [Description("the name of a column or its number")]
    public string[]? Columns { get; init; }

    [Setting("the column of the file that holds the weights of the samples, by name or by number from 1", Default = "the one that the header names weight, or none")]
    [Description("the name of a column or its number")]
    public string? WeightColumn { get; init; }

    internal override string Formula =>
        "Gaussian kernel density estimate of the velocities in a table or .npy array that keeps their mean and covariance; Silverman's bandwidths by default";

    internal override DensitySettings Read(int dimension) => this with { Bandwidth = BandwidthOf(Content(dimension), dimension) };

    /// <summary>A bandwidth in every direction or one for all, positive; a column for every direction.</summary>
    internal override void Check(IDensityRules rules)
    {
        int dimension = rules.Input.Dimension;
        if (Bandwidth is { } bandwidth)
        {
            rules.Require(bandwidth.Length is 1 || bandwidth.Length == dimension, "bandwidth", DensityArguments.Count(bandwidth.Length), $"needs one number or {dimension}");
            foreach (double value in bandwidth.Where(value => !(value is > 0 and <= 1e6)))
                rules.Require(false, "bandwidth", value, "has to lie in (0, 1e6]");
        }
        if (Columns is { } columns)
            rules.Require(columns.Length == dimension, "columns", DensityArguments.Count(columns.Length), $"needs {dimension} names or numbers, one for each axis");
        base.Check(rules);
    }

    internal override IInitialDensity Density(DensityInput input)
    {
        SampleFileContent samples = Content(input.Dimension);
        return new SamplesDensity(input.Dimension, samples.Velocities, BandwidthOf(samples, input.Dimension), samples.Weights, Weight);
    }

    internal override double UnresolvedMode(DensityInput input) => NormalMode(Bandwidth is { } bandwidth ? bandwidth.Min() * bandwidth.Min() : 1, input.LargestWavenumber);

    /// <summary>One for each direction: those given, the one given, or Silverman's.</summary>
    private double[] BandwidthOf(SampleFileContent samples, int dimension) => Bandwidth switch
    {
        null => SamplesDensity.Silverman(samples.Velocities, dimension, samples.Weights),
        [double all] => [.. Enumerable.Repeat(all, dimension)],
        double[] each => each,
    };

    private SampleFileContent Content(int dimension) => SampleFile.Read(File!, dimension, Columns, WeightColumn);
}

/// <summary>Values on a grid or another product of axes in a file.</summary>
public sealed record GridDataSettings : DataFileSettings
{
    private const string Name = "grid";

    /// <summary>Settings that want a file.</summary>
    [SetsRequiredMembers]
    public GridDataSettings()
        : base(Name)
    {
    }

    [Setting("the half width L of the box [-L, L)^d on which the values lie, where the file does not state it", Default = "that of the file")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double? HalfWidth { get; init; }

    [Setting("where the values lie in that box, v_j = -L + j h (edge) or v_j = -L + (j + 1/2) h (half-cell), where the file does not state it",
        Default = "that of the file, or edge")]
    [Names(typeof(GridOrigins), nameof(GridOrigins.Names))]
    public string? Origin { get; init; }

    [Setting("the dataset of an HDF5 file", Default = "/f1, /f1/landau/infinity of the results of a run, or the only one that fits")]
    public string? Dataset { get; init; }

    [Setting("one of the times of the dataset", Default = "the last")]
    [Range(0, double.PositiveInfinity)]
    public double? Time { get; init; }

    [Setting("the columns of a table that hold the velocities and, last, the density, by name or by number from 1: one for each axis and the density, or, in d = 3, "
        + "v_perp, v_par and the density of a gyrotropic one", Default = "those that the header names")]
    [Length(3, 4)]
    [Description("the name of a column or its number")]
    public string[]? Columns { get; init; }

    internal override string Formula =>
        "values in an HDF5 file, for instance results.h5 of another run, a .npy array or a table, on periodic, closed, uneven or gyrotropic axes, interpolated";

    internal override void Check(IDensityRules rules)
    {
        if (Columns is { } columns)
            rules.Require(columns.Length == rules.Input.Dimension + 1 || columns.Length == 3, "columns", DensityArguments.Count(columns.Length),
                rules.Input.Dimension == 2 ? "needs 3 names or numbers: vx, vy and the density"
                    : "needs 4 names or numbers, vx, vy, vz and the density, or 3: v_perp, v_par and the density");
        base.Check(rules);
    }

    internal override DensitySettings Read(int dimension)
    {
        GridFileContent content = Content(dimension);
        return this with { Dataset = content.Dataset.Length > 0 ? content.Dataset : null, Time = content.Time };
    }

    internal override IInitialDensity Density(DensityInput input) => Content(input.Dimension).Density(File!, Weight);

    private GridFileContent Content(int dimension) => GridFile.Read(File!, dimension, Dataset, Time, HalfWidth, GridOrigins.Find(Origin), Columns);
}
