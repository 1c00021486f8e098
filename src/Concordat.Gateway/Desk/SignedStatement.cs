using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>A statement whose signature was found to be this person's.</summary>
internal sealed record SignedStatement(Signer Signer, DecisionStatement Statement, PersonalStatement Proof)
{
    public Approver Approver => Signer.Approver;
}
