using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;

using var interruption = new Interruption();
return Application.Run(args, new Terminal(Console.Out, Console.Error, !Console.IsErrorRedirected), interruption.Token);
