using Concordat.Commands;

return await CommandLine.RunAsync(args, new CommandServices(), CancellationToken.None);
