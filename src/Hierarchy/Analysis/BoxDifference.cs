using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>
/// What a moment of a model on the grid and of particles may differ by because the grid holds the datum in its box and the particles sample all of R^d: the difference at
/// time 0, and, since moments pass what they lack on to each other (the covariance becomes isotropic, correlations grow out of it), the relative difference of the energy and
/// of E|v|^4 at time 0 times the size of the moment.
/// </summary>
internal sealed class BoxDifference
{
    private readonly ResultTable _results;
    private readonly string _model, _reference;
    private readonly ParticleNumber _particles;
    private readonly double _energy, _second, _fourth;

    public BoxDifference(ResultTable results, string model, string reference, ParticleNumber particles)
    {
        (_results, _model, _reference, _particles) = (results, model, reference, particles);
        _energy = Initial(reference, "energy");
        _second = Relative("energy");
        _fourth = Math.Max(2 * _second, Relative("fourth_moment"));
    }

    /// <summary>The most that a moment differs by.</summary>
    /// <param name="quantity">Its name.</param>
    /// <param name="value">Its size at the time that is compared.</param>
    public double Of(string quantity, double value)
    {
        double later = quantity switch
        {
            "fourth_moment" or "pair_energy_covariance" => _fourth * Math.Abs(value),
            _ when quantity.StartsWith("covariance_", StringComparison.Ordinal) => _second * OrZero(_energy),
            _ => _second * Math.Abs(value),
        };
        return Math.Max(later, OrZero(Math.Abs(Initial(_model, quantity) - Initial(_reference, quantity))));
    }

    private double Relative(string quantity) => OrZero(Math.Abs(Initial(_model, quantity) / Initial(_reference, quantity) - 1));

    private double Initial(string model, string quantity) => _results.Find(model, _particles, 0, quantity)?.Value ?? double.NaN;

    private static double OrZero(double value) => double.IsFinite(value) ? value : 0;
}
