namespace Hierarchy.Particles;

/// <summary>
/// All pairs of N particles in rounds of disjoint pairs (the circle method of a round-robin tournament): N - 1 rounds for even N, N for odd N.
/// A round is flown exactly, so a splitting over rounds has N operators instead of N (N-1)/2.
/// </summary>
internal sealed class Tournament
{
    private const int LargestTable = 64;
    private readonly int _players;
    private readonly int _particles;
    private readonly int[]?[] _table;
    private readonly int[] _round;

    /// <summary>A tournament of N &gt;= 2 particles.</summary>
    public Tournament(int particles)
    {
        _particles = particles;
        _players = particles + particles % 2;
        Pairs = particles / 2;
        _round = new int[2 * Pairs];
        _table = new int[Rounds][];
        for (int round = 0; round < Rounds && particles <= LargestTable; round++)
            _table[round] = Fill(round, new int[2 * Pairs]);
    }

    public int Rounds => _players - 1;

    /// <summary>The pairs of one round.</summary>
    public int Pairs { get; }

    /// <summary>The particles of the pairs of a round; valid until the next call.</summary>
    public int[] Round(int round) => _table[round] ?? Fill(round, _round);

    private int[] Fill(int round, int[] pairs)
    {
        int circle = _players - 1, at = 0;
        for (int m = 0; m < _players / 2; m++)
        {
            int first = round + m, second = m == 0 ? circle : round - m + circle;
            first = first >= circle ? first - circle : first;
            second = m > 0 && second >= circle ? second - circle : second;
            if (Math.Max(first, second) >= _particles)
                continue;
            pairs[at++] = first;
            pairs[at++] = second;
        }
        return pairs;
    }
}
