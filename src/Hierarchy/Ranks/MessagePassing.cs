using System.Runtime.InteropServices;

namespace Hierarchy.Ranks;

/// <summary>
/// The few functions of MPI that the program needs, bound at run time to the library that belongs to the mpirun that started it: Open MPI, MPICH, or one with
/// the binary interface of MPI 5. Messages come from a rank that is named, so no status has to be understood. Calls come one at a time: from the thread that
/// made this, or, where <see cref="ServesThreads"/>, from any.
/// </summary>
internal sealed unsafe class MessagePassing : RankGroup
{
    private const int Serialized = 2, Tag = 21, RtldNow = 2, RtldGlobal = 0x100, Piece = 1 << 30, StatusBytes = 256, Patience = 100;

    /// <summary>Handles of MPICH; those of the common binary interface, MPI 5.0, section 20.</summary>
    private const nint MpichWorld = 0x44000000, MpichByte = 0x4c00010d, CommonWorld = 0x101, CommonByte = 0x247;

    private readonly nint _world, _byte;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged[Cdecl]<nint*, int*, void*, int> _test;
    private readonly delegate* unmanaged[Cdecl]<int, int, nint, int*, void*, int> _probe;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _abort;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _barrier;
    private readonly delegate* unmanaged[Cdecl]<int> _finalize;

    private MessagePassing(nint library, nint world, nint @byte, string name)
    {
        (_world, _byte, Name) = (world, @byte, name);
        nint Function(string function) => NativeLibrary.GetExport(library, function);
        _send = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Function("MPI_Isend");
        _receive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Function("MPI_Irecv");
        _test = (delegate* unmanaged[Cdecl]<nint*, int*, void*, int>)Function("MPI_Test");
        _probe = (delegate* unmanaged[Cdecl]<int, int, nint, int*, void*, int>)Function("MPI_Iprobe");
        _abort = (delegate* unmanaged[Cdecl]<nint, int, int>)Function("MPI_Abort");
        _barrier = (delegate* unmanaged[Cdecl]<nint, int>)Function("MPI_Barrier");
        _finalize = (delegate* unmanaged[Cdecl]<int>)Function("MPI_Finalize");
        var begin = (delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)Function("MPI_Init_thread");
        var rank = (delegate* unmanaged[Cdecl]<nint, int*, int>)Function("MPI_Comm_rank");
        var size = (delegate* unmanaged[Cdecl]<nint, int*, int>)Function("MPI_Comm_size");
        int provided, number, count;
        Check(begin(null, null, Serialized, &provided), "MPI_Init_thread");
        Check(rank(world, &number), "MPI_Comm_rank");
        Check(size(world, &count), "MPI_Comm_size");
        (Rank, Size, ServesThreads) = (number, count, provided >= Serialized);
    }

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>Whether calls may come from any thread, one at a time.</summary>
    public bool ServesThreads { get; }

    /// <summary>The library.</summary>
    public string Name { get; }

    /// <summary>Loads the library of the mpirun that started this process and joins the others.</summary>
    /// <exception cref="RanksException">The library is not there, or is of another mpirun.</exception>
    public static MessagePassing Start(RankEnvironment environment)
    {
        MessagePassing passing = environment.Library == MessageLibrary.OpenMpi ? StartOpenMpi() : StartMpich();
        if (passing.Rank != environment.Rank || passing.Size != environment.Size)
            throw new RanksException($"{passing.Name} counts {passing.Size} ranks and mpirun started {environment.Size}: the library and mpirun do not belong together");
        return passing;
    }

    /// <inheritdoc/>
    public override bool Has(int rank)
    {
        int found = 0;
        byte* status = stackalloc byte[StatusBytes];
        Check(_probe(rank, Tag, _world, &found, status), "MPI_Iprobe");
        return found != 0;
    }

    /// <summary>Waits for all ranks and leaves them.</summary>
    public void End()
    {
        Check(_barrier(_world), "MPI_Barrier");
        Check(_finalize(), "MPI_Finalize");
    }

