using System.Text;

namespace Hierarchy.Cli.Output;

/// <summary>
/// A writer that gives its stream up when that cannot be written, since the results of a run do not depend on who listens: what comes later is dropped, and the
/// first failure is kept.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="spare">Takes what the stream cannot take because the libraries that it needs do not load.</param>
internal sealed class SteadyWriter(TextWriter inner, Action<string>? spare = null) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Why the stream was given up; null while it works.</summary>
    public string? Failure { get; private set; }

    public override void Write(char value) => Try(writer => writer.Write(value));

    public override void Write(string? value) => Try(writer => writer.Write(value), value);

    public override void Write(char[] buffer, int index, int count) => Try(writer => writer.Write(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void WriteLine() => Try(writer => writer.WriteLine());

    public override void WriteLine(string? value) => Try(writer => writer.WriteLine(value), value + "\n");

    public override void Flush() => Try(writer => writer.Flush());

    private void Try(Action<TextWriter> write, string? text = null)
    {
        if (Failure is not null)
            return;
        try
        {
            write(inner);
        }
        catch (Exception error) when (spare is not null && text is not null && WantOfFiles.Is(error))
        {
            spare(text);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or UnauthorizedAccessException or NotSupportedException)
        {
            Failure = error.Message.ReplaceLineEndings(" ");
        }
    }
}
