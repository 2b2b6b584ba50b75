using System.Globalization;
using System.Text;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Rates;

/// <summary>
/// docs/rates.md: the constants of the rate of propagation of chaos of six data in two dimensions, with the cluster closure at finite N and the particles beside them. Runs lie in
/// artifacts/rates; what is complete there is not run again, what was interrupted goes on.
/// </summary>
internal static class RatesCommand
{
    private const int Replicas = 60000;

    /// <summary>Arguments: keys of cases to run, or none for all; "page" alone makes the page from what there is.</summary>
    public static int Run(string[] arguments)
    {
        foreach (RateCase found in RateCase.All.Where(found => arguments.Length == 0 || arguments.Contains(found.Key)))
        {
            Console.WriteLine(found.Key);
            Perform(found, 0).Dispose();
            Perform(found, Replicas).Dispose();
        }
        WritePage();
        return 0;
    }

    private static string FolderOf(RateCase found, int replicas) => Path.Combine(Repository.Root, "artifacts", "rates", found.Key + (replicas > 0 ? "-particles" : ""));

    private static Results.Results Perform(RateCase found, int replicas)
    {
        string folder = FolderOf(found, replicas), file = folder + ".json";
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        File.WriteAllText(file, found.Scenario(replicas));
        return Experiment.Run(Scenario.Load(file), folder);
    }

    private static void WritePage()
    {
        StringBuilder page = new(), table = new("datum,d,time,quantity,source,N,value,error\n");
        foreach (RateCase found in RateCase.All)
        {
            if (!File.Exists(Path.Combine(FolderOf(found, 0), "manifest.json")))
                continue;
            using var closures = Results.Results.Open(FolderOf(found, 0));
            using Results.Results? particles = File.Exists(Path.Combine(FolderOf(found, Replicas), "manifest.json")) ? Results.Results.Open(FolderOf(found, Replicas)) : null;
            RateSection section = new(found, closures, particles);
            section.Write(page, table);
            RateFigure.Save(section, Path.Combine(Repository.Root, "docs", "figures", $"rates-{found.Key}.png"));
        }
        string path = Path.Combine(Repository.Root, "docs", "rates.md");
        File.WriteAllText(path, MarkedPage.Renew(File.ReadAllText(path), part => part == "rates" ? page.ToString() : null));
        File.WriteAllText(Path.ChangeExtension(path, ".csv"), table.ToString());
    }
}

/// <summary>The numbers of one case.</summary>
internal sealed class RateSection(RateCase found, Results.Results closures, Results.Results? particles)
{
    /// <summary>The case.</summary>
    public RateCase Case => found;

    /// <summary>The limit of a quantity.</summary>
    public RateValue Limit(RateQuantity quantity, double time) => quantity.Limit(closures[found.Limit, RateCase.Particles[^1]].At(time), RateCase.Particles[^1]);

    /// <summary>The value of the closure at N.</summary>
    public RateValue Closure(RateQuantity quantity, double time, int n) => quantity.At(closures[found.Closure, n].At(time), n);

    /// <summary>Adds the section and its rows.</summary>
    public void Write(StringBuilder page, StringBuilder table)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"### {found.Title}, d = {found.Dimension}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"![The constants over time and over N](figures/rates-{found.Key}.png)").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{found.Basis}.").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| t | constant | limit | {string.Join(" | ", RateCase.Particles.Select(n => $"N = {n}"))} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|{string.Concat(Enumerable.Repeat("---|", RateCase.Particles.Count))}");
        foreach (double time in found.Times)
            foreach (RateQuantity quantity in RateQuantity.All)
                WriteRow(page, table, time, quantity);
        page.AppendLine();
        WriteParticles(page, table);
    }

    private void WriteRow(StringBuilder page, StringBuilder table, double time, RateQuantity quantity)
    {
        RateValue limit = Limit(quantity, time);
        Add(table, time, quantity.Name, found.Limit, "infinity", limit);
        page.Append(CultureInfo.InvariantCulture, $"| {time} | {quantity.Heading.Replace("|", "\\|", StringComparison.Ordinal)} | {Text(limit)} |");
        foreach (int n in RateCase.Particles)
        {
            RateValue value = Closure(quantity, time, n);
            Add(table, time, quantity.Name, found.Closure, n.ToString(CultureInfo.InvariantCulture), value);
            page.Append(CultureInfo.InvariantCulture, $" {Text(value)} |");
        }
        page.AppendLine();
    }

    /// <summary>What the particles say of the closure: E|v|^4 and the covariance of the energies, each with the standard error of the particles.</summary>
    private void WriteParticles(StringBuilder page, StringBuilder table)
    {
        if (particles is null)
            return;
        page.AppendLine("| t | N | E|v|⁴, particles | closure | N cov(|v₁|², |v₂|²), particles | closure |".Replace("|v|⁴", "\\|v\\|⁴")
            .Replace("(|v₁|², |v₂|²)", "(\\|v₁\\|², \\|v₂\\|²)"));
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (double time in found.Times)
            foreach (int n in (int[])[4, 16])
            {
                page.Append(CultureInfo.InvariantCulture, $"| {time} | {n} |");
                foreach (RateQuantity quantity in (RateQuantity[])[new("fourth_moment", "", "fourth_moment", 0), RateQuantity.All[^1]])
                {
                    RateValue sampled = quantity.At(particles["kac", n].At(time), n), closed = Closure(quantity, time, n);
                    Add(table, time, quantity.Name, "kac", n.ToString(CultureInfo.InvariantCulture), sampled);
                    page.Append(CultureInfo.InvariantCulture, $" {Text(sampled)} | {Text(closed)} |");
                }
                page.AppendLine();
            }
        page.AppendLine();
    }

    private void Add(StringBuilder table, double time, string quantity, string source, string n, RateValue value) =>
        table.AppendLine(CultureInfo.InvariantCulture, $"{found.Name},{found.Dimension},{time},{quantity},{source},{n},{value.Value:R},{value.Error:G3}");

    /// <summary>All digits that hold, with the error of the last in brackets, rounded up.</summary>
    private static string Text(RateValue value)
    {
        if (double.IsNaN(value.Value) || value.Error >= Math.Abs(value.Value))
            return "below error";
        double error = Math.Max(value.Error, 1e-7 * Math.Abs(value.Value));
        int digits = Math.Max(0, -(int)Math.Floor(Math.Log10(error)));
        double last = Math.Ceiling(error * Math.Pow(10, digits) - 1e-9);
        if (last > 9 && digits > 0)
            (last, digits) = (1, digits - 1);
        return value.Value.ToString("F" + digits, CultureInfo.InvariantCulture) + string.Create(CultureInfo.InvariantCulture, $"({last:F0})");
    }
}
