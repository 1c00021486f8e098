namespace Concordat.Gateway.Configuration;

/// <summary>The mail server (SMTP) that takes messages to people who decide.</summary>
public sealed record MailConfig
{
    public required string Server { get; init; }

    public int Port { get; init; } = 587;

    /// <summary>The address that messages come from.</summary>
    public required string From { get; init; }

    /// <summary>Whether the connection must be encrypted (STARTTLS).</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Name to sign in to the server with; null where it asks for none.</summary>
    public string? User { get; init; }

    /// <summary>Where the password is read from.</summary>
    public SecretConfig? Password { get; init; }
}
