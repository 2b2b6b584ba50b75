using System.Text;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Kernels with a viscosity or a multiple of I: what no equation of a model takes is refused before a run begins, and nothing else is.</summary>
public class HeatingKernelTests
{
    public static TheoryData<string> Names => [.. ModelRegistry.All.OfType<IGridModel>().Where(model => model.Facts.Reference != ReferenceKind.Landau)
        .Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_an_equation_does_not_take_is_a_fault_of_the_scenario(string name)
    {
        var model = (IGridModel)ModelRegistry.Find(name)!;
        ParticleNumber particles = new ParticleNumber[] { new(4), new(3), new(2), ParticleNumber.Infinity }.First(number => model.Excludes(number, 2) is null);
        string pair = model.Excludes(PairDatum.Chaotic) is null ? "chaotic" : "mixture";
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes($$"""
            { "name": "a", "dimension": 2, "grid": { "halfWidth": 5, "points": 16 }, "initial": [{ "type": "gaussian" }], "pair": "{{pair}}", "particles": ["{{particles}}"],
              "models": ["{{name}}"], "kernel": { "gamma": -3, "regularisation": "elliptic", "epsilon": 0.1 }, "time": { "end": 0.1 } }
            """), []);
        var heating = new CollisionKernel(-3, 1, RegularisationRegistry.Find("elliptic")!, 0.1);
        bool isRefused = reading.Faults.Any(fault => fault.ToString().Contains("not take kernels with a", StringComparison.Ordinal));
        Assert.Equal(model.Excludes(heating) is not null, isRefused);
        Exception? thrown = Record.Exception(() => model.Close(new VelocityGrid(2, 12, 5), heating, particles, new CollisionOptions()).Dispose());
        Assert.Equal(isRefused, thrown is ArgumentException);
    }
}
