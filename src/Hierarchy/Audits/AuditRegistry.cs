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

    /// <summary>(2.31) stands at 2031, remarks behind the equations of their section up to number 30.</summary>
    private static int Place(string equation)
    {
        string[] digits = equation.Split(',', '/')[0].Trim('(', ')', ' ').Replace("Remark ", "", StringComparison.Ordinal).Split('.');
        int section = int.Parse(digits[0], System.Globalization.CultureInfo.InvariantCulture);
        int number = int.Parse(digits[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);
        return 1000 * section + number + (equation.StartsWith("Remark", StringComparison.Ordinal) ? 30 : 0);
    }
}
