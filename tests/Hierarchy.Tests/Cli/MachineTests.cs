using System.Text;
using Hierarchy.Results;

namespace Hierarchy.Tests.Cli;

/// <summary>The name of the processor from what three systems tell, in the form in which they tell it.</summary>
public sealed class MachineTests
{
    [Theory]
    [InlineData("processor\t: 0\nmodel\t\t: 85\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.20GHz\nflags\t\t: fpu\n", "Intel(R) Xeon(R) CPU @ 2.20GHz")]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n", null)]
    public void Linux_has_a_line_where_it_has_a_name(string content, string? name)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(name, MachineDescription.Linux(folder.Write("cpuinfo", content)));
    }

    [Theory]
    [InlineData("AMD Ryzen 7 5800X 8-Core Processor             ", "AMD Ryzen 7 5800X 8-Core Processor")]
    [InlineData("   ", null)]
    [InlineData(7, null)]
    [InlineData(null, null)]
    public void Windows_has_a_padded_text(object? value, string? name) => Assert.Equal(name, MachineDescription.Windows(value));

    [Theory]
    [InlineData("Apple M1 Pro\0", "Apple M1 Pro")]
    [InlineData("Apple M2", "Apple M2")]
    [InlineData("Apple M3\0rest", "Apple M3")]
    [InlineData("\0", null)]
    [InlineData("", null)]
    public void A_mac_has_bytes_up_to_a_zero(string bytes, string? name) => Assert.Equal(name, MachineDescription.Mac(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void Memory_is_something_everywhere() => Assert.InRange(MachineDescription.Memory, 1L << 26, long.MaxValue);
}
