using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>Arrays of a state's length, each taken when it is first asked for, that the methods of one stepper share: what they hold is lost when another method steps.</summary>
internal sealed unsafe class WorkArrays(int length) : IDisposable
{
    private readonly List<NativeBuffer> _arrays = [];

    /// <summary>The arrays taken so far.</summary>
    public int Count => _arrays.Count;

    /// <summary>Array i.</summary>
    public double* this[int i]
    {
        get
        {
            while (_arrays.Count <= i)
                _arrays.Add(new NativeBuffer(length));
            return _arrays[i].Pointer;
        }
    }

    public void Dispose()
    {
        foreach (NativeBuffer array in _arrays)
            array.Dispose();
        _arrays.Clear();
    }
}
