using Hierarchy.LowRank;
using Hierarchy.Ranks;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Equations;

/// <summary>Tall matrices whose rows lie on several ranks: products against plain sums, columns that come back where they were, and the bytes that are sent.</summary>
public class RowTeamTests
{
    private const int Size = 1000;

    private static double Entry(int row, int column) => Math.Sin(1.3 * row + 0.7 * column) + 0.1 * Math.Cos(row * column);

    private static DenseMatrix Rows(RowTeam team, int columns)
    {
        DenseMatrix matrix = team.Make(columns);
        for (int i = 0; i < team.Rows; i++)
        {
            for (int k = 0; k < columns; k++)
                matrix[i, k] = Entry(team.First + i, k);
        }
        return matrix;
    }

    private static double[] Flat(DenseMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).SelectMany(i => matrix.Row(i).ToArray())];

    /// <summary>W^T Y, a Gram matrix, sums of squares and products with a field: the values of plain sums, and the same bits on any number of ranks.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Sums_over_rows_have_the_bits_of_one_rank(int count)
    {
        const int left = 70, right = 133;
        double[] field = [.. Enumerable.Range(0, Size).Select(i => Entry(i, 5000))];
        double[] Sums(RankGroup? ranks)
        {
            var team = new RowTeam(ranks, Size);
            using DenseMatrix one = Rows(team, left), other = Rows(team, right), product = team.TransposeProduct(one, other), gram = team.Gram(one);
            return [.. Flat(product), .. Flat(gram), .. team.TransposeTimes(one, field), team.SquaredNorm(one), .. team.Column(other, 100)];
        }
        double[] alone = Sums(null);
        Assert.All(ThreadRanks.Run(count, Sums), part => Assert.Equal(alone, part));
        for (int at = 0; at < left * right; at += 997)
            Assert.Equal(Enumerable.Range(0, Size).Sum(i => Entry(i, at / right) * Entry(i, at % right)), alone[at], 1e-10);
        Assert.Equal(Enumerable.Range(0, Size).Sum(i => field[i] * Entry(i, 3)), alone[left * (right + left) + 3], 1e-10);
        Assert.Equal([.. Enumerable.Range(0, Size).Select(i => Entry(i, 100))], alone[^Size..]);
    }

    /// <summary>Rows become columns and columns rows; a rank sends its rows of the columns of others, n^d c (k - 1)/k^2 values of equal parts, twice.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Columns_are_exchanged_and_counted(int count)
    {
        const int columns = 64;
        (bool Same, long Sent, int Rows)[] parts = ThreadRanks.Run(count, ranks =>
        {
            var team = new RowTeam(ranks, Size);
            using DenseMatrix rows = Rows(team, columns), back = team.Make(columns);
            bool same = true;
            long before = ranks.SentBytes;
            foreach (ColumnWave wave in team.Waves(columns, 16, 1))
            {
                using DenseMatrix whole = team.Exchange.ToColumns(rows, wave);
                for (int i = 0; i < Size; i++)
                {
                    for (int k = 0; k < wave.Count; k++)
                        same &= whole[i, k] == Entry(i, wave.First + k);
                }
                team.Exchange.ToRows(whole, wave, back);
            }
            return (same && Flat(rows).SequenceEqual(Flat(back)), ranks.SentBytes - before, team.Rows);
        });
        int share = columns / count;
        Assert.All(parts, part => Assert.True(part.Same));
        Assert.All(parts, part => Assert.Equal(sizeof(double) * ((long)part.Rows * (columns - share) + (long)(Size - part.Rows) * share), part.Sent));
        Assert.Equal(Size, parts.Sum(part => part.Rows));
    }
}
