using System.Globalization;

namespace Hierarchy.Audits;

/// <summary>Every statement of this library: each class of this namespace that implements <see cref="IAuditStatement"/>.</summary>
internal static class AuditRegistry
{
    /// <summary>All statements, in the order of the paper.</summary>
    public static IReadOnlyList<IAuditStatement> All { get; } =
    [
        .. typeof(IAuditStatement).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IAuditStatement).IsAssignableFrom(type))
            .Select(type => (IAuditStatement)Activator.CreateInstance(type)!)
            .OrderBy(statement => Place(statement.Equation)).ThenBy(statement => statement.GetType().Name, StringComparer.Ordinal),
    ];

    /// <summary>Measures all statements.</summary>
    public static IReadOnlyList<AuditRow> Evaluate(AuditInput input) => [.. All.SelectMany(statement => statement.Evaluate(input))];

    /// <summary>Measures the statements about functionals, on runs without fields.</summary>
    public static IReadOnlyList<AuditRow> EvaluateFunctionals(AuditInput input) => [.. All.OfType<IFunctionalStatement>().SelectMany(statement => statement.Evaluate(input))];

    /// <summary>
    /// (2.31) stands at 2031; what has a number of its own, remarks, lemmas and the like, behind the equations of its section up to number 30; what the paper
    /// does not have, last.
    /// </summary>
    private static int Place(string equation)
    {
        string first = equation.Split(',', '/')[0];
        string[] digits = first[(first.LastIndexOf(' ') + 1)..].Trim('(', ')').Split('.');
        if (digits.Length != 2 || !int.TryParse(digits[0], CultureInfo.InvariantCulture, out int section)
            || !int.TryParse(digits[1], CultureInfo.InvariantCulture, out int number))
            return int.MaxValue;
        return 1000 * section + number + (first[0] == '(' ? 0 : 30);
    }
}
