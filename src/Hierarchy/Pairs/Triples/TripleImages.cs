using System.Runtime.CompilerServices;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// <see cref="TripleSymmetry"/> for slices of representatives: H(r; b,c) = E(r; b,c) + E(b; r,c) + E(c; r,b), in place, where E(s r'; b,c) = E(r'; s^-1 b, s^-1 c) comes
/// from the slice of the representative r'.
/// </summary>
/// <remarks>
/// The places of a triple of points (a, b, c) are (r; s^-1 y, s^-1 z) with any of its points s r in front: six, or more where further elements leave a
/// representative in place. All of them receive one sum, so H has every symmetry to the last bit. The triples are visited by their representatives i &lt;= j
/// &lt;= k in tiles, each once: where they differ and nothing else leaves them in place every (r_i; s r_j, t r_k) is a triple of its own; of others the first of its
/// places counts, and of the values that rounding alone tells apart the first.
/// </remarks>
internal sealed unsafe class TripleImages
{
    private const int Tile = 8;

    /// <summary>The places of a triple: three points in front, two orders of the rest, and the elements that leave a representative in the plane in place.</summary>
    private const int MostPlaces = 3 * 2 * 2;

    private readonly VelocityOrbits _orbits;
    private readonly int _size;
    private readonly int _tiles;

    /// <summary>The number of s^-1 t, row s.</summary>
    private readonly int[] _quotient;

    /// <summary>For each representative the elements that leave it in place.</summary>
    private readonly int[][] _stabilisers;

    /// <summary>For a symmetry of d = 2.</summary>
    public TripleImages(VelocityOrbits orbits)
    {
        _orbits = orbits;
        _size = orbits.Grid.Size;
        _tiles = (orbits.Count + Tile - 1) / Tile;
        _stabilisers = [.. Enumerable.Range(0, orbits.Count).Select(k => orbits.Stabilisers.Elements(k) ?? [0])];
        _quotient = new int[orbits.Order * orbits.Order];
        for (int s = 0; s < orbits.Order; s++)
        {
            for (int t = 0; t < orbits.Order; t++)
                _quotient[s * orbits.Order + t] = Quotient(s, t);
        }
    }

    /// <summary>Turns W into H, E(a; b,c) = factor W(a; b,c) + u(a) X(b,c) + v(a) Y(b,c).</summary>
    /// <param name="values">W, the slices of representatives, each symmetric to the last bit.</param>
    /// <param name="terms">The other factors, at all points; X and Y have the symmetry but for rounding.</param>
    public void Apply(double* values, in TripleTerms terms)
    {
        var tiles = new Tiles(this, values, terms);
        WorkCrew.Run(_tiles * _tiles, tiles);
    }

    private int Quotient(int s, int t)
    {
        int[] back = _orbits.InverseMap(s), map = _orbits.Map(t);
        return Enumerable.Range(0, _orbits.Order).First(e => Enumerable.Range(0, _size).All(i => _orbits.Map(e)[i] == back[map[i]]));
    }

