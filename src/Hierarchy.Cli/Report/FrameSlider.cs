using System.Net;
using System.Text;
using Hierarchy.Cli.Plots;

namespace Hierarchy.Cli.Report;

/// <summary>A figure that moves: its frames, of which the last is shown, and a slider that shows the others. All frames are in the page.</summary>
internal static class FrameSlider
{
    /// <summary>Appends the slider and the frames.</summary>
    /// <param name="html">The page.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="panels">Appends the panels of a frame, with the prefix of their identifiers and further attributes of the element that holds them.</param>
    public static void Append(StringBuilder html, Figure figure, Action<StringBuilder, IReadOnlyList<Panel>, string, string> panels)
    {
        int last = figure.Frames.Count - 1;
        html.Append($"<div class=\"frames\"><label>time <input type=\"range\" min=\"0\" max=\"{last}\" value=\"{last}\" step=\"1\" /> "
            + $"<output>{Encoded(figure.Frames[last].Time)}</output></label>\n");
        for (int k = 0; k <= last; k++)
            panels(html, figure.Frames[k].Panels, $"{figure.Name}-t{k}", $" data-time=\"{Encoded(figure.Frames[k].Time)}\"{(k < last ? " hidden=\"hidden\"" : "")}");
        html.Append("</div>\n");
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
