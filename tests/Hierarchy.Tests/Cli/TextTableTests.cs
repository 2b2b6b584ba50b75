using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;

namespace Hierarchy.Tests.Cli;

/// <summary>Tables of a terminal: whole names and numbers at every width.</summary>
public sealed class TextTableTests
{
    private static readonly Listing Sample = new(
        ["model", "quantity", "value", "N x error", "what it says"],
        [
            ["cluster-nonconservative", "relative_entropy_to_landau", new Measured(1.23654, 3e-4), -1.5e-7, "a sentence of some length that may well be broken at its spaces"],
            ["kac", "mass", new Measured(1e-5, 2e-5), 12345.678, "short"],
        ])
    { Dispensable = ["N x error", "what it says"] };

    public static TheoryData<string> Listed => [.. (string[])["models", "kernels", "initial", "quantities", "scenarios", "keys"]];

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Cells_are_whole_and_columns_that_are_left_out_are_named(int width)
    {
        string[] lines = [.. TextTable.Lines(Sample, "a title", width, colour: false)];
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        string all = string.Join('\n', lines);
        foreach (string whole in (string[])["cluster-nonconservative", "relative_entropy_to_landau", "1.2365(3)", "kac", "mass", "a title"])
            Assert.Contains(whole, all, StringComparison.Ordinal);
        bool isLeftOut = all.Contains("left out for want of width: N x error", StringComparison.Ordinal);
        Assert.Equal(isLeftOut, !all.Contains("-1.50e-07", StringComparison.Ordinal));
        Assert.Equal(width is 80, isLeftOut);
    }

    /// <summary>The names that the tab key offers for an argument stay out of the list of commands.</summary>
    [Fact]
    public void The_help_names_the_argument_of_show() => Assert.DoesNotContain("two-beams-2d|", CommandLine.Run("--help").Out, StringComparison.Ordinal);

    [Fact]
    public void A_listing_without_rows_has_no_lines() => Assert.Empty(TextTable.Lines(new Listing(["model", "value"], []), "a title", 80, colour: false));

    /// <summary>Where even the columns that cannot be spared do not fit, nothing is left out.</summary>
    [Fact]
    public void Rows_become_blocks_where_a_table_does_not_fit()
    {
        string[] lines = [.. TextTable.Lines(Sample, "", 40, colour: false)];
        Assert.Equal("cluster-nonconservative", lines[0]);
        Assert.Equal("  quantity: relative_entropy_to_landau", lines[1]);
        Assert.Contains("  N x error: -1.50e-07", lines);
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public void What_can_be_listed_fits_eighty_columns_with_every_word_whole(string topic)
    {
        CommandLine result = CommandLine.Run("list", topic);
        HashSet<string> words = [.. Words(result.Out)];
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80 || !line.Trim().Contains(' ', StringComparison.Ordinal), line));
        using var json = System.Text.Json.JsonDocument.Parse(CommandLine.Run("list", topic, "--json").Out);
        foreach (string cell in json.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()).Select(member => member.Value.ToString()))
            Assert.All(Words(cell), word => Assert.Contains(word, words));
    }

    [Fact]
    public void Colour_marks_headings_verdicts_and_values_below_their_errors_and_nothing_without_it()
    {
        var listing = new Listing(["verdict", "value"], [["holds", new Measured(1, 0.1)], ["violated", new Measured(1e-3, 1)]]);
        string coloured = string.Join('\n', TextTable.Lines(listing, "title", 80, colour: true)), plain = string.Join('\n', TextTable.Lines(listing, "title", 80, colour: false));
        Assert.Contains("\u001b[32mholds", coloured, StringComparison.Ordinal);
        Assert.Contains("\u001b[31mviolated", coloured, StringComparison.Ordinal);
        Assert.Contains("\u001b[2m", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", plain, StringComparison.Ordinal);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9]*m", ""));
    }

    [Fact]
    public void Escape_sequences_of_cells_and_titles_are_written_out()
    {
        string text = string.Join('\n', TextTable.Lines(new Listing(["name"], [["\u001b[31mred"]]), "\u001b]0;title", 80, colour: false));
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        Assert.Contains("\\u001b[31mred", text, StringComparison.Ordinal);
    }

    /// <summary>The digits that hold; the error of the last one is rounded up.</summary>
    [Theory]
    [InlineData(1.23654, 3e-4, "1.2365(3)", false)]
    [InlineData(1.23654, 3.2e-4, "1.2365(4)", false)]
    [InlineData(1.5e-5, 2e-6, "1.5(2)e-5", false)]
    [InlineData(20, 60, "20(60)", true)]
    [InlineData(1, double.NaN, "1.00000", false)]
    [InlineData(123456, 20, "1.2346(2)e5", false)]
    public void Measured_values_show_the_digits_that_hold(double value, double error, string expected, bool isBelow)
    {
        var measured = new Measured(value, error);
        Assert.Equal((expected, isBelow), (measured.ToString(), measured.IsBelowError));
    }

    [Fact]
    public void A_quantity_that_does_not_exist_is_refused_with_the_nearest()
    {
        CommandLine result = CommandLine.Run("run", "quickstart", "--show", "mutual_informatio");
        Assert.Equal((int)ExitCode.WrongUsage, result.Code);
        Assert.Contains("did you mean \"mutual_information\"?", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words(string text) => text.Split([' ', '\n', '"', ',', ';', ':', '(', ')', '[', ']', '\\'], StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Sentences on a terminal.</summary>
public sealed class TextLinesTests
{
    [Fact]
    public void Lines_break_at_spaces_and_names_stay_whole()
    {
        Assert.Equal(["one two", "  three", "  mutual_information", "  four"], TextLines.Wrap("one two three mutual_information four", 10));
        Assert.Equal(["mutual_information", "  x"], TextLines.Wrap("mutual_information x", 4));
        Assert.Empty(TextLines.Wrap(""));
    }
}
