using System.Net;
using Hierarchy.Analysis;
using Hierarchy.Cli.Plots;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Reports;

/// <summary>What plots show: marks of axes, labels that keep apart, indices, differences and planes of fields.</summary>
[Collection(DrawnExperiment.Shared)]
public sealed class PlotTests(DrawnExperiment drawn)
{
    [Fact]
    public void Linear_axes_have_round_numbers_within_their_bounds()
    {
        TickMarks marks = TickMarks.Linear(-0.0113, 0.0007);
        Assert.Equal(["−0.010", "−0.008", "−0.006", "−0.004", "−0.002", "0"], [.. marks.Major.Select(tick => tick.Label)]);
        Assert.All(marks.Major, tick => Assert.InRange(tick.Position, -0.0113, 0.0007));
    }

    [Theory]
    [InlineData(2.0000001, 2.0000009)]
    [InlineData(1.23456e-4, 1.23459e-4)]
    [InlineData(-123456.7, -123456.1)]
    public void Marks_of_narrow_axes_can_be_told_apart(double least, double most)
    {
        TickMarks marks = TickMarks.Linear(least, most);
        Assert.InRange(marks.Major.Count, 3, 8);
        Assert.Equal(marks.Major.Count, marks.Major.Select(tick => tick.Label).Distinct().Count());
    }

    [Fact]
    public void The_name_of_an_axis_stands_free_of_its_marks()
    {
        foreach (TickMarks marks in (TickMarks[])[TickMarks.Linear(2.0000001, 2.0000009), TickMarks.Linear(-1e-14, 3e-13), TickMarks.Logarithmic(-17, -1),
            TickMarks.Linear(-0.1, 1)])
        {
            float widest = marks.Major.Max(mark => Lettering.Width(mark.Label, HouseStyle.TextSize));
            Assert.True(HouseStyle.Left(marks) - widest > 25, marks.Major[0].Label);
        }
    }

    [Fact]
    public void Figures_drawn_by_several_threads_are_those_drawn_by_one()
    {
        using StoredExperiment experiment = StoredExperiment.Open(drawn.Folder);
        IReadOnlyList<Figure> figures = FigureRegistry.Of(experiment);
        string[] alone = [.. figures.Select(FigurePainter.ToSvg)];
        Parallel.For(0, 4 * figures.Count, i => Assert.Equal(alone[i % figures.Count], FigurePainter.ToSvg(figures[i % figures.Count])));
    }

