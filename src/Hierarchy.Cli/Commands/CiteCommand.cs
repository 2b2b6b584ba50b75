using System.CommandLine;
using Hierarchy.Cli.Output;

namespace Hierarchy.Cli.Commands;

/// <summary>cite: how the program and the paper are cited, as BibTeX.</summary>
internal static class CiteCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("cite", "Print BibTeX for this program and for the paper whose models it solves.");
        command.SetAction(_ =>
        {
            terminal.Out.Write(Text());
            return (int)ExitCode.Done;
        });
        return command;
    }

    /// <summary>Both entries with a final line feed.</summary>
    internal static string Text() =>
        $$$"""
        @software{hierarchy,
          title   = {Hierarchy: a pseudo-spectral solver of the BBGKY and Landau hierarchies of the Kac model},
          author  = {{The Hierarchy authors}},
          version = {{{{SourceVersion.Number}}}},
          license = {MIT}
        }

        @misc{carrillo2025fisher,
          title  = {From {Fisher} information decay for the {Kac} model to the {Landau-Coulomb} hierarchy},
          author = {Carrillo, Jos{\'e} Antonio and Guo, Shuchen},
          year   = {2025},
          eprint = {2502.18606},
          archivePrefix = {arXiv},
          doi    = {10.48550/arXiv.2502.18606}
        }

        """.ReplaceLineEndings("\n");
}
