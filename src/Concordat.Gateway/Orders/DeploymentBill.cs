using Concordat.Attestation.Bills;

namespace Concordat.Gateway.Orders;

/// <summary>The bill of materials of one deployment, as it is on file now.</summary>
/// <param name="Bill">What it says; null where it cannot be read.</param>
/// <param name="Because">Why it cannot be read, or why what it says is not all that is to be known; empty for a bill that is signed and complete.</param>
public sealed record DeploymentBill(AiBill? Bill, string Because);