    /// <summary>The place on the colour scale of the third value, (v + 1)/2 or v, is the largest number below 1.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_field_is_drawn_whose_values_lie_a_bit_below_the_largest(bool signed)
    {
        double value = signed ? Math.BitDecrement(1) - Math.Pow(2, -53) : Math.BitDecrement(1);
        Assert.Equal(Math.BitDecrement(1), signed ? (value + 1) / 2 : value);
        double[] values = [-1, 1, value, 0];
        var panel = new HeatPanel { Title = "f", XLabel = "x", YLabel = "y", Alt = "", Axis = [-1, 1], Values = values, ScaleLabel = "f", Largest = 1, IsSigned = signed };
        Assert.Contains("</svg>", FigurePainter.ToSvg(new Figure("field", "f", "", [panel])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-8, -2, "1e−8", "0.01")]
    [InlineData(-17, -1, "1e−15", "1e−3")]
    [InlineData(0.2, 0.8, "2", "5")]
    public void Logarithmic_axes_have_decades_or_digits(double least, double most, string first, string last)
    {
        TickMarks marks = TickMarks.Logarithmic(least, most);
        Assert.Equal(first, marks.Major[0].Label);
        Assert.Equal(last, marks.Major[^1].Label);
        Assert.InRange(marks.Major.Count, 2, 8);
    }

    [Fact]
    public void Axes_of_nothing_and_of_one_value_have_a_range()
    {
        Assert.True(AxisRange.Of([], false).Length > 0);
        Assert.True(AxisRange.Of([double.NaN, 3, double.PositiveInfinity], false).Length > 0);
        Assert.True(AxisRange.Of([0, -1], true).Length > 0);
        Assert.True(AxisRange.Of([1e-3], true).Length > 0);
    }

    [Fact]
    public void Labels_keep_their_distance_their_order_and_the_bounds()
    {
        float[] heights = LabelHeights.Spread([50, 52, 51, 200, 299], 14, 0, 300);
        Assert.Equal([37, 65, 51, 200, 299], heights);
        float[] low = LabelHeights.Spread([298, 299, 300], 14, 0, 300);
        Assert.Equal([272, 286, 300], low);
        float[] above = LabelHeights.Spread([276, 298, 299, 300], 14, 0, 300);
        Assert.Equal([258, 272, 286, 300], above);
    }

    [Fact]
    public void Letters_after_an_underscore_stand_lower_in_symbols_only()
    {
        Assert.Equal("∫ |f<sub>N</sub> − f| dv<sub>1</sub>", Typography.ToHtml("∫ |f_N − f| dv_1"));
        Assert.Equal("v<sub>x</sub>, the first of f<sub>N,2</sub>, f<sub>N</sub>", Typography.ToHtml("v_x, the first of f_N,2, f_N"));
        Assert.Equal("error_l1", Typography.ToHtml("error_l1"));
    }

    [Theory]
    [InlineData("log(e_k/e_{k+1})", "log(e<sub>k</sub>/e<sub>k+1</sub>)")]
    [InlineData("f_{N,2}(v1, v2) - f x f", "f<sub>N,2</sub>(v1, v2) − f × f")]
    [InlineData("d_t f = (1/N) sum_{i<j} P_ij f", "∂<sub>t</sub> f = (1/N) Σ<sub>i&lt;j</sub> P<sub>ij</sub> f")]
    [InlineData("A(z) = strength |z|^(gamma+2) (I - z z^T/|z|^2)", "A(z) = strength |z|<sup>γ+2</sup> (I − z z<sup>T</sup>/|z|<sup>2</sup>)")]
    [InlineData("|z|^-1 on [-5, 5)^2, at most 1.2E-05, 2.3(2)e-4, 1e-3 of 1e+06",
        "|z|<sup>−1</sup> on [−5, 5)<sup>2</sup>, at most 1.2 × 10<sup>−5</sup>, 2.3(2) × 10<sup>−4</sup>, 10<sup>−3</sup> of 10<sup>6</sup>")]
    [InlineData("int int |f_N,2| <= 1, a != b, 1 +- 2", "∫∫ |f<sub>N,2</sub>| ≤ 1, a ≠ b, 1 ± 2")]
    [InlineData("leading-order at 2026-11-28, runs/a_-3/b, --set kernel.gamma=-3", "leading-order at 2026-11-28, runs/a_-3/b, --set kernel.gamma=−3")]
    [InlineData("along x and y, chaos_l2, v_x x v_y, N x error", "along x and y, chaos_l2, v<sub>x</sub> × v<sub>y</sub>, N × error")]
    [InlineData("dI_2/dt = Term_{i=k}, J'_in <= C sqrt(delta), sqrt(Lambda_d), alpha'", "dI<sub>2</sub>/dt = Term<sub>i=k</sub>, J'<sub>in</sub> ≤ C √(δ), √(Λ<sub>d</sub>), α'")]
    [InlineData("int G (v1.v2)^2, exp(-c t^p), max over v1 of |int g dv2|", "∫ G (v1.v2)<sup>2</sup>, exp(−c t<sup>p</sup>), max over v1 of |∫ g dv2|")]
    public void Typed_formulas_are_printed(string typed, string printed) => Assert.Equal(printed,
        WebUtility.HtmlDecode(Typography.ToHtml(typed).Replace("&lt;", "&amp;lt;", StringComparison.Ordinal)));

    [Fact]
    public void Every_model_has_a_look_of_its_own()
    {
        string[] models = [.. ModelRegistry.Names];
        Assert.Equal(models.Length, models.Select(ModelStyle.Of).Distinct().Count());
    }

    [Fact]
    public void Differences_of_series_are_taken_at_common_times_and_errors_add_in_squares()
    {
        var one = new TimeSeries([0, 1, 2], [5, 6, 7], [3, 3, 3], [double.NaN, 1, 1]);
        var other = new TimeSeries([1, 2], [1, 1], [4, 0], [double.NaN, 2]);
        TimeSeries difference = one.Less(other);
        Assert.Equal([1.0, 2.0], difference.Times);
        Assert.Equal([5.0, 6.0], difference.Values);
        Assert.Equal([5.0, 3.0], difference.Errors);
        Assert.Equal([1.0, 3.0], difference.Floors);
        Assert.Equal([0.2, 0.4], one.Drift(5).Values);
    }

    [Fact]
    public void Slices_of_the_correlation_are_those_of_the_whole()
    {
        using StoredExperiment experiment = StoredExperiment.Open(drawn.Folder);
        var four = new ParticleNumber(4);
        FieldReader reader = experiment.Fields!;
        int n = experiment.Plan.Grid.Points, size = experiment.Plan.Grid.Size, middle = n / 2;
        double[] correlation = reader.Correlation("cluster", four, 1)!.ToArray();
        double[] at = reader.CorrelationSlice("cluster", four, 1, [3, middle, -1, -1])!;
        Assert.Equal(correlation[((3 * n + middle) * size)..((3 * n + middle + 1) * size)], at);
        double[] along = reader.CorrelationSlice("cluster", four, 1, [-1, middle, -1, middle])!;
        Assert.Equal(correlation[(2 * n + middle) * size + 5 * n + middle], along[2 * n + 5]);
        Assert.Null(reader.CorrelationSlice("tensorised", four, 1, [3, middle, -1, -1]));
    }

    [Fact]
    public void A_plane_of_a_density_in_space_is_its_integral_over_the_third_component()
    {
        var grid = new VelocityGrid(3, 16, 5);
        double[] density = [.. Enumerable.Range(0, grid.Size).Select(k => Math.Exp(-grid.SpeedSquared(k) / 2) / Math.Pow(2 * Math.PI, 1.5))];
        FieldPlane plane = FieldPlane.OfDensity(grid, density);
        int m = plane.Axis.Length, i = m / 3, j = m / 2;
        double exact = Math.Exp(-(plane.Axis[i] * plane.Axis[i] + plane.Axis[j] * plane.Axis[j]) / 2) / (2 * Math.PI);
        Assert.Equal(exact, plane.Values[i * m + j], 1e-4);
        double nearest = plane.Axis.Min(Math.Abs);
        Assert.Equal(Math.Exp(-nearest * nearest) / (2 * Math.PI), plane.Largest, 1e-4);
        Assert.InRange(plane.Reach(), 3, 4.2);
    }
}
