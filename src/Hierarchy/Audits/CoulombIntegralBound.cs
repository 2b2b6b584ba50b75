namespace Hierarchy.Audits;

/// <summary>
/// (2.31), (3.8): int int f_{N,2}/|v1-v2| is bounded by the Fisher information; on the whole space, with the constants of
/// <see cref="SingularConstants"/>.
/// </summary>
internal sealed class CoulombIntegralBound : IFunctionalStatement
{
    public string Equation => "(2.31), (3.8)";

    public string Statement => "int f_2/|v1-v2| <= C I_2^(1/2)";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        (string, double) sharp = ("sharp C = 1/(d-1)", SingularConstants.Coulomb(input.Grid.Dimension));
        return SingularBoundRows.Of(
            this, input, "coulomb_integral", 0.5, input.Grid.Dimension == 3 ? [("C by Hoelder and Sobolev", SingularConstants.CoulombBySobolev), sharp] : [sharp]);
    }
}
