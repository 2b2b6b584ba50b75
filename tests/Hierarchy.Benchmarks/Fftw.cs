using System.Runtime.InteropServices;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>FFTW 3 with threads, when the machine has it: complex in-place transforms of interleaved data.</summary>
internal static unsafe class Fftw
{
    private const int Forward = -1;
    private const uint Measure = 0;
    private const int Page = 4096;
    private static readonly delegate* unmanaged<int, int*, int, double*, int*, int, int, double*, int*, int, int, int, uint, nint> PlanMany;
    private static readonly delegate* unmanaged<int, void> PlanWithThreads;
    private static readonly delegate* unmanaged<nint, void> ExecutePlan;
    private static readonly delegate* unmanaged<nint, void> DestroyPlan;

    static Fftw()
    {
        if (!NativeLibrary.TryLoad("libfftw3.so.3", out nint library) || !NativeLibrary.TryLoad("libfftw3_threads.so.3", out nint threads))
            return;
        ((delegate* unmanaged<int>)NativeLibrary.GetExport(threads, "fftw_init_threads"))();
        PlanWithThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(threads, "fftw_plan_with_nthreads");
        PlanMany = (delegate* unmanaged<int, int*, int, double*, int*, int, int, double*, int*, int, int, int, uint, nint>)
            NativeLibrary.GetExport(library, "fftw_plan_many_dft");
        ExecutePlan = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "fftw_execute");
        DestroyPlan = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "fftw_destroy_plan");
        IsInstalled = true;
    }

    public static bool IsInstalled { get; }

    /// <summary>The doubles of a buffer for <paramref name="values"/> values that begin on a page.</summary>
    public static int BufferSize(int values) => 2 * values + Page / sizeof(double);

    /// <summary>Plans by measurement (which overwrites the data) a group of axes with as many transforms side by side as the case asks for.</summary>
    public static nint Plan(TransformCase work, NativeBuffer data, int threads)
    {
        PlanWithThreads(threads);
        int[] group = work.Group;
        int stride = work.Inner, distance = work.Inner > 1 ? 1 : work.Block, count = work.Inner > 1 ? work.Inner : work.Outer;
        if (work.Inner > 1 && work.Outer > 1)
            throw new ArgumentException("the group is at the beginning or at the end");
        double* first = (double*)(((nint)data.Pointer + Page - 1) / Page * Page);
        fixed (int* lengths = group)
        {
            return PlanMany(
                group.Length, lengths, count, first, null, stride, distance, first, null, stride, distance, Forward, Measure);
        }
    }

    public static void Execute(nint plan) => ExecutePlan(plan);

    public static void Destroy(nint plan) => DestroyPlan(plan);
}
