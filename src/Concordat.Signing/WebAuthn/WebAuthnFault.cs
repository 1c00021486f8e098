namespace Concordat.Signing.WebAuthn;

/// <summary>Why a registration or an assertion is not taken.</summary>
/// <param name="Code">Stable; <see cref="WebAuthnFaults"/> has them all.</param>
/// <param name="Message">Says what was wrong and what to do.</param>
public sealed record WebAuthnFault(string Code, string Message);
