using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Hierarchy.Particles;

/// <summary>
/// P(theta &gt; theta_i) after k = 2, 3, ... turns of the unit sphere of R^3 by the angle h with uniform azimuths, theta_i = i h/64. For two turns
/// cos theta = cos^2 h + sin^2 h cos psi with psi uniform in [0, pi]; for more the Legendre series P(cos theta &lt; x) = (1+x)/2 + sum_l P_l(cos h)^k
/// (P_{l+1}(x) - P_{l-1}(x))/2, whose terms fall like l^-(k+1)/2, up to l h = 60.
/// </summary>
internal sealed class SphereJumpTable
{
    /// <summary>The points of an angle h; the first turn ends at one of them.</summary>
    public const int PerJump = 64;

    /// <summary>The most turns.</summary>
    public const int MostJumps = 80;

    /// <summary>Angles beyond 30 h are not reached by turns that tables are used for.</summary>
    private const double Reach = 30, SeriesEnd = 60, Nothing = 1e-11;

    private static readonly ConcurrentDictionary<double, Lazy<SphereJumpTable>> Known = new();
    private readonly double[] _survival;

    private SphereJumpTable(double angle)
    {
        Spacing = angle / PerJump;
        bool wholeSphere = Math.PI < Reach * angle;
        Points = wholeSphere ? (int)Math.Ceiling(Math.PI / Spacing) + 1 : (int)(Reach * PerJump) + 1;
        _survival = new double[Points * (MostJumps + 1)];
        double[] cosines = [.. Enumerable.Range(0, Points).Select(i => Math.Cos(Math.Min(Math.PI, i * Spacing)))];
        FillTwo(angle, cosines);
        FillMore(angle, cosines);
    }

    /// <summary>The table of an angle in (0, pi/2), made once.</summary>
    public static SphereJumpTable Of(double angle) => Known.GetOrAdd(angle, h => new Lazy<SphereJumpTable>(() => new SphereJumpTable(h))).Value;

    /// <summary>theta_i = i times this, at most pi.</summary>
    public double Spacing { get; }

    public int Points { get; }

    /// <summary>P(theta &gt; theta_i) by the number of turns; 0 for none and one, which are no functions of theta.</summary>
    public ReadOnlySpan<double> At(int point) => _survival.AsSpan(point * (MostJumps + 1), MostJumps + 1);

    private void FillTwo(double angle, double[] cosines)
    {
        (double sin, double cos) = Math.SinCos(angle);
        for (int i = 0; i < Points; i++)
            _survival[i * (MostJumps + 1) + 2] = 1 - Math.Acos(Math.Clamp((cosines[i] - cos * cos) / (sin * sin), -1, 1)) / Math.PI;
    }

    /// <summary>All points side by side, one degree after the other.</summary>
    private void FillMore(double angle, double[] cosines)
    {
        double[][] sums = [.. Enumerable.Range(0, MostJumps + 1).Select(_ => (double[])[.. cosines.Select(x => 0.5 * (1 + x))])];
        double[] before = [.. Enumerable.Repeat(1.0, Points)], now = [.. cosines], next = new double[Points], term = new double[Points];
        double step = Math.Cos(angle), legendreBefore = 1, legendre = step;
        for (int l = 1; l * angle <= SeriesEnd; l++)
        {
            for (int i = 0; i < Points; i++)
            {
                next[i] = ((2 * l + 1) * cosines[i] * now[i] - l * before[i]) / (l + 1);
                term[i] = 0.5 * (next[i] - before[i]);
            }
            double power = legendre * legendre * legendre;
            for (int k = 3; k <= MostJumps && Math.Abs(power) > Nothing; k++, power *= legendre)
                TensorPrimitives.MultiplyAdd(term, power, sums[k], sums[k]);
            (before, now, next) = (now, next, before);
            (legendreBefore, legendre) = (legendre, ((2 * l + 1) * step * legendre - l * legendreBefore) / (l + 1));
        }
        for (int i = 0; i < Points; i++)
        {
            for (int k = 3; k <= MostJumps; k++)
                _survival[i * (MostJumps + 1) + k] = i >= k * PerJump ? 0 : Math.Clamp(sums[k][i], 0, 1);
        }
    }
}
