namespace Concordat.Gateway.Upstreams;

/// <summary>A credential for an upstream cannot be had now; the message has no secret in it.</summary>
internal sealed class CredentialException(string message, Exception? inner = null) : Exception(message, inner);
