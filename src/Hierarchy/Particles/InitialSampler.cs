using System.Runtime.Intrinsics;
using Hierarchy.Densities;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>Fills the velocities of eight replicas at time 0.</summary>
internal abstract unsafe class InitialSampler : IDisposable
{
    /// <summary>Fills them.</summary>
    /// <param name="velocity">Component a of particle i of lane l at (i d + a) 8 + l.</param>
    /// <param name="firstReplica">The number of the first of the eight replicas.</param>
    /// <param name="random">Their streams.</param>
    public abstract void Fill(double* velocity, ulong firstReplica, LaneRandom random);

    public virtual void Dispose()
    {
    }

    /// <summary>The sampler of an experiment, one a worker.</summary>
    public static InitialSampler Create(ParticleOptions options) =>
        options.Components.All(component => component is GaussianDensity) ? new NormalMixtureSampler(options) : new LaneByLaneSampler(options);

    /// <summary>w_1, w_1 + w_2, ...</summary>
    protected static double[] CumulativeWeights(ParticleOptions options)
    {
        double sum = 0;
        return [.. options.Components.Select(component => sum += component.Weight)];
    }

    protected static int Choose(double[] cumulative, double uniform)
    {
        int k = 0;
        while (k < cumulative.Length - 1 && uniform >= cumulative[k])
            k++;
        return k;
    }
}

/// <summary>Any components, one replica after the other, each from a stream of its own.</summary>
internal sealed unsafe class LaneByLaneSampler(ParticleOptions options) : InitialSampler
{
    /// <summary>Sets these streams apart from those of the dynamics.</summary>
    private const ulong Purpose = 1UL << 60;
    private readonly VelocitySampler[] _samplers = [.. options.Components.Select(VelocitySamplers.For)];
    private readonly double[] _cumulative = CumulativeWeights(options);
    private readonly RandomStream _random = new(options.Seed, Purpose);

    public override void Fill(double* velocity, ulong firstReplica, LaneRandom random)
    {
        int d = options.Dimension;
        Span<double> single = stackalloc double[3];
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
        {
            _random.Restart(options.Seed, Purpose + firstReplica + (ulong)lane);
            int component = Choose(_cumulative, _random.NextUniform());
            for (int i = 0; i < options.Particles; i++)
            {
                if (i > 0 && !options.Mixture)
                    component = Choose(_cumulative, _random.NextUniform());
                _samplers[component](_random, single[..d]);
                for (int a = 0; a < d; a++)
                    velocity[(i * d + a) * LaneMath.Lanes + lane] = single[a];
            }
        }
    }
}

/// <summary>Mixtures of normal densities: eight at once.</summary>
internal sealed unsafe class NormalMixtureSampler : InitialSampler
{
    private readonly ParticleOptions _options;
    private readonly double[] _cumulative;

    /// <summary>For each component its mean and the rows of its Cholesky factor.</summary>
    private readonly double[][] _tables;
    private readonly NativeBuffer _gathered;

    public NormalMixtureSampler(ParticleOptions options)
    {
        _options = options;
        _cumulative = CumulativeWeights(options);
        int d = options.Dimension;
        _tables = [.. options.Components.Cast<GaussianDensity>().Select(component => component.Mean.Concat(component.Cholesky).ToArray())];
        _gathered = new((d + d * d) * LaneMath.Lanes);
    }

    public override void Dispose() => _gathered.Dispose();

    public override void Fill(double* velocity, ulong firstReplica, LaneRandom random)
    {
        const int lanes = LaneMath.Lanes;
        int d = _options.Dimension;
        double* table = _gathered.Pointer;
        for (int i = 0; i < _options.Particles; i++)
        {
            if (i == 0 || (!_options.Mixture && _tables.Length > 1))
                Gather(random.NextUniforms().First);
            (Vector512<double> x, Vector512<double> y) = random.NextNormals();
            Vector512<double> z = d == 3 ? random.NextNormals().First : Vector512<double>.Zero;
            for (int a = 0; a < d; a++)
            {
                double* row = table + (d + a * d) * lanes;
                Vector512<double> sum = Vector512.Load(table + a * lanes) + Vector512.Load(row) * x;
                if (a > 0)
                    sum += Vector512.Load(row + lanes) * y;
                if (a > 1)
                    sum += Vector512.Load(row + 2 * lanes) * z;
                Vector512.Store(sum, velocity + (i * d + a) * lanes);
            }
        }
    }

    private void Gather(Vector512<double> uniform)
    {
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
        {
            double[] table = _tables[Choose(_cumulative, uniform[lane])];
            for (int value = 0; value < table.Length; value++)
                _gathered.Pointer[value * LaneMath.Lanes + lane] = table[value];
        }
    }
}
