using System.Diagnostics;
using System.Runtime.InteropServices;
using Hierarchy.Ranks;

namespace Hierarchy.Tests.Cli;

/// <summary>A test that compiles C; without a compiler it is skipped, and says so.</summary>
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() =>
        Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "cc"))) ? null
            : "there is no C compiler on this machine";
}

/// <summary>
/// The binary interface of MPI 5, of which no library is at hand: handles are pointers with the fixed values of the header of the standard, COMM_WORLD 0x101 and
/// BYTE 0x247. A library of one rank that refuses any other stands for it.
/// </summary>
public sealed class CommonInterfaceTests : IDisposable
{
    private const string Library = """
        #include <stdlib.h>
        #include <string.h>
        #define WORLD ((void*)0x101)
        #define BYTE ((void*)0x247)
        static char *box[64];
        static int sizes[64], head, tail, room;
        static void *place;
        static int check(void *comm) { return comm == WORLD ? 0 : 5; }
        int MPI_Init_thread(int *count, char ***values, int wanted, int *provided) { *provided = wanted; return 0; }
        int MPI_Comm_rank(void *comm, int *rank) { *rank = 0; return check(comm); }
        int MPI_Comm_size(void *comm, int *size) { *size = 1; return check(comm); }
        int MPI_Isend(const void *from, int count, void *type, int to, int tag, void *comm, void **request)
        {
            if (type != BYTE || to != 0) return 3;
            box[tail % 64] = malloc(count);
            memcpy(box[tail % 64], from, count);
            sizes[tail++ % 64] = count;
            *request = (void*)0x1000000001;
            return check(comm);
        }
        int MPI_Irecv(void *to, int count, void *type, int from, int tag, void *comm, void **request)
        {
            if (type != BYTE || from != 0) return 3;
            place = to;
            room = count;
            *request = (void*)0x1000000002;
            return check(comm);
        }
        int MPI_Test(void **request, int *done, void *status)
        {
            memset(status, 0, 32);
            *done = 1;
            if (*request == (void*)0x1000000002)
            {
                if (head == tail || sizes[head % 64] != room) return 15;
                memcpy(place, box[head % 64], room);
                free(box[head++ % 64]);
            }
            *request = 0;
            return 0;
        }
        int MPI_Iprobe(int from, int tag, void *comm, int *found, void *status) { *found = head != tail; memset(status, 0, 32); return check(comm); }
        int MPI_Abort(void *comm, int code) { return check(comm); }
        int MPI_Barrier(void *comm) { return check(comm); }
        int MPI_Finalize(void) { return 0; }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [CompilerFact]
    public void Messages_pass_by_the_handles_of_the_standard()
    {
        string source = _folder.Write("mpi.c", Library), built = _folder.Of("libmpi_abi.so");
        using (var compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", built, source]))
        {
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        MessagePassing passing = MessagePassing.OfCommonInterface(NativeLibrary.Load(built));
        Assert.Equal((0, 1, true), (passing.Rank, passing.Size, passing.ServesThreads));
        Assert.False(passing.Has(0));
        passing.Send(0, [1, 2, 3]);
        Assert.True(passing.Has(0));
        Assert.Equal([1, 2, 3], passing.Receive(0));
        passing.End();
    }
}
