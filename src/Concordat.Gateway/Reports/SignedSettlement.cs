using Concordat.Oversight.Grants;
using Concordat.Oversight.Reports;
using Concordat.Signing;

namespace Concordat.Gateway.Reports;

/// <summary>A settlement whose signature was found to be this person's.</summary>
internal sealed record SignedSettlement(Signer Signer, SettlementStatement Statement, PersonalStatement Proof);
