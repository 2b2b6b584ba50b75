using Hierarchy.Cli.Commands;

return LastResort.Run(args);