    /// <inheritdoc/>
    public override void Abort(int code) => _abort(_world, code);

    protected override void PutBytes(int rank, byte* from, long bytes) => Transfer(rank, from, bytes, 0, null, 0);

    protected override void TakeBytes(int rank, byte* to, long bytes) => Transfer(0, null, 0, rank, to, bytes);

    protected override void ExchangeBytes(int to, byte* sent, long sentBytes, int from, byte* received, long receivedBytes) =>
        Transfer(to, sent, sentBytes, from, received, receivedBytes);

    /// <summary>Sends and receives piece by piece, both at once; a request is a number of 4 bytes or a pointer.</summary>
    private void Transfer(int to, byte* sent, long sentBytes, int from, byte* received, long receivedBytes)
    {
        for (long at = 0; at < Math.Max(sentBytes, receivedBytes); at += Piece)
        {
            nint receiving = 0, sending = 0;
            if (at < receivedBytes)
                Check(_receive(received + at, PieceAt(at, receivedBytes), _byte, from, Tag, _world, &receiving), "MPI_Irecv");
            if (at < sentBytes)
                Check(_send(sent + at, PieceAt(at, sentBytes), _byte, to, Tag, _world, &sending), "MPI_Isend");
            if (at < receivedBytes)
                Await(&receiving);
            if (at < sentBytes)
                Await(&sending);
        }
    }

    /// <summary>Waits for a transfer. The waiting calls of MPI keep a core busy that the other rank may need; this one gives it away.</summary>
    private void Await(nint* request)
    {
        byte* status = stackalloc byte[StatusBytes];
        int done = 0;
        for (int tries = 0; ; tries++)
        {
            Check(_test(request, &done, status), "MPI_Test");
            if (done != 0)
                return;
            if (tries > Patience)
                Thread.Yield();
        }
    }

    private static int PieceAt(long at, long bytes) => (int)Math.Min(Piece, bytes - at);

    private static MessagePassing StartOpenMpi()
    {
        // Its own components look for its symbols among those that all libraries see.
        nint library = OpenGlobally("libmpi.so.40") is var first and not 0 ? first : OpenGlobally("libmpi.so");
        if (library == 0)
            throw new RanksException("the processes were started by the mpirun of Open MPI, and its library libmpi.so.40 cannot be loaded");
        return new MessagePassing(library, NativeLibrary.GetExport(library, "ompi_mpi_comm_world"), NativeLibrary.GetExport(library, "ompi_mpi_byte"), "Open MPI");
    }

    private static MessagePassing StartMpich()
    {
        if (NativeLibrary.TryLoad("libmpich.so.12", out nint library) || NativeLibrary.TryLoad("libmpi.so.12", out library))
            return new MessagePassing(library, MpichWorld, MpichByte, "MPICH");
        if (NativeLibrary.TryLoad("libmpi_abi.so.0", out library) || NativeLibrary.TryLoad("libmpi_abi.so", out library))
            return OfCommonInterface(library);
        throw new RanksException("the processes were started by the mpirun of MPICH or one of its kin, and neither libmpich.so.12, libmpi.so.12 nor libmpi_abi.so can be loaded");
    }

    /// <summary>Joins the ranks by a library with the binary interface of MPI 5.</summary>
    internal static MessagePassing OfCommonInterface(nint library) => new(library, CommonWorld, CommonByte, "MPI 5");

    private static nint OpenGlobally(string name)
    {
        if (!NativeLibrary.TryLoad("libc.so.6", out nint system) || !NativeLibrary.TryGetExport(system, "dlopen", out nint open))
            return NativeLibrary.TryLoad(name, out nint plain) ? plain : 0;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            return ((delegate* unmanaged[Cdecl]<nint, int, nint>)open)(text, RtldNow | RtldGlobal);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    private static void Check(int code, string function)
    {
        if (code != 0)
            throw new RanksException($"{function} failed with code {code}");
    }
}
