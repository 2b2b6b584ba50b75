namespace Hierarchy.Audits;

/// <summary>A statement of the paper that can be evaluated on results. One file a statement; <see cref="AuditRegistry"/> finds it.</summary>
internal interface IAuditStatement
{
    /// <summary>Its number in the paper.</summary>
    string Equation { get; }

    /// <summary>All numbers that its rows answer for, separated by commas: steps of a proof, for instance, besides what it proves.</summary>
    string Covers => Equation;

    /// <summary>What it says, in one line.</summary>
    string Statement { get; }

    /// <summary>Measures it, on every run that it concerns.</summary>
    IEnumerable<AuditRow> Evaluate(AuditInput input);
}

/// <summary>A statement about functionals alone: it can be measured on the values that a run recorded, without its fields.</summary>
internal interface IFunctionalStatement : IAuditStatement
{
}
