using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Closures;

/// <summary>A run of every closure gives the same bits on one and on three threads.</summary>
[Collection("WorkCrew")]
public class ClosureThreadTests
{
    public static TheoryData<string> Names => [.. ModelRegistry.All.OfType<IGridModel>().Select(closure => closure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_threads(string name)
    {
        IGridModel closure = (IGridModel)ModelRegistry.Find(name)!;
        ParticleNumber[] numbers = [new ParticleNumber(4), ParticleNumber.Infinity, new ParticleNumber(2)];
        ParticleNumber number = numbers.First(candidate => closure.Excludes(candidate, 2) is null);
        int threads = WorkCrew.Threads;
        try
        {
            WorkCrew.Threads = 1;
            using ClosureTrial alone = new ClosureTrial(closure, number).RunTo(0.05);
            WorkCrew.Threads = 3;
            using ClosureTrial shared = new ClosureTrial(closure, number).RunTo(0.05);
            Assert.Equal(alone.State, shared.State);
        }
        finally
        {
            WorkCrew.Threads = threads;
        }
    }
}
