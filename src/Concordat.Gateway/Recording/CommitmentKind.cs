namespace Concordat.Gateway.Recording;

/// <summary>What a commitment is about; part of what is hashed, so that one can never stand for another.</summary>
public enum CommitmentKind : byte
{
    Request = 1,
    Answer = 2,
    ToolArguments = 3,

    /// <summary>What stood where the placeholders of a masked answer stand. No entry commits to it: it is kept, bound to its entry, and never revealed.</summary>
    Identities = 4,

    /// <summary>The requests of a certified suite. They are kept bound to the certificate, which commits to each of them.</summary>
    Suite = 5,
}
