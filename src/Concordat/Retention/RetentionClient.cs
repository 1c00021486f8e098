using System.Text.Json;
using Concordat.Commands;
using Concordat.Hosting;
using Concordat.Ledger;

namespace Concordat.Retention;

/// <summary>Has an act done: by the gateway where one serves, or here, over the ledger itself.</summary>
internal static class RetentionClient
{
    /// <exception cref="CommandException">There is no ledger, or neither can do it.</exception>
    public static async Task<RetentionAnswer> RunAsync(string configuration, RetentionAct act, CommandServices services, CancellationToken cancellationToken)
    {
        var config = Installation.Load(configuration, services).Config;
        if (!File.Exists(Path.Combine(DataFolder.Ledger(config), "checkpoint")))
        {
            throw new CommandException($"concordat: there is no ledger in `{DataFolder.Ledger(config)}` yet");
        }

        await using var database = config.Database is { } shared ? SharedDatabase.Open(shared, services.Environment) : null;
        using var keys = LedgerKeys.Load(config.Ledger, services.Environment);
        LedgerWriter ledger;
        try
        {
            ledger = LedgerWriter.Open(keys.Options(config, database?.Ledger), services.Time);
        }
        catch (LedgerLockedException e)
        {
            return await ControlSocket.AskAsync(DataFolder.Control(config), act, cancellationToken)
                ?? throw new CommandException($"concordat: {e.Message}");
        }

        await using (ledger)
        {
            await using var stores = await SharedDatabase.OpenStoresAsync(config, services.Environment, services.Time, cancellationToken);
            await using var parts = RetentionParts.Open(config, ledger, stores, services.Environment, services.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
            return await parts.Desk.RunAsync(act, cancellationToken);
        }
    }

    /// <summary>Tells what came of it: what went right on standard output, what did not on standard error.</summary>
    public static async Task<int> TellAsync(RetentionAnswer answer, bool asJson, CommandServices services)
    {
        if (asJson)
        {
            await services.Output.WriteLineAsync(JsonSerializer.Serialize(answer with { Content = null }, RetentionJson.Plain.RetentionAnswer));
        }
        else if (answer.Code == ExitCode.Done)
        {
            await services.Output.WriteLineAsync(answer.Text);
        }
        else
        {
            await services.Error.WriteLineAsync($"concordat: {answer.Text}");
        }

        return answer.Code;
    }
}
