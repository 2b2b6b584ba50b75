using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// Several weighted sums of up to six vectors in one pass, result_r = sum_j w_rj x_j. All inputs at a place are read before the results are written there, so
/// that results may take the
/// places of inputs.
/// </summary>
internal unsafe struct MixTerms
{
    /// <summary>The most vectors and the most sums.</summary>
    public const int MostInputs = 6, MostResults = 4;

    private fixed long _inputs[MostInputs];
    private fixed long _results[MostResults];
    private fixed double _weights[MostInputs * MostResults];
    private int _inputCount;
    private int _resultCount;

    /// <summary>Adds a vector.</summary>
    public void Read(double* vector) => _inputs[_inputCount++] = (long)vector;

    /// <summary>Adds a sum with a weight for each vector in their order; all vectors are added before.</summary>
    public void Write(double* result, params ReadOnlySpan<double> weights)
    {
        for (int j = 0; j < _inputCount; j++)
            _weights[_resultCount * MostInputs + j] = weights[j];
        _results[_resultCount++] = (long)result;
    }

    /// <summary>Forms the sums for values first to end - 1 of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>(long first, long end)
        where T : struct, IStoredValues
    {
        Vector512<double>* sums = stackalloc Vector512<double>[MostResults];
        long i = first;
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            for (int r = 0; r < _resultCount; r++)
            {
                Vector512<double> sum = Vector512.Create(_weights[r * MostInputs]) * T.Load((double*)_inputs[0], i);
                for (int j = 1; j < _inputCount; j++)
                    sum = Vector512.FusedMultiplyAdd(Vector512.Create(_weights[r * MostInputs + j]), T.Load((double*)_inputs[j], i), sum);
                sums[r] = sum;
            }
            for (int r = 0; r < _resultCount; r++)
                T.Store(sums[r], (double*)_results[r], i);
        }
        for (; i < end; i++)
            RunOne<T>(i);
    }

    private readonly void RunOne<T>(long i)
        where T : struct, IStoredValues
    {
        double* sums = stackalloc double[MostResults];
        for (int r = 0; r < _resultCount; r++)
        {
            double sum = _weights[r * MostInputs] * T.Get((double*)_inputs[0], i);
            for (int j = 1; j < _inputCount; j++)
                sum = Math.FusedMultiplyAdd(_weights[r * MostInputs + j], T.Get((double*)_inputs[j], i), sum);
            sums[r] = sum;
        }
        for (int r = 0; r < _resultCount; r++)
            T.Set(sums[r], (double*)_results[r], i);
    }
}
