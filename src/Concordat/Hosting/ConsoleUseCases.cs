using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Readiness;

namespace Concordat.Hosting;

/// <summary>Takes the console's people to what the gateway knows of use cases.</summary>
internal sealed class ConsoleUseCases(ConcordatGateway gateway, IConsoleData data) : IUseCases
{
    private const string Away = "the store does not answer; try again when it does";

    public async ValueTask<UseCaseDetail?> FindAsync(string id, CancellationToken cancellation)
    {
        if (data.UseCases.FirstOrDefault(known => known.Id.Equals(id, StringComparison.Ordinal)) is not { } useCase)
        {
            return null;
        }

        try
        {
            var (stages, steps, suite) = await gateway.StandingOfAsync(id, cancellation);
            return new UseCaseDetail(useCase, stages, steps, suite);
        }
        catch (OversightUnavailableException)
        {
            return new UseCaseDetail(useCase, [], [], null, Away);
        }
    }

    public async ValueTask<(string? Id, byte[]? Draft, string? Fault)> ProposeAsync(string useCase, ReadinessWish wish, CancellationToken cancellation)
    {
        try
        {
            var (id, payload) = await gateway.DraftReadinessAsync(useCase, wish, cancellation);
            return (id, payload, null);
        }
        catch (ReadinessException fault)
        {
            return (null, null, fault.Message);
        }
        catch (OversightUnavailableException)
        {
            return (null, null, Away);
        }
        catch (LedgerUnavailableException)
        {
            return (null, null, "the ledger cannot be counted now; try again when it takes entries");
        }
    }

    public async ValueTask<(string? UseCase, string? Fault)> TakeAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        try
        {
            var (document, _) = await gateway.TakeReadinessAsync(envelope, cancellation);
            return (document.Step.UseCase, null);
        }
        catch (ReadinessException fault)
        {
            return (null, fault.Message);
        }
        catch (OversightUnavailableException)
        {
            return (null, Away);
        }
        catch (LedgerUnavailableException)
        {
            return (null, "the ledger cannot record it now; try again when the ledger takes entries");
        }
    }
}
