namespace Hierarchy.Spectral;

/// <summary>How much of a line is given and wanted.</summary>
internal enum LineKind
{
    /// <summary>n points to n modes.</summary>
    Full,

    /// <summary>The first n/2 points, continued by zeros, to n modes.</summary>
    ZeroUpper,

    /// <summary>n modes to the first n/2 points.</summary>
    DropUpper,
}

/// <summary>
/// The passes of a transform of one length, as in Stockham's self-sorting algorithm (decimation in frequency): a pass of order r takes,
/// with m = n'/r, the points x[q + s(p + m i)], i = 0..r-1, to y[q + s(r p + k)] = exp(-2 pi i p k / n') sum_i x_i exp(-2 pi i i k / r)
/// for p = 0..m-1 and q = 0..s-1; then n' becomes m and s becomes r s. The last pass has no twiddle factors.
/// </summary>
/// <remarks>Source: C. Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM 1992, section 1.7.</remarks>
internal sealed unsafe class LinePlan
{
    /// <summary>Doubles of the first-level cache that the tile of one pass may take, real and imaginary parts together.</summary>
    private const int TileBudget = 2048;

    private readonly NativeBuffer _twiddles;

    /// <summary>Plans a line of <paramref name="length"/> points, even, 8..256, prime factors 2, 3 and 5.</summary>
    public LinePlan(int length, LineKind kind = LineKind.Full)
    {
        if (!IsSupported(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "length of a transform: even, 8..256, prime factors 2, 3, 5");
        Length = length;
        Kind = kind;
        Radices = kind switch
        {
            LineKind.ZeroUpper => [2, .. Factors(length / 2)],
            LineKind.DropUpper => [.. Factors(length / 2), 2],
            _ => Factors(length),
        };
        TwiddleOffsets = new int[Radices.Length];
        _twiddles = new NativeBuffer(4 * length);
        FillTwiddles();
    }

    /// <summary>n, the number of modes.</summary>
    public int Length { get; }

    public LineKind Kind { get; }

    /// <summary>The points read of each line.</summary>
    public int Inputs => Kind == LineKind.ZeroUpper ? Length / 2 : Length;

    /// <summary>The points written of each line.</summary>
    public int Outputs => Kind == LineKind.DropUpper ? Length / 2 : Length;

    /// <summary>The orders of the passes.</summary>
    public int[] Radices { get; }

    /// <summary>Where the factors of each pass begin.</summary>
    public int[] TwiddleOffsets { get; }

    /// <summary>The factors (cos, sin) of all passes.</summary>
    public double* Twiddles => _twiddles.Pointer;

    /// <summary>The doubles of scratch that a tile of <paramref name="lanes"/> lines needs: two stages, real and imaginary.</summary>
    public int Scratch(int lanes) => 4 * Length * lanes;

    /// <summary>The number of vectors of <paramref name="lanes"/> lines that share a tile.</summary>
    public int TileVectors(int lanes) => Math.Clamp(TileBudget / (2 * Length * lanes), 1, 4);

    /// <summary>Even, 8..256, prime factors 2, 3 and 5.</summary>
    public static bool IsSupported(int length)
    {
        if (length < 8 || length > 256 || length % 2 != 0)
            return false;
        foreach (int prime in (ReadOnlySpan<int>)[2, 3, 5])
        {
            while (length % prime == 0)
                length /= prime;
        }
        return length == 1;
    }

    /// <summary>
    /// The cheapest product of orders, by the measured cost of one point in each: small orders move more data, large ones run out of registers.
    /// </summary>
    private static int[] Factors(int length)
    {
        (double Cost, int[] Orders) best = (double.PositiveInfinity, []);
        foreach (int order in (ReadOnlySpan<int>)[20, 16, 12, 10, 9, 8, 6, 5, 4, 3, 2])
        {
            if (length % order != 0)
                continue;
            int[] rest = length == order ? [] : Factors(length / order);
            double total = Cost(order);
            foreach (int r in rest)
                total += Cost(r);
            if (total < best.Cost)
                best = (total, [order, .. rest]);
        }
        Array.Sort(best.Orders);
        return best.Orders;
    }

    private static double Cost(int order) => order switch
    {
        20 => 11.5,
        16 => 13,
        12 => 9,
        10 => 9.5,
        9 => 10,
        8 => 7.5,
        6 => 7,
        5 => 7.5,
        4 => 6,
        3 => 6,
        _ => 5.5,
    };

    private void FillTwiddles()
    {
        int remaining = Length, offset = 0;
        for (int pass = 0; pass < Radices.Length; pass++)
        {
            int order = Radices[pass], groups = remaining / order;
            TwiddleOffsets[pass] = offset;
            for (int p = 0; p < groups; p++)
            {
                for (int k = 1; k < order; k++, offset += 2)
                    (Twiddles[offset], Twiddles[offset + 1]) = UnitRoot(p * k, remaining);
            }
            remaining = groups;
        }
    }

    /// <summary>exp(-2 pi i k / n), with the angle brought into [0, pi/4] first so that it is exact to the last bits.</summary>
    private static (double Cos, double Sin) UnitRoot(int k, int n)
    {
        int eighths = 8 * (k % n);
        int octant = eighths / n, rest = eighths - octant * n;
        bool reflected = octant % 2 == 1;
        (double s, double c) = Math.SinCos(Math.PI / 4 * (reflected ? n - rest : rest) / n);
        if (reflected)
            (s, c) = (c, s);
        return (octant / 2) switch
        {
            0 => (c, -s),
            1 => (-s, -c),
            2 => (-c, s),
            _ => (s, c),
        };
    }
}
