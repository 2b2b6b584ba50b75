using System.Globalization;

namespace Hierarchy.Ranks;

/// <summary>What the environment tells of a process that mpirun started: its number, how many there are, and whose mpirun it was. Nothing is loaded to know that.</summary>
internal sealed record RankEnvironment(int Rank, int Size, int LocalSize, MessageLibrary Library)
{
    private static readonly (string Rank, string Size, string Local, MessageLibrary Library)[] Known =
    [
        ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE", MessageLibrary.OpenMpi),
        ("PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS", MessageLibrary.Mpich),
    ];

    /// <summary>This process among its ranks; null if no mpirun started it.</summary>
    public static RankEnvironment? Current { get; } = Read(Environment.GetEnvironmentVariable);

    /// <summary>The threads of a rank: the cores that mpirun left it, or where it left all of them to everybody, a fair share.</summary>
    /// <param name="granted">The processors that the process may use.</param>
    /// <param name="there">The processors of the machine.</param>
    public int Threads(int granted, int there) => granted < there ? granted : Math.Max(1, granted / LocalSize);

    /// <summary>Reads an environment.</summary>
    public static RankEnvironment? Read(Func<string, string?> variable)
    {
        foreach ((string rank, string size, string local, MessageLibrary library) in Known)
        {
            if (Number(variable(rank)) is { } number && Number(variable(size)) is { } count && count > 0 && number < count)
                return new RankEnvironment(number, count, Math.Clamp(Number(variable(local)) ?? count, 1, count), library);
        }
        return null;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}

/// <summary>Whose library passes the messages.</summary>
internal enum MessageLibrary
{
    /// <summary>Open MPI: handles are addresses of objects that the library exports.</summary>
    OpenMpi,

    /// <summary>MPICH and its kin: handles are numbers.</summary>
    Mpich,
}
