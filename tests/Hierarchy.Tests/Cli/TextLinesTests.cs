using Hierarchy.Cli.Output;

namespace Hierarchy.Tests.Cli;

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
