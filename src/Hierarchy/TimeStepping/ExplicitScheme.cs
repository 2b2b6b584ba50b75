namespace Hierarchy.TimeStepping;

/// <summary>
/// The explicit pair of order 5(4) of Tsitouras with seven slopes, the last of which is the first of the next step,
///     k_i = F(y + h sum_j A_ij k_j),   y_new = y + h sum_i A_7i k_i,   error = h sum_i E_i k_i,
/// and its interpolant of fourth order without further evaluations, for theta in [0, 1]:
///     y(theta) = (1 - w) y + w y_new + h (theta (1-theta)^2 k_1 - theta^2 (1-theta) k_7 + theta^2 (1-theta)^2 sum_i D_i k_i),   w = theta^2 (3 - 2 theta).
/// </summary>
/// <remarks>
/// C. Tsitouras, Runge-Kutta pairs of order 5(4) satisfying only the first column simplifying assumption, Comput. Math. Appl. 62 (2011) 770. The D_i are the
/// leading coefficients of its
/// continuous weights; the rest of them is Hermite interpolation.
/// </remarks>
internal static class ExplicitScheme
{
    /// <summary>Evaluations a step.</summary>
    public const int Stages = 6;

    /// <summary>The error estimate is of this order in the step.</summary>
    public const int EstimateOrder = 5;

    /// <summary>The method is stable on [-3.5068, 0].</summary>
    public const double Interval = 3.5068;

    /// <summary>A_ij, the last row being the weights of the new value.</summary>
    public static double[][] A { get; } =
    [
        [],
        [0.161],
        [-0.008480655492356989, 0.335480655492357],
        [2.8971530571054935, -6.359448489975075, 4.3622954328695815],
        [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525],
        [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383],
        [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
    ];

    /// <summary>The new value less that of fourth order.</summary>
    public static double[] E { get; } =
    [
        -0.00178001105222577714, -0.0008164344596567469, 0.007880878010261995, -0.1447110071732629, 0.5823571654525552, -0.45808210592918697,
        0.015151515151515152,
    ];

    /// <summary>The free term of the interpolant.</summary>
    public static double[] D { get; } =
    [
        -1.0530884977290216, 0.1017, 2.490627285651252793, -16.54810288924490272, 47.37952196281928122, -34.87065786149660974, 2.5,
    ];
}
