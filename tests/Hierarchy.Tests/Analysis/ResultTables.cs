using Hierarchy.Analysis;
using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Tests.Analysis;

/// <summary>Small tables of results.</summary>
internal static class ResultTables
{
    public static ResultRow Row(string model, int particles, double time, string quantity, double value, double standardError = double.NaN, double floor = double.NaN) =>
        new(model, particles == 0 ? ParticleNumber.Infinity : new ParticleNumber(particles), time, quantity, value, standardError, floor);

    public static ResultTable Of(params IEnumerable<ResultRow> rows) => new(rows);
}
