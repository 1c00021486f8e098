using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Cases;

/// <summary>The exact action that a case is about, by commitment: what is granted is this and nothing like it.</summary>
public sealed record HeldAction
{
    /// <param name="useCase">Id of the use case that asked.</param>
    /// <param name="agreementHash">SHA-256 of the agreement in force, 64 lower hex digits.</param>
    /// <param name="actionHash">SHA-256 of the canonical action, 64 lower hex digits.</param>
    public HeldAction(string useCase, string agreementHash, string actionHash)
    {
        UseCase = Text.Bounded(useCase, 128);
        AgreementHash = Text.Sha256Hex(agreementHash);
        ActionHash = Text.Sha256Hex(actionHash);
    }

    public string UseCase { get; }

    public string AgreementHash { get; }

    public string ActionHash { get; }
}
