using Hierarchy.Cli.Plots;
using Hierarchy.Cli.Plots.Figures;
using Hierarchy.States;

namespace Hierarchy.Tests.Reports;

/// <summary>What panels make of curves that leave the others behind or hide one another, of long titles, of too many N, and of small print.</summary>
public sealed class PanelTests
{
    [Fact]
    public void A_curve_that_blows_up_is_named_and_does_not_decide_the_axis()
    {
        Series calm = Curve("cluster", 0.1, 0.2), wild = Curve("tensorised2", 0.1, 20);
        (LinePanel panel, Series[] measuring) = BlowUps.Named(Panel(calm, wild));
        Assert.Equal([calm], measuring);
        Assert.Equal(["cluster", "tensorised2 to 20"], panel.Series.Select(series => series.Label));
        Assert.Equal(2, BlowUps.Named(Panel(calm, Curve("tensorised2", 0.1, 2))).Measuring.Length);
        Assert.Equal(2, BlowUps.Named(Panel(calm, wild) with { LogarithmicY = true }).Measuring.Length);
        Assert.Single(BlowUps.Named(Panel(wild)).Measuring);
    }

    [Fact]
    public void A_curve_that_would_hide_another_is_dashed()
    {
        string apart = Svg(Panel(Curve("cluster", 1, 2), Curve("kirkwood", 1, 3))), together = Svg(Panel(Curve("cluster", 1, 2), Curve("kirkwood", 1, 2.001)));
        // Dashes are filled shapes, each a path of its own or many moves in one.
        Assert.True(together.Length > apart.Length + 200);
    }

    [Fact]
    public void Errors_of_a_curve_are_a_band_and_those_of_points_bars()
    {
        string plain = Svg(Panel(Curve("cluster", 1, 2))), band = Svg(Panel(Curve("cluster", 1, 2) with { Errors = [0.1, 0.2] }));
        Assert.DoesNotContain("fill-opacity", plain, StringComparison.Ordinal);
        Assert.Contains("fill-opacity", band, StringComparison.Ordinal);
        Assert.DoesNotContain("fill-opacity", Svg(Panel(Curve("kac", 1, 2) with { Errors = [0.1, 0.2], Form = SeriesForm.Points })), StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_that_are_wider_than_their_panel_break_at_a_comma_and_no_letter_is_smaller_than_eleven_pixels_on_a_telephone()
    {
        const string title = "cluster-nonconservative, v_1 = (1.25, 0), N = 16, t = 0.5 and more";
        string[] lines = HouseStyle.TitleLines(title);
        Assert.Equal(title, string.Join(' ', lines));
        Assert.EndsWith(",", lines[0], StringComparison.Ordinal);
        Assert.Equal(["short"], HouseStyle.TitleLines("short"));
        const float telephone = 358;
        Assert.True((HouseStyle.TextSize - 1) * telephone / HouseStyle.PanelWidth >= 11);
    }

    [Fact]
    public void What_is_left_out_is_said()
    {
        ParticleNumber[] all = [new(2), new(4), new(8), new(16), new(32)];
        Assert.Equal("", Selection.LeftOut(all, 5));
        Assert.Equal(" N = 8 is left out.", Selection.LeftOut(all, 4));
        Assert.Equal(" N = 4, 16 are left out.", Selection.LeftOut(all, 3));
        Assert.Equal([0, 1, 2], Selection.Frames([0, 1, 2]));
        Assert.Equal([0, 4, 8, 12], Selection.Frames([.. Enumerable.Range(0, 13)], 4));
    }

    [Fact]
    public void A_picture_carries_its_small_print()
    {
        var figure = new Figure("f", "title", "caption", [Panel(Curve("cluster", 1, 2))]);
        string print = FigurePainter.ToSvg(figure with { SmallPrint = "quickstart: d = 2" });
        Assert.Contains("quickstart", print, StringComparison.Ordinal);
        Assert.DoesNotContain("quickstart", FigurePainter.ToSvg(figure), StringComparison.Ordinal);
    }

    private static string Svg(LinePanel panel) => FigurePainter.ToInlineSvg(panel, "p-");

    private static Series Curve(string model, params double[] values) => new(model, model, [.. values.Select((_, i) => (double)i)], values);

    private static LinePanel Panel(params Series[] series) => new() { Title = "t", XLabel = "x", YLabel = "y", Alt = "1", Series = series };
}
