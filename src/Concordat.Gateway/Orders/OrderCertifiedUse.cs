namespace Concordat.Gateway.Orders;

/// <summary>What the ledger holds of one use that an order names, since the order became effective.</summary>
/// <param name="UseCase">Id of the use case.</param>
/// <param name="Deployment">Name of the deployment.</param>
/// <param name="Vendor">Its vendor, as recorded.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="PhaseOut">Requests that were let through while the order allowed the use to go on.</param>
/// <param name="Spared">Requests that were let through under an exemption or a waiver.</param>
/// <param name="Rested">Requests that were let through while the order was stayed, enjoined, lapsed or otherwise not in force.</param>
/// <param name="Stopped">Requests that were refused while the order stopped the use.</param>
/// <param name="Residual">Requests that were let through although the order stopped the use: there should be none.</param>
/// <param name="LastEntry">Index of the last request that was let through; null for none.</param>
/// <param name="LastTime">When that was.</param>
public sealed record OrderCertifiedUse(
    string UseCase, string Deployment, string Vendor, string Model, long PhaseOut, long Spared, long Rested, long Stopped, long Residual, long? LastEntry, DateTimeOffset? LastTime);
