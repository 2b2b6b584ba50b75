using System.Diagnostics;
using System.Globalization;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// Another implementation in Python, timed evaluation by evaluation in a process of its own: a module with the classes Box(d, n, L), Landau(box, gamma) and
/// Cluster(box, gamma, N), which are called with f or with f and g, and a global W, the number of threads.
/// </summary>
internal sealed class Peer : IDisposable
{
    private const string Driver = """
        import importlib.util, sys, time
        import numpy as np
        spec = importlib.util.spec_from_file_location("peer", sys.argv.pop(1))
        peer = importlib.util.module_from_spec(spec); spec.loader.exec_module(peer)
        made = {}
        for line in sys.stdin:
            kind, d, n, L, workers = line.split(); d, n, L, peer.W = int(d), int(n), float(L), int(workers)
            key = (kind, d, n)
            if key not in made:
                box = peer.Box(d, n, L)
                f = np.exp(-(box.V ** 2).sum(0) / 2 - .3 * box.V[0]); f /= f.sum() * box.h ** d
                made.clear()
                made[key] = (peer.Landau(box, -3.0), (f,)) if kind == "Q" else (peer.Cluster(box, -3.0, 16), (f, np.zeros((n,) * (2 * d))))
            call, fields = made[key]
            start = time.perf_counter(); call(*fields)
            print(1e3 * (time.perf_counter() - start), flush=True)
        """;

    private readonly Process _process;

    public Peer(string python, string file)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Driver);
        start.ArgumentList.Add(file);
        _process = Process.Start(start) ?? throw new ArgumentException($"{python} cannot be started");
    }

    /// <summary>One evaluation of Q(f,f), padded.</summary>
    public Func<double> Landau(int d, int n, double halfWidth) => () => Ask("Q", d, n, halfWidth);

    /// <summary>One evaluation of the cluster closure.</summary>
    public Func<double> Cluster(int d, int n, double halfWidth) => () => Ask("C", d, n, halfWidth);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double Ask(string kind, int d, int n, double halfWidth)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} {d} {n} {halfWidth} {Environment.ProcessorCount}"));
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new ArgumentException("the other implementation ended with an error");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
