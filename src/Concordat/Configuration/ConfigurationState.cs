namespace Concordat.Configuration;

/// <summary>Holds the status of the configuration for whoever reports it; swapped whole, safe to read from any thread.</summary>
/// <param name="startedAt">When the first configuration came into force.</param>
/// <param name="changed">Told after each change, by the one thread that reads the file.</param>
internal sealed class ConfigurationState(DateTimeOffset startedAt, Action<ConfigurationStatus>? changed = null)
{
    private volatile ConfigurationStatus _status = new(1, startedAt, startedAt, []);

    public ConfigurationStatus Status => _status;

    internal void Applied(DateTimeOffset at) => Set(new ConfigurationStatus(_status.Generation + 1, at, at, []));

    internal void Refused(DateTimeOffset at, IReadOnlyList<string> errors) => Set(_status with { CheckedAt = at, Errors = errors });

    private void Set(ConfigurationStatus status)
    {
        _status = status;
        changed?.Invoke(status);
    }
}
