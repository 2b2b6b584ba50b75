using System.Text;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Texts that are no JSON are told with line and column, and in words that need no knowledge of a parser.</summary>
public sealed class JsonMistakeTests
{
    [Theory]
    [InlineData("", "the text is empty; a scenario begins with {", "line 1, column 1")]
    [InlineData("{ \"name\": \"x\",", "the text ends too early; } is missing", "line 1")]
    [InlineData("{ \"models\": [\"landau\"", "the text ends too early; ] } is missing", "line 1")]
    [InlineData("{ \"name\": \"x", "the text ends too early; \" } is missing", "line 1")]
    [InlineData("{ \"name\": \"x\"\n  \"dimension\": 2 }", "a comma is missing before this", "line 2, column 3")]
    [InlineData("{ \"dimension\": 2\n  \"name\": \"x\" }", "a comma is missing before this", "line 2, column 3")]
    [InlineData("{ \"dimension\" 2 }", "a comma or a colon", "line 1")]
    [InlineData("{ \"dimension\": }", "a value is missing after the colon", "line 1, column 16")]
    [InlineData("{ \"name\": 'x' }", "between double quotes, not between single ones", "line 1, column 11")]
    [InlineData("{ name: \"x\" }", "name is no value; text and keys stand between double quotes", "line 1, column 3")]
    [InlineData("{ \"gamma\": NaN }", "NaN is no value", "line 1")]
    [InlineData("{ \"gamma\": True }", "True is no value", "line 1")]
    [InlineData("{ \"gamma\": 01 }", "01 is no number", "line 1")]
    [InlineData("{ \"gamma\": .5 }", ".5 is no number", "line 1")]
    [InlineData("{ \"gamma\": +1 }", "+1 is no number", "line 1")]
    [InlineData("{ \"name\": \"a\nb\" }", "goes on to the next line", "line 1")]
    [InlineData("{ \"name\": \"x\" } }", "} closes what is not open here", "line 1, column 17")]
    public void The_mistake_is_named_at_its_place(string text, string mistake, string place)
    {
        string fault = Assert.Single(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Faults).ToString();
        Assert.Contains("is not valid JSON: ", fault, StringComparison.Ordinal);
        Assert.Contains(mistake, fault, StringComparison.Ordinal);
        Assert.Contains(place, fault, StringComparison.Ordinal);
    }
}
