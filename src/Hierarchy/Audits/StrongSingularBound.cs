namespace Hierarchy.Audits;

/// <summary>
/// (4.2): int int f_{N,2}/|v1-v2|^(3/2) is bounded by the Fisher information; on the whole space, with the constants of
/// <see cref="SingularConstants"/>.
/// </summary>
internal sealed class StrongSingularBound : IFunctionalStatement
{
    public string Equation => "(4.2)";

    public string Statement => "int f_2/|v1-v2|^(3/2) <= C I_2^(3/4)";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        return Rows(this, input, run => !run.Particles.IsInfinite);
    }

    /// <summary>The same for the runs of a statement.</summary>
    public static IEnumerable<AuditRow> Rows(IAuditStatement statement, AuditInput input, Func<AuditRun, bool> concerns)
    {
        (string, double) virial = ("C = 1/((d-3/2) (d-1)^(1/2))", SingularConstants.Strong(input.Grid.Dimension));
        return SingularBoundRows.Of(
            statement, input, "coulomb_integral_3_2", 0.75, input.Grid.Dimension == 3 ? [("C by Hoelder and Sobolev", SingularConstants.StrongBySobolev), virial]
                : [virial], concerns);
    }
}

/// <summary>(4.3): the bound (4.2) for f_2 of the limit, N = infinity: f x f of the Landau equation, and mixtures.</summary>
internal sealed class LimitSingularBound : IAuditStatement
{
    public string Equation => "(4.3)";

    public string Statement => "int f_2/|v1-v2|^(3/2) <= C I_2^(3/4) of the limit";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) => StrongSingularBound.Rows(this, input, run => run.Particles.IsInfinite);
}
