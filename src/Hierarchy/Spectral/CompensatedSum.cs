namespace Hierarchy.Spectral;

/// <summary>A sum with a carried rounding error (Neumaier, Z. angew. Math. Mech. 54, 1974): as accurate as one in twice the precision, then rounded.</summary>
internal struct CompensatedSum
{
    private double _sum, _error;

    /// <summary>The sum.</summary>
    public readonly double Value => _sum + _error;

    /// <summary>Adds a term.</summary>
    public void Add(double term)
    {
        double sum = _sum + term;
        _error += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }
}
