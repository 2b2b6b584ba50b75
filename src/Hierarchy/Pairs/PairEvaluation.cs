namespace Hierarchy.Pairs;

/// <summary>What one evaluation of <see cref="PairCollisions"/> reads and writes; all pointers belong to the caller.</summary>
internal unsafe struct PairEvaluation
{
    /// <summary>f, grad f, A*f and B*f.</summary>
    public LinearisationFields Fields;

    /// <summary>g, one column of every orbit.</summary>
    public double* Correlation;

    /// <summary>As many values as g: holds d_{2,0} g, axes counted from 0, up to the last pass.</summary>
    public double* Result;

    /// <summary>d_{2,1} g, up to the second pass.</summary>
    public double* Temporaries;

    /// <summary>d_{2,2} g in d = 3.</summary>
    public double* Further;

    /// <summary>1/N, the factor of P.</summary>
    public double Pair;

    /// <summary>(N-2)/N, the factor of T; at zero T is left out.</summary>
    public double Outside;

    /// <summary>1, or 0 for P[f x f] in place of P[f x f + g].</summary>
    public double Own;

    /// <summary>The multiple of I in the pair part.</summary>
    public double Isotropic;

    /// <summary>nu of the nu (Lap_1 + Lap_2) g that a regularised kernel adds.</summary>
    public double Diffusion;

    /// <summary>S in blocks, each of which takes the place of d_{2,1} g.</summary>
    public readonly double* Divergence => Temporaries;

    /// <summary>d_{2,c} g in blocks.</summary>
    public readonly double* Second(int c) => c == 0 ? Result : c == 1 ? Temporaries : Further;
}
