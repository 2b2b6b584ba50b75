using Hierarchy.Invariant;
using Hierarchy.Kernels;

namespace Hierarchy.Tests.Invariant;

public sealed unsafe class LinearisedTensorTests
{
    [Theory]
    [InlineData(-3), InlineData(-2.5), InlineData(-1), InlineData(0), InlineData(1)]
    public void The_radial_operator_by_potentials_agrees_with_that_of_the_pair_form(double gamma)
    {
        (double difference, double size) = Compare(18, gamma);
        Assert.InRange(difference, 0, (gamma > 0 ? 1e-5 : 2e-6) * size);
    }

    [Theory]
    [InlineData(-3), InlineData(-2), InlineData(0.5)]
    public void Momentum_is_kept_and_a_shifted_Maxwellian_is_in_equilibrium(double gamma)
    {
        using RadialBasis basis = RadialTrial.Basis(16, 2, 1);
        var moments = IAngularMoments.Of(new CollisionKernel(gamma, 1));
        using RadialCollisions collisions = new(basis, moments);
        using LinearisedTensor tensor = new(basis, moments, collisions);
        double[] maxwellian = new double[basis.Stride], mixed = new double[basis.Stride];
        InvariantStart.Density(basis, r => RadialTrial.Maxwellian(r, 1), maxwellian);
        InvariantStart.Density(basis, r => 0.3 * RadialTrial.Maxwellian(r, 0.6) + 0.7 * RadialTrial.Maxwellian(r, 0.9), mixed);
        double[] linear = Linear(basis), matrix = new double[basis.Count * basis.Stride];
        Assemble(tensor, basis, mixed, matrix);
        double largest = matrix.Max(Math.Abs);
        for (int j = 0; j < basis.Count; j++)
        {
            double momentum = 0;
            for (int i = 0; i < basis.Count; i++)
                momentum += linear[i] * matrix[i * basis.Stride + j];
            Assert.InRange(Math.Abs(momentum), 0, 1e-11 * largest);
        }
        // T (r Y_1 M) = 0 up to the error of the representation of M.
        Assemble(tensor, basis, maxwellian, matrix);
        for (int i = 0; i < basis.Count; i++)
        {
            double image = 0;
            for (int j = 0; j < basis.Count; j++)
                image += matrix[i * basis.Stride + j] * linear[j];
            Assert.InRange(Math.Abs(image), 0, 1e-7 * largest);
        }
    }

    private static (double Difference, double Size) Compare(int elements, double gamma)
    {
        using RadialBasis basis = RadialTrial.Basis(elements, 2, 1.5, 6);
        var moments = IAngularMoments.Of(new CollisionKernel(gamma, 1));
        using RadialCollisions collisions = new(basis, moments);
        using LinearisedTensor tensor = new(basis, moments, collisions);
        double[] density = new double[basis.Stride], first = new double[basis.Count * basis.Stride], second = new double[basis.Count * basis.Stride];
        InvariantStart.Density(basis, RadialTrial.TwoTemperatures.Density, density);
        tensor.Prepare(density);
        fixed (double* f = density, a = first, b = second)
        {
            tensor.Assemble(0, f, a);
            tensor.AssembleByPotentials(f, b);
        }
        return (first.Zip(second, (x, y) => Math.Abs(x - y)).Max(), first.Max(Math.Abs));
    }

    private static void Assemble(LinearisedTensor tensor, RadialBasis basis, double[] density, double[] matrix)
    {
        tensor.Prepare(density);
        fixed (double* f = density, result = matrix)
            tensor.Assemble(1, f, result);
    }

    /// <summary>The coefficients of r among the odd splines: r is reproduced, so that interpolation at the Greville points of a spline is exact.</summary>
    private static double[] Linear(RadialBasis basis) => [.. Enumerable.Range(0, basis.Count).Select(basis.Splines.Centre)];
}
