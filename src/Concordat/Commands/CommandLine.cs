using System.CommandLine;
using Concordat.Configuration;
using Concordat.Ledger;
using Concordat.Oversight;

namespace Concordat.Commands;

/// <summary>The command line as a whole: the table of commands, and what becomes of errors.</summary>
internal static class CommandLine
{
    public static RootCommand Build(CommandServices services) =>
        new("Enforces the usage agreement between a department and its AI vendors, and keeps a record that both can check.")
        {
            new DemoCommand(services),
            new InitCommand(services),
            new ServeCommand(services),
            new AgreementCommand(services),
            new KeyCommand(services),
            new PreflightCommand(services),
            new ReportCommand(services),
            new SettleCommand(services),
            new LedgerCommand(services),
            new WitnessCommand(services),
            new CaseCommand(services),
            new ConsoleCommand(services),
            new ApproverCommand(services),
            new McpCommand(services),
            new DeploymentCommand(services),
            new CostsCommand(services),
            new OrderCommand(services),
            new RulingCommand(services),
            new UseCaseCommand(services),
            new ContentCommand(services),
            new CedarCommand(services),
            new SafeguardsCommand(services),
        };

    /// <summary>Runs one command line; never throws for what the user did.</summary>
    public static async Task<int> RunAsync(string[] args, CommandServices services, CancellationToken cancellationToken)
    {
        var parsed = Build(services).Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            await TellAsync(parsed, services.Error);
            return ExitCode.BadInput;
        }

        try
        {
            // The commands that wait handle signals themselves, so that they can end in order.
            var invocation = new InvocationConfiguration
            {
                Output = services.Output,
                Error = services.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (CommandException refusal)
        {
            foreach (var line in refusal.Lines)
            {
                await services.Error.WriteLineAsync(line);
            }

            return refusal.Code;
        }
        catch (LedgerCorruptException fault)
        {
            await services.Error.WriteLineAsync("concordat: " + HouseStyle(fault.Message));
            return ExitCode.CheckFailed;
        }
        catch (Exception fault) when (fault is FormatException or OversightUnavailableException or IOException or UnauthorizedAccessException)
        {
            await services.Error.WriteLineAsync("concordat: " + HouseStyle(fault.Message));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await services.Error.WriteLineAsync("concordat: stopped before it was done");
        }

        return ExitCode.BadInput;
    }

    // A mistyped word also counts as a missing command; only the word is told.
    private static async Task TellAsync(ParseResult parsed, TextWriter output)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));
            await output.WriteLineAsync($"concordat: unknown command or option `{word}`{Suggestion.For(word, known)}");
        }
        else
        {
            foreach (var error in parsed.Errors)
            {
                await output.WriteLineAsync("concordat: " + HouseStyle(error.Message));
            }
        }

        var path = string.Join(' ', command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(c => c.Name + " "));
        await output.WriteLineAsync($"concordat: `concordat {path}{(command is RootCommand ? "" : command.Name + " ")}--help` says what is possible");
    }

    // Messages of libraries come as sentences with 'quotes'; ours do not.
    private static string HouseStyle(string message)
    {
        var text = message.Trim().TrimEnd('.').Replace('\'', '`').Replace('"', '`');
        return text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
