using Concordat.Commands;
using Concordat.Hosting;

SocketThreads.GoOnWhereReady();
return await CommandLine.RunAsync(args, new CommandServices(), CancellationToken.None);
