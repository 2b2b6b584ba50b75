namespace Hierarchy.Spectral;

/// <summary>
/// One pass of the transform of a tile of lines: Planes x Groups x Rows x Vectors butterflies, each of r points that lie SourceStep apart
/// in the source and TargetStep apart in the target. All steps are in doubles.
/// </summary>
internal unsafe struct PassFrame
{
    public double* SourceRe;
    public double* SourceIm;
    public nint SourcePlane;
    public nint SourceGroup;
    public nint SourceRow;
    public nint SourceStep;
    public double* TargetRe;
    public double* TargetIm;
    public nint TargetPlane;
    public nint TargetGroup;
    public nint TargetRow;
    public nint TargetStep;

    /// <summary>r - 1 factors (cos, sin) for each group, for the outputs 1..r-1.</summary>
    public double* Twiddles;
    public double Scale;
    public int Planes;
    public int Groups;
    public int Rows;
    public int Vectors;
}

/// <summary>What a pass does to the outputs of its butterflies; a structure, so that each kind is compiled apart.</summary>
internal interface IPassMode
{
    /// <summary>Outputs 1..r-1 are multiplied by the twiddle factors of their group.</summary>
    static abstract bool Twiddled { get; }

    /// <summary>All outputs are multiplied by the scale.</summary>
    static abstract bool Scaled { get; }
}

internal readonly struct TwiddledPass : IPassMode
{
    public static bool Twiddled => true;

    public static bool Scaled => false;
}

internal readonly struct PlainPass : IPassMode
{
    public static bool Twiddled => false;

    public static bool Scaled => false;
}

internal readonly struct ScaledPass : IPassMode
{
    public static bool Twiddled => false;

    public static bool Scaled => true;
}

/// <summary>A butterfly of fixed order between two strided places.</summary>
internal unsafe interface IRadix
{
    /// <summary>r, which is also the number of outputs unless half of them are dropped.</summary>
    static abstract int Order { get; }

    /// <summary>Reads the inputs, transforms, applies the mode and writes the outputs.</summary>
    static abstract void Apply<T, TMode>(double* re, double* im, nint step, double* outRe, double* outIm, nint outStep, double* twiddles, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode;
}
