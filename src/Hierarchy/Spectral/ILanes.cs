namespace Hierarchy.Spectral;

/// <summary>
/// Count complex numbers side by side, real parts in one register and imaginary parts in another: one number of each of Count
/// lines that are transformed together. Every operation acts on all lanes alike, and in the same order of rounding for every
/// Count, so that a line gives the same bits in whichever lane and width it travels.
/// </summary>
/// <typeparam name="TSelf">The implementing structure; the kernels are generic over it and compiled once for each.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Reads Count neighbouring numbers.</summary>
    static abstract TSelf Load(double* re, double* im);

    /// <summary>Writes Count neighbouring numbers.</summary>
    void Store(double* re, double* im);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, double factor);

    /// <summary>a factor + b.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, double factor, TSelf b);

    /// <summary>a + i b.</summary>
    static abstract TSelf AddTurned(TSelf a, TSelf b);

    /// <summary>a - i b.</summary>
    static abstract TSelf SubtractTurned(TSelf a, TSelf b);

    /// <summary>a (factor[0] + i factor[1]), the same factor in every lane.</summary>
    static abstract TSelf Twiddle(TSelf a, double* factor);

    /// <summary>The number of neighbouring elements of a line that <see cref="Gather"/> and <see cref="Scatter"/> move at a time.</summary>
    static abstract int Step { get; }

    /// <summary>panel[j, l] = lines[l, j] for Count lines and Step elements; strides in doubles.</summary>
    static abstract void Gather(double* lines, nint lineStride, double* panel, nint panelStride);

    /// <summary>lines[l, j] = panel[j, l] for Count lines and Step elements; strides in doubles.</summary>
    static abstract void Scatter(double* panel, nint panelStride, double* lines, nint lineStride);
}

/// <summary>Transposes without vector instructions.</summary>
internal static unsafe class ScalarTranspose
{
    /// <summary>target[j, i] = source[i, j].</summary>
    public static void Run(double* source, nint sourceStride, int rows, int columns, double* target, nint targetStride)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                target[j * targetStride + i] = source[i * sourceStride + j];
        }
    }
}
