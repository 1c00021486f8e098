namespace Concordat.Gateway.Configuration;

/// <summary>The PostgreSQL database that several nodes share.</summary>
public sealed record DatabaseConfig
{
    /// <summary>Where the connection string is read from, as Npgsql reads it.</summary>
    public required SecretConfig Connection { get; init; }

    /// <summary>How long rows of the log stay in the database after a checkpoint covers them.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(1);
}
