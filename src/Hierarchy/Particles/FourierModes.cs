namespace Hierarchy.Particles;

/// <summary>
/// The low Fourier modes of f_{N,1} and f_{N,2} on the box [-L, L)^d: E[exp(-i k.v_1)] for k = pi/L m, |m_a| &lt;= Single, and
/// E[exp(-i (k.v_1 + q.v_2))] for |m_a|, |n_a| &lt;= Pair. Half of them; the others are their complex conjugates.
/// </summary>
/// <param name="HalfWidth">L, positive.</param>
/// <param name="Single">In 1..16.</param>
/// <param name="Pair">In 0..Single/2; 0 leaves the pairs out.</param>
public sealed record FourierModes(double HalfWidth, int Single, int Pair)
{
    /// <summary>The modes m of f_{N,1}, d numbers each, without 0 and with the first number that is not zero positive.</summary>
    public IReadOnlyList<int[]> SingleModes(int dimension) => [.. Lattice(dimension, Single).Where(IsUpper)];

    /// <summary>
    /// The modes (m, n) of f_{N,2}, 2d numbers each, both m and n not 0, m &lt;= n in the lexical order by the symmetry of f_{N,2}, and of a mode and its
    /// conjugate one.
    /// </summary>
    public IReadOnlyList<int[]> PairModes(int dimension)
    {
        if (Pair == 0)
            return [];
        var modes = new List<int[]>();
        foreach (int[] first in Lattice(dimension, Pair).Where(IsUpper))
        {
            // Exchange and conjugation leave of every class the member whose first mode is upper; a pair of two upper modes is met twice.
            foreach (int[] second in Lattice(dimension, Pair).Where(mode => !mode.All(m => m == 0)))
            {
                int[] partner = IsUpper(second) ? second : [.. second.Select(m => -m)];
                if (Compare(first, partner) <= 0)
                    modes.Add([.. first, .. second]);
            }
        }
        return modes;
    }

    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    internal void Validate()
    {
        if (!(HalfWidth > 0) || !double.IsFinite(HalfWidth) || Single is < 1 or > 16 || Pair < 0 || Pair > Single / 2)
            throw new ArgumentException("Fourier modes have a positive half width, 1..16 single modes and pair modes up to half of them");
    }

    /// <summary>All m with |m_a| &lt;= largest, the last number fastest.</summary>
    internal static IEnumerable<int[]> Lattice(int dimension, int largest)
    {
        int side = 2 * largest + 1, count = (int)Math.Pow(side, dimension);
        for (int i = 0; i < count; i++)
        {
            int[] mode = new int[dimension];
            int rest = i;
            for (int a = dimension - 1; a >= 0; a--, rest /= side)
                mode[a] = rest % side - largest;
            yield return mode;
        }
    }

    private static bool IsUpper(int[] mode) => Array.Find(mode, m => m != 0) > 0;

    private static int Compare(int[] a, int[] b)
    {
        int at = 0;
        while (at < a.Length - 1 && a[at] == b[at])
            at++;
        return a[at].CompareTo(b[at]);
    }
}
