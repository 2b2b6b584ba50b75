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

    /// <summary>
    /// Arguments: keys of cases to run, or none for all; "page" alone makes the page from what there is. "particles" before the keys runs the particle systems alone.
    /// Rows of docs/rates.csv whose runs are not here stay as they are.
    /// </summary>
    public static int Run(string[] arguments)
    {
        bool onlyParticles = arguments.FirstOrDefault() == "particles";
        string[] keys = onlyParticles ? arguments[1..] : arguments;
        foreach (RateCase found in RateCase.All.Where(found => keys.Length == 0 || keys.Contains(found.Key)))
        {
            Console.WriteLine(found.Key);
            if (!onlyParticles)
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
        string path = Path.Combine(Repository.Root, "docs", "rates.md");
        RateTable table = RateTable.Read(Path.ChangeExtension(path, ".csv"));
        StringBuilder page = new();
        foreach (RateCase found in RateCase.All)
        {
            bool renewed = Renew(table, found, 0, table.TakeClosures) | Renew(table, found, Replicas, table.TakeParticles);
            if (!table.Has(found))
                continue;
            RateSection section = new(found, table);
            section.Write(page);
            string figure = Path.Combine(Repository.Root, "docs", "figures", $"rates-{found.Key}.png");
            if (renewed || !File.Exists(figure))
                RateFigure.Save(section, figure);
        }
        File.WriteAllText(path, MarkedPage.Renew(File.ReadAllText(path), part => part == "rates" ? page.ToString() : null));
        table.Write(Path.ChangeExtension(path, ".csv"));
    }

    private static bool Renew(RateTable table, RateCase found, int replicas, Action<RateCase, Results.Results> take)
    {
        string folder = FolderOf(found, replicas);
        if (!File.Exists(Path.Combine(folder, "manifest.json")))
            return false;
        using var results = Results.Results.Open(folder);
        take(found, results);
        return true;
    }
}

/// <summary>The section of one case.</summary>
internal sealed class RateSection(RateCase found, RateTable table)
{
    /// <summary>The case.</summary>
    public RateCase Case => found;

    /// <summary>The limit of a quantity.</summary>
    public RateValue Limit(RateQuantity quantity, double time) => table[found, time, quantity.Name, found.Limit, "infinity"];

    /// <summary>The value of the closure at N.</summary>
    public RateValue Closure(RateQuantity quantity, double time, int n) => table[found, time, quantity.Name, found.Closure, RateTable.Text(n)];

    /// <summary>Adds the section.</summary>
    public void Write(StringBuilder page)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"### {found.Title}, d = {found.Dimension}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"![The constants over time and over N](figures/rates-{found.Key}.png)").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{found.Basis}.").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| t | constant | limit | {string.Join(" | ", RateCase.Particles.Select(n => $"N = {n}"))} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|{string.Concat(Enumerable.Repeat("---|", RateCase.Particles.Count))}");
        foreach (double time in found.Times)
        {
            foreach (RateQuantity quantity in RateQuantity.All)
            {
                string values = string.Concat(RateCase.Particles.Select(n => $" {Text(Closure(quantity, time, n))} |"));
                page.AppendLine(
                    CultureInfo.InvariantCulture, $"| {time} | {quantity.Heading.Replace("|", "\\|", StringComparison.Ordinal)} | {Text(Limit(quantity, time))} |{values}");
            }
        }
        page.AppendLine();
        if (table.HasParticles(found))
            WriteParticles(page);
    }

    /// <summary>What the particles say of the closure: E|v|^4 and the covariance of the energies, each with the standard error of the particles.</summary>
    private void WriteParticles(StringBuilder page)
    {
        page.AppendLine("| t | N | E|v|⁴, particles | closure | N cov(|v₁|², |v₂|²), particles | closure |".Replace("|v|⁴", "\\|v\\|⁴")
            .Replace("(|v₁|², |v₂|²)", "(\\|v₁\\|², \\|v₂\\|²)"));
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (double time in found.Times)
        {
            foreach (int n in RateTable.ParticleNumbers)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {time} | {n} |");
                foreach (RateQuantity quantity in (RateQuantity[])[RateTable.FourthMoment, RateQuantity.All[^1]])
                    page.Append(CultureInfo.InvariantCulture, $" {Text(table[found, time, quantity.Name, "kac", RateTable.Text(n)])} | {Text(Closure(quantity, time, n))} |");
                page.AppendLine();
            }
        }
        page.AppendLine();
    }

    /// <summary>All digits that hold, with the error of the last in brackets, rounded up; no number where the error, so rounded, is as large as it.</summary>
    private static string Text(RateValue value)
    {
        if (value == RateValue.NotRun)
            return "not run";
        if (double.IsNaN(value.Value) || value.Error >= 0.9 * Math.Abs(value.Value))
            return "below error";
        double error = Math.Max(value.Error, 1e-7 * Math.Abs(value.Value));
        int digits = Math.Max(0, -(int)Math.Floor(Math.Log10(error)));
        double last = Math.Ceiling(error * Math.Pow(10, digits) - 1e-9);
        if (last > 9 && digits > 0)
            (last, digits) = (1, digits - 1);
        return Math.Round(Math.Abs(value.Value) * Math.Pow(10, digits)) <= last
            ? "below error"
            : value.Value.ToString("F" + digits, CultureInfo.InvariantCulture) + string.Create(CultureInfo.InvariantCulture, $"({last:F0})");
    }
}