    /// <summary>The triples with i and j in two tiles.</summary>
    private readonly struct Tiles(TripleImages owner, double* values, TripleTerms terms) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            int first = chunk / owner._tiles, second = chunk % owner._tiles, order = owner._orbits.Order;
            if (second < first)
                return;
            for (int third = second; third < owner._tiles; third++)
            {
                for (int both = 0; both < order * order; both++)
                    Visit(first * Tile, second * Tile, third * Tile, both / order, both % order);
            }
        }

        /// <summary>(r_i; s r_j, t r_k) with the numbers i, j, k in three tiles.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Visit(int first, int second, int third, int s, int t)
        {
            VelocityOrbits orbits = owner._orbits;
            int[] points = orbits.Points, ofS = orbits.Map(s), ofT = orbits.Map(t), backS = orbits.InverseMap(s), backT = orbits.InverseMap(t);
            int[] fromS = orbits.Map(owner._quotient[s * orbits.Order + t]), fromT = orbits.Map(owner._quotient[t * orbits.Order + s]);
            int count = orbits.Count;
            for (int i = first; i < Math.Min(first + Tile, count); i++)
            {
                for (int j = Math.Max(second, i); j < Math.Min(second + Tile, count); j++)
                {
                    int b = ofS[points[j]];
                    if (orbits.Element[b] != s)
                        continue;
                    bool isPlain = i < j && owner._stabilisers[i].Length * owner._stabilisers[j].Length == 1;
                    for (int k = Math.Max(third, j); k < Math.Min(third + Tile, count); k++)
                    {
                        int c = ofT[points[k]];
                        if (orbits.Element[c] != t)
                            continue;
                        if (isPlain && j < k && owner._stabilisers[k].Length == 1)
                            AddPlain(new(i, b, c), new(j, backS[points[i]], fromS[points[k]]), new(k, backT[points[i]], fromT[points[j]]));
                        else
                            AddAny(i, b, c);
                    }
                }
            }
        }

        /// <summary>Three places, each in two orders.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void AddPlain(in TriplePlace x, in TriplePlace y, in TriplePlace z)
        {
            double sum = Term(x) + Term(y) + Term(z);
            Write(x, sum);
            Write(y, sum);
            Write(z, sum);
        }

        /// <summary>All places of a triple, unless this is not the first of those with its representatives in their order.</summary>
        private void AddAny(int i, int b, int c)
        {
            VelocityOrbits orbits = owner._orbits;
            TriplePlace* places = stackalloc TriplePlace[MostPlaces];
            TriplePlace own = new(i, b, c);
            int count = 0;
            double sum = 0;
            int* leaders = stackalloc int[3] { orbits.Points[i], b, c };
            for (int front = 0; front < 3; front++)
            {
                int leader = leaders[front], y = leaders[front == 0 ? 1 : 0], z = leaders[front == 2 ? 1 : 2], slice = orbits.Representative[leader], start = count;
                int[] back = orbits.InverseMap(orbits.Element[leader]);
                foreach (int element in owner._stabilisers[slice])
                {
                    int[] map = orbits.Map(element);
                    places[count++] = new(slice, map[back[y]], map[back[z]]);
                    places[count++] = new(slice, map[back[z]], map[back[y]]);
                }
                TriplePlace least = places[start];
                for (int p = start; p < count; p++)
                {
                    if (IsBefore(places[p], least))
                        least = places[p];
                    if (IsOrdered(places[p]) && IsBefore(places[p], own))
                        return;
                }
                sum += Term(least);
            }
            for (int p = 0; p < count; p++)
                values[At(places[p])] = sum;
        }

        private bool IsOrdered(in TriplePlace place)
        {
            int second = owner._orbits.Representative[place.Second];
            return place.Slice <= second && second <= owner._orbits.Representative[place.Third];
        }

        private static bool IsBefore(in TriplePlace one, in TriplePlace other) =>
            one.Slice != other.Slice ? one.Slice < other.Slice : one.Second != other.Second ? one.Second < other.Second : one.Third < other.Third;

        private long At(in TriplePlace place) => ((long)place.Slice * owner._size + place.Second) * owner._size + place.Third;

        private double Term(in TriplePlace place)
        {
            int leader = owner._orbits.Points[place.Slice];
            long pair = (long)place.Second * owner._size + place.Third;
            return terms.Factor * values[At(place)] + terms.U[leader] * terms.X[pair] + terms.V[leader] * terms.Y[pair];
        }

        private void Write(in TriplePlace place, double value)
        {
            values[At(place)] = value;
            values[At(new(place.Slice, place.Third, place.Second))] = value;
        }
    }
}

/// <summary>A place among slices of representatives.</summary>
/// <param name="Slice">The number of the representative r.</param>
/// <param name="Second">The point b.</param>
/// <param name="Third">The point c.</param>
internal readonly record struct TriplePlace(int Slice, int Second, int Third);

/// <summary>What E(a; b,c) = factor W(a; b,c) + u(a) X(b,c) + v(a) Y(b,c) is made of beside W: u and v have n^d values, X and Y n^{2d}, symmetric.</summary>
internal unsafe struct TripleTerms
{
    public double Factor;
    public double* U, X, V, Y;
}
