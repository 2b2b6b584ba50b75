namespace Hierarchy.TimeStepping;

/// <summary>
/// Runs the steps of <see cref="ExplicitScheme"/> in six arrays besides the state: once five slopes are known, all that is left of the step depends on them by
/// four sums (the sixth argument, and the parts of the new value, of the error and of the interpolant's free term), which take their places. The array of the first
/// slope stays, so that a step may be tried again, and takes the last one when a step is taken.
/// </summary>
internal sealed unsafe class ExplicitMethod(StateAlgebra algebra, SystemEvaluator system, WorkArrays arrays)
{
    /// <summary>The arrays of the state's length that the method takes.</summary>
    public const int MostArrays = 6;

    private int _first;
    private int _last = 5;
    private double _step;

    /// <summary>F(y): the first slope of the next step.</summary>
    public double* FirstSlope => arrays[_first];

    /// <summary>The new value of the last <see cref="Attempt"/>.</summary>
    public double* Value => arrays[1];

    /// <summary>The error of the last attempt.</summary>
    public double* Error => arrays[2];

    /// <summary>Where y lies after <see cref="Keep"/>.</summary>
    public double* Kept => arrays[4];

    /// <summary>Array i of four that are free between steps.</summary>
    public double* Scratch(int i) => arrays[i + 1];

    /// <summary>Tries a step of length <paramref name="h"/> from y with F(y) in <see cref="FirstSlope"/>; both stay as they are.</summary>
    /// <returns>
    /// The norm of the error, not finite if a value is not, and the growth |k_7 - k_6| / |y_7 - y_6| of the two slopes at the end of the step: below the
    /// spectral radius, and near to it
    /// where stability limits the steps.
    /// </returns>
    public (double Error, double Growth) Attempt(double* y, double h)
    {
        _step = h;
        double* argument = arrays[_last];
        for (int stage = 1; stage <= 4; stage++)
        {
            Gather(argument, y, h, stage);
            system.Evaluate(argument, arrays[stage]);
        }
        Split(argument, y, h);
        double* sixth = arrays[4];
        system.Evaluate(argument, sixth);
        Finish(sixth, h);
        double distance = algebra.Norm(1, Value, -1, argument);
        double* seventh = argument;
        system.Evaluate(Value, seventh);
        double growth = algebra.Norm(1, seventh, -1, sixth) / distance;
        algebra.Combine(Error, 1, Error, h * ExplicitScheme.E[6], seventh);
        return (algebra.Norm(1, Error), growth);
    }

    /// <summary>Keeps y, the value before the step, for <see cref="Interpolate"/>.</summary>
    public void Keep(double* y)
    {
        algebra.Combine(arrays[3], 1, arrays[3], _step * ExplicitScheme.D[6], arrays[_last]);
        algebra.Combine(Kept, 1, y, 0, y);
    }

    /// <summary>Writes the solution at a fraction of the step that was kept.</summary>
    public void Interpolate(double* result, double theta)
    {
        double rest = 1 - theta, value = theta * theta * (3 - 2 * theta);
        var terms = new MixTerms();
        terms.Read(Kept);
        terms.Read(Value);
        terms.Read(arrays[_first]);
        terms.Read(arrays[_last]);
        terms.Read(arrays[3]);
        terms.Write(result, 1 - value, value, _step * theta * rest * rest, -_step * theta * theta * rest, theta * theta * rest * rest);
        algebra.Mix(terms);
    }

    /// <summary>Writes the new value to y and makes the last slope the first.</summary>
    public void Commit(double* y)
    {
        algebra.Combine(y, 1, Value, 0, Value);
        (_first, _last) = (_last, _first);
    }

    /// <summary>The argument of a stage from the slopes before it.</summary>
    private void Gather(double* argument, double* y, double h, int stage)
    {
        var terms = new MixTerms();
        Span<double> weights = stackalloc double[stage + 1];
        weights[0] = 1;
        terms.Read(y);
        for (int j = 0; j < stage; j++)
        {
            terms.Read(j == 0 ? FirstSlope : arrays[j]);
            weights[j + 1] = h * ExplicitScheme.A[stage][j];
        }
        terms.Write(argument, weights);
        algebra.Mix(terms);
    }

    /// <summary>The sixth argument, and what five slopes give of the new value, the error and the free term of the interpolant, in place of the second to fourth slope.</summary>
    private void Split(double* argument, double* y, double h)
    {
        var terms = new MixTerms();
        terms.Read(y);
        terms.Read(FirstSlope);
        for (int j = 1; j <= 4; j++)
            terms.Read(arrays[j]);
        Write(ref terms, argument, 1, h, ExplicitScheme.A[5]);
        Write(ref terms, Value, 1, h, ExplicitScheme.A[6]);
        Write(ref terms, Error, 0, h, ExplicitScheme.E);
        Write(ref terms, arrays[3], 0, h, ExplicitScheme.D);
        algebra.Mix(terms);
    }

    /// <summary>Adds what the sixth slope gives.</summary>
    private void Finish(double* sixth, double h)
    {
        var terms = new MixTerms();
        terms.Read(Value);
        terms.Read(Error);
        terms.Read(arrays[3]);
        terms.Read(sixth);
        terms.Write(Value, 1, 0, 0, h * ExplicitScheme.A[6][5]);
        terms.Write(Error, 0, 1, 0, h * ExplicitScheme.E[5]);
        terms.Write(arrays[3], 0, 0, 1, h * ExplicitScheme.D[5]);
        algebra.Mix(terms);
    }

    private static void Write(ref MixTerms terms, double* result, double state, double h, double[] row)
    {
        Span<double> weights = stackalloc double[MixTerms.MostInputs];
        weights[0] = state;
        for (int j = 0; j < 5; j++)
            weights[j + 1] = h * row[j];
        terms.Write(result, weights);
    }
}
