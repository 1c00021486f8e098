using System.Runtime.InteropServices;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Takes up a changed configuration without a restart; a bad one never replaces a good one.</summary>
/// <remarks>
/// Looks once a second, so that it works on every file system. A change is read only when two looks in a row saw the same:
/// half of a file is often valid YAML. SIGHUP reads at the next look, changed or not.
/// </remarks>
internal sealed partial class ConfigurationWatcher : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Func<string, ConfigurationLoad> _load;
    private readonly ConfigurationApplier _apply;
    private readonly ConfigurationState _state;
    private readonly TimeProvider _time;
    private readonly ILogger<ConfigurationWatcher> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Guarded by _turn.
    private ConcordatConfig _inForce;
    private ConcordatConfig _lastRead;
    private string _settled;
    private string _lastSeen;
    private bool _retry;

    /// <param name="path">The configuration file.</param>
    /// <param name="inForce">What the process started with; it was read from this file.</param>
    /// <param name="load">Reads and checks the file.</param>
    /// <param name="apply">Puts a configuration into force.</param>
    /// <param name="state">Told what came of each reading.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told the same in words.</param>
    public ConfigurationWatcher(
        string path,
        ConcordatConfig inForce,
        Func<string, ConfigurationLoad> load,
        ConfigurationApplier apply,
        ConfigurationState state,
        TimeProvider time,
        ILogger<ConfigurationWatcher> logger)
    {
        (_path, _inForce, _load, _apply, _state, _time, _logger) = (path, inForce, load, apply, state, time, logger);
        _lastRead = inForce;
        _settled = _lastSeen = ConfigurationFingerprint.Of(path, inForce);
    }

    /// <summary>Looks once, and reads the file when a change has settled.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var seen = ConfigurationFingerprint.Of(_path, _lastRead);
            var settled = seen.Equals(_lastSeen, StringComparison.Ordinal);
            _lastSeen = seen;
            if (settled && (_retry || !seen.Equals(_settled, StringComparison.Ordinal)))
            {
                await ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads the file now, changed or not.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var asked = false;
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Volatile.Write(ref asked, true);
        });
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Interlocked.Exchange(ref asked, false))
            {
                await ReloadAsync(stoppingToken);
            }
            else
            {
                await LookAsync(stoppingToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        // 1. Read, and leave it for the next look when the file changed under the reading.
        var before = ConfigurationFingerprint.Of(_path, _lastRead);
        var load = _load(_path);
        if (!before.Equals(ConfigurationFingerprint.Of(_path, _lastRead), StringComparison.Ordinal))
        {
            return;
        }

        // 2. A file with errors changes nothing. It is read again at each look: what it names may appear later.
        if (load.Config is not { } config)
        {
            _retry = true;
            Refuse([.. load.Errors.Select(e => e.ToString())]);
            return;
        }

        // 3. Remember what was read before it is applied: a file that changes meanwhile is then seen as changed.
        _retry = false;
        _lastRead = config;
        _settled = _lastSeen = ConfigurationFingerprint.Of(_path, config);

        // 4. Apply as a whole, or not at all.
        var errors = RestartChecks.Run(_path, _inForce, config);
        if (errors.Count == 0)
        {
            errors = await _apply(config, cancellationToken);
        }

        if (errors.Count > 0)
        {
            Refuse(errors);
            return;
        }

        _inForce = config;
        _state.Applied(_time.GetUtcNow());
        LogApplied(_path, _state.Status.Generation);
    }

    private void Refuse(IReadOnlyList<string> errors)
    {
        var known = _state.Status.Errors.SequenceEqual(errors, StringComparer.Ordinal);
        _state.Refused(_time.GetUtcNow(), errors);
        if (!known)
        {
            LogRefused(_path, string.Join(Environment.NewLine, errors));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "configuration `{Path}` is in force, generation {Generation}")]
    private partial void LogApplied(string path, int generation);

    [LoggerMessage(Level = LogLevel.Error, Message = "configuration `{Path}` was not taken, the one before stays in force:\n{Errors}")]
    private partial void LogRefused(string path, string errors);
}
