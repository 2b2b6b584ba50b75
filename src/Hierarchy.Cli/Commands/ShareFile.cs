using System.Globalization;
using System.Text.Json;
using Hierarchy.Densities;
using Hierarchy.Results;

namespace Hierarchy.Cli.Commands;

/// <summary>Which share of how many: the option --share, and the file share.json by which a folder tells.</summary>
internal sealed record ShareFile(int Number, int Count)
{
    public const string Name = "share.json";
    private const string Slurm = "slurm";
    private const int MostShares = 100_000;

    /// <summary>Whether everything of the share is done.</summary>
    public bool IsDone { get; init; }

    /// <summary>Reads "2/3", or "slurm" from the environment of a job array.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="variable">The environment.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static ShareFile? Parse(string text, Func<string, string?> variable, out string fault)
    {
        fault = "";
        if (text.Equals(Slurm, StringComparison.OrdinalIgnoreCase))
            return OfArray(variable, out fault);
        if (text.Split('/') is [var number, var count] && Whole(number) is { } i && Whole(count) is { } k && i >= 1 && i <= k && k <= MostShares)
            return new ShareFile(i, k);
        fault = $"--share {Scenarios.ScenarioNode.Shorten(text)}: has to be i/k with 1 <= i <= k, as in 2/3, or slurm in a job array";
        return null;
    }

    /// <summary>The share of a folder; null if it is none.</summary>
    public static ShareFile? In(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(OrdinaryFile.ReadBytes(path));
            JsonElement root = document.RootElement;
            return new ShareFile(root.GetProperty("share").GetInt32(), root.GetProperty("of").GetInt32()) { IsDone = root.GetProperty("done").GetBoolean() };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException($"{path} does not say which share it is: {error.Message}");
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string folder) =>
        OwnFile.Write(Path.Combine(folder, Name), string.Create(
            CultureInfo.InvariantCulture, $"{{ \"share\": {Number}, \"of\": {Count}, \"done\": {(IsDone ? "true" : "false")} }}\n"));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    /// <summary>The tasks of an array are numbered from a first one in steps.</summary>
    private static ShareFile? OfArray(Func<string, string?> variable, out string fault)
    {
        fault = "";
        if (Whole(variable("SLURM_ARRAY_TASK_ID")) is { } task && Whole(variable("SLURM_ARRAY_TASK_COUNT")) is { } count)
        {
            int first = Whole(variable("SLURM_ARRAY_TASK_MIN")) ?? 1, step = Math.Max(1, Whole(variable("SLURM_ARRAY_TASK_STEP")) ?? 1), number = (task - first) / step + 1;
            if (number >= 1 && number <= count)
                return new ShareFile(number, count);
        }
        fault = "--share slurm: needs SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, which a job array sets (sbatch --array=1-8); elsewhere write --share i/k";
        return null;
    }

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
