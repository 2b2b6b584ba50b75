using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>Mass, momentum, energy, covariance and fourth moment of f_{N,1}; see <see cref="VelocityMoments"/> for the sums.</summary>
internal sealed class OneParticleMoments : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension)
    {
        List<Quantity> list = [new("mass", 1, "int f dv = h^d sum f")];
        for (int a = 0; a < dimension; a++)
            list.Add(new(Components.Name("momentum", a), 1, "E[v_a] = h^d sum f v_a"));
        list.Add(new("energy", 1, "E|v|^2 = h^d sum f |v|^2"));
        foreach ((int a, int b) in Components.Pairs(dimension))
            list.Add(new(Components.Name("covariance", a, b), 1, "E[v_a v_b] - E[v_a] E[v_b], moments not divided by the mass"));
        list.Add(new("fourth_moment", 1, "E|v|^4 = h^d sum f |v|^4"));
        return list;
    }

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        int dimension = observation.Grid.Dimension;
        VelocityMoments moments = VelocityMoments.Of(observation.Grid, observation.Density);
        values.Add(new("mass", moments.Mass));
        for (int a = 0; a < dimension; a++)
            values.Add(new(Components.Name("momentum", a), moments.Mean[a]));
        values.Add(new("energy", moments.Energy));
        foreach ((int a, int b) in Components.Pairs(dimension))
            values.Add(new(Components.Name("covariance", a, b), moments.Covariance(a, b)));
        values.Add(new("fourth_moment", moments.Fourth));
    }
}
