using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>The first pass of an evaluation, block by block: d_{1,c} g of the columns, which exchange symmetry makes d_{2,c} g of the transposed place.</summary>
/// <typeparam name="T">How g and its derivatives are stored.</typeparam>
internal readonly unsafe struct PairDifferences<T>(PairLayout layout, PairWorkers workers, PairEvaluation evaluation) : ILoopBody
    where T : struct, IStoredValues
{
    public void Run(int chunk, int worker)
    {
        PairScratch scratch = workers[worker].Scratch;
        double** seconds = stackalloc double*[3];
        for (int c = 0; c < layout.Grid.Dimension; c++)
            seconds[c] = evaluation.Second(c);
        scratch.Load<T>(evaluation.Correlation, chunk);
        for (int c = 0; c < layout.Grid.Dimension; c++)
        {
            scratch.Differentiate(scratch.Re, scratch.WorkRe, c);
            scratch.Differentiate(scratch.Im, scratch.WorkIm, c);
            if (layout.Orbits is not null)
                scratch.StoreImages<T>(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, c, seconds, chunk);
            else
                scratch.StoreTransposed<T>(scratch.WorkRe.Pointer, scratch.WorkIm.Pointer, seconds[c], chunk);
        }
    }
}
