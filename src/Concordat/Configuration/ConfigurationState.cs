namespace Concordat.Configuration;

/// <summary>Holds the status of the configuration for whoever reports it; swapped whole, safe to read from any thread.</summary>
internal sealed class ConfigurationState(DateTimeOffset startedAt)
{
    private volatile ConfigurationStatus _status = new(1, startedAt, startedAt, []);

    public ConfigurationStatus Status => _status;

    internal void Applied(DateTimeOffset at) => _status = new ConfigurationStatus(_status.Generation + 1, at, at, []);

    internal void Refused(DateTimeOffset at, IReadOnlyList<string> errors) => _status = _status with { CheckedAt = at, Errors = errors };
}
