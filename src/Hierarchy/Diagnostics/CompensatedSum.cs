namespace Hierarchy.Diagnostics;

/// <summary>
/// A running sum with the lost low-order parts kept aside (Neumaier, ZAMM 54, 1974): the error stays near one rounding of the result,
/// whatever the number of terms, so that drifts of conserved moments near 1e-15 are those of the state and not of the sum.
/// </summary>
public struct CompensatedSum
{
    private double _sum;
    private double _lost;

    public readonly double Value => _sum + _lost;

    public void Add(double term)
    {
        double next = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - next + term : term - next + _sum;
        _sum = next;
    }
}
