using Concordat.Gateway.Admission;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Readiness;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Pipeline;

/// <summary>Lets a request in: room for it, an agreement in force, a valid key, a registered use case. Thread-safe.</summary>
internal sealed class AdmitStage(
    GatewayState state, KeyVerifier keys, Commitments commitments, QuorumGate quorum, OrderWatch orders, RulingWatch rulings, CertificateWatch certificates, ReadinessWatch readiness, TimeProvider time)
{
    private int _inFlight;

    public TimeProvider Time { get; } = time;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Opens the exchange; whoever gets one calls <see cref="Leave"/> when it is over.</summary>
    public (Exchange? Exchange, GatewayError? Error) Admit(HttpContext http, Dialect dialect)
    {
        // An agreement can run out while the process serves.
        var now = Time.GetUtcNow();
        var version = state.BeginRead();
        if (state.Current is not { } model || !model.Agreement.IsInForce(now))
        {
            return (null, GatewayErrors.NotReady);
        }

        if (quorum.IsShut(model.Agreement))
        {
            return (null, GatewayErrors.NoQuorum);
        }

        if (orders.Fault is not null)
        {
            return (null, GatewayErrors.StoreUnavailable);
        }

        if (Verify(http, out var key) is { } refused)
        {
            return (null, refused);
        }

        if (!model.UseCases.TryGetValue(key!.UseCase, out var useCase))
        {
            return (null, GatewayErrors.UseCaseUnknown(key.UseCase));
        }

        if (Interlocked.Increment(ref _inFlight) > model.Config.Limits.ConcurrentRequests)
        {
            Leave();
            return (null, GatewayErrors.Overloaded);
        }

        var exchange = new Exchange(http, dialect, model, key, ExchangeId.Next(now), now) { Orders = orders.Current, Watch = orders, Rulings = rulings.Current };
        (exchange.Registered, exchange.Readiness) = (useCase, readiness.Current);
        exchange.UseCase = exchange.Readiness.Of(useCase, ReadinessStep.AnyModel);
        exchange.Certificate = certificates.Current.Cited(model, exchange.UseCase, exchange.Rulings);
        if (state.HasChangedSince(version))
        {
            Leave();
            return Admit(http, dialect); // what was read may go by two agreements
        }

        try
        {
            commitments.Salt(exchange.Id, exchange.Salt);
            return (exchange, null);
        }
        catch (LedgerUnavailableException)
        {
            Leave();
            return (null, GatewayErrors.LedgerUnavailable);
        }
    }

    private GatewayError? Verify(HttpContext http, out ApiKeyRecord? key)
    {
        key = null;
        var presented = PresentedKey.Read(http.Request.Headers);
        return presented.IsEmpty ? GatewayErrors.MissingKey : keys.Verify(presented, out key) switch
        {
            KeyOutcome.Valid => null,
            KeyOutcome.Unavailable => GatewayErrors.StoreUnavailable,
            _ => GatewayErrors.InvalidKey,
        };
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
