using System.Text;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Scenarios;

public sealed class ScenarioFaultTests
{
    [Fact]
    public void The_valid_scenario_has_no_fault()
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), []);
        Assert.Empty(reading.Faults);
        Assert.True(reading.IsValid);
    }

    [Theory]
    [MemberData(nameof(BadScenarios.Table), MemberType = typeof(BadScenarios))]
    public void A_fault_is_reported_with_its_path_and_rule(string sound, string faulty, string path, string rule)
    {
        Assert.Contains(sound, BadScenarios.Valid, StringComparison.Ordinal);
        int place = BadScenarios.Valid.IndexOf(sound, StringComparison.Ordinal);
        string text = BadScenarios.Valid.Remove(place, sound.Length).Insert(place, faulty);
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []);
        Assert.False(reading.IsValid);
        string told = string.Join("\n", reading.Faults);
        Assert.Contains(path, told, StringComparison.Ordinal);
        Assert.Contains(rule, told, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_a_file_come_together()
    {
        const string Text = """
            {
              "name": "a/b", "dimension": 5, "kernel": { "gama": 0, "strength": "big" },
              "grid": { "points": 17 },
              "initial": [{ "type": "gaussian", "weight": 2 }, 5, { "type": "bwk" }],
              "particles": [0, "x", null, 1],
              "models": ["clustr", "cluster", 3],
              "time": { "end": -1, "tolerance": 2, "output": [1, 2] },
              "seed": -5, "extra": {}, "Seed": 4,
            }
            """;
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(Text), []);
        string[] expected =
        [
            "name", "dimension", "kernel.gama", "kernel.strength", "grid.points", "grid.halfWidth", "initial[0].weight", "initial[1]",
            "initial[2].type", "particles[0]", "particles[1]", "particles[2]", "particles[3]", "models[0].type", "models[2]", "time.end", "time.tolerance", "extra", "Seed",
        ];
        Assert.Equal([], expected.Except(reading.Faults.Select(fault => fault.Path)));
        Assert.Equal(reading.Faults.Count, reading.Faults.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{\"grid\": null, \"time\": 3, \"initial\": [], \"models\": {}, \"particles\": 1}")]
    [InlineData("{\"grid\": {}, \"time\": {}, \"initial\": [{}], \"models\": [{}], \"kernel\": {}, \"output\": {}, \"pair\": {}}")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    public void Any_document_is_refused_in_words(string text)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []);
        Assert.False(reading.IsValid);
        Assert.All(reading.Faults, fault => Assert.NotEmpty(fault.Rule));
    }

    [Fact]
    public void Bytes_that_are_no_text_and_deep_nesting_are_refused()
    {
        ScenarioReading bytes = ScenarioReader.Read([(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}'], []);
        Assert.NotEmpty(bytes.Faults);
        ScenarioReading deep = ScenarioReader.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)), []);
        Assert.Single(deep.Faults);
    }

    [Fact]
    public void Damaged_documents_are_read_or_refused_but_never_throw()
    {
        string[] pieces = ["null", "-1", "1e999", "[]", "{}", "\"x\"", "[[1]]", "true", "0", "[null]", ",", "}", "\"", "infinity"];
        var random = new Random(20250227);
        for (int trial = 0; trial < 3000; trial++)
        {
            var text = new StringBuilder(BadScenarios.Valid);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int place = random.Next(text.Length), length = Math.Min(random.Next(12), text.Length - place);
                text.Remove(place, length).Insert(place, random.Next(2) == 0 ? "" : pieces[random.Next(pieces.Length)]);
            }
            ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(text.ToString()), []);
            Assert.NotEqual(reading.Faults.Count > 0, reading.IsValid);
        }
    }

    [Theory]
    [MemberData(nameof(Replacements))]
    public void Any_kind_of_value_in_any_place_is_read_or_refused(string path, string value)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), [$"{path}={value}"]);
        Assert.NotEqual(reading.Faults.Count > 0, reading.IsValid);
        Assert.All(reading.Faults, fault => Assert.NotEmpty(fault.Rule));
    }

    public static TheoryData<string, string> Replacements
    {
        get
        {
            string[] paths =
            [
                "name", "dimension", "kernel", "kernel.gamma", "grid", "grid.points", "grid.halfWidth", "grid.padding", "initial", "initial[0]", "initial[0].type",
                    "initial[0].mean",
                "initial[1].covariance", "initial[1].covariance[0]", "pair", "collisions", "particles", "particles[0]", "models", "models[0]", "time", "time.end",
                    "time.output", "seed",
                "quantities", "quantities[0]", "output", "output.pair",
            ];
            var data = new TheoryData<string, string>();
            foreach (string path in paths)
            {
                foreach (string value in (string[])["null", "-7", "1e300", "[]", "{}", "[null]", "[[0.5]]", "true", "word"])
                    data.Add(path, value);
            }
            return data;
        }
    }

    [Theory]
    [InlineData("tensorized", "tensorised")]
    [InlineData("clutser", "cluster")]
    [InlineData("zzz", "")]
    [InlineData("kac-random-batch", "kac")]
    [InlineData("tens", "tensorised")]
    public void The_nearest_name_is_found(string written, string meant) =>
        Assert.Equal(meant, NearestName.Of(written, ["tensorised", "cluster", "kac", "landau"]));
}
