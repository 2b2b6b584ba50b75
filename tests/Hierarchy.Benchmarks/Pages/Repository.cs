namespace Hierarchy.Benchmarks.Pages;

/// <summary>The checkout that this program was built from.</summary>
internal static class Repository
{
    /// <summary>The folder of Hierarchy.sln, sought from the program upwards.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hierarchy.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Hierarchy.sln lies in no folder above the program");
    }
}
