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

        var presented = PresentedKey.Read(http.Request.Headers);
        if (presented.IsEmpty)
        {
            return (null, GatewayErrors.MissingKey);
        }

        switch (keys.Verify(presented, out var key))
        {
            case KeyOutcome.Valid:
                break;
            case KeyOutcome.Unavailable:
                return (null, GatewayErrors.StoreUnavailable);
            default:
                return (null, GatewayErrors.InvalidKey);
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

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
