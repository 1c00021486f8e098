using Concordat.Gateway.Watching;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>
/// The temporary keys of a role, asked for beside the requests: when the gateway starts, and anew before they expire. Where no new ones can be had, the
/// old ones serve to their end; after that, requests are refused with the reason. Lives across reloads. Thread-safe.
/// </summary>
internal sealed partial class AwsRoleKeys(IAwsRole role, TimeProvider time, ILogger logger) : DocumentWatch(time, Interval), IAwsKeys
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Keys are renewed so long before they expire, or at half of their time where that is shorter.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(1);

    private volatile AwsKeys? _keys;
    private volatile string _fault = "they are still being asked for";
    private volatile bool _doubted;
    private DateTimeOffset _next = DateTimeOffset.MinValue; // in a look
    private DateTimeOffset _last = DateTimeOffset.MinValue; // in a look
    private int _failures; // in a look

    public AwsKeys Current => _keys is { } keys && Time.GetUtcNow() < keys.Expires
        ? keys
        : throw new CredentialException($"{role.Giver}: {_fault}");

    /// <summary>Asks for new ones early, but not for each request that is refused.</summary>
    public void Forget() => _doubted = true;

    /// <summary>Asks now, and on the clock from then on.</summary>
    public async Task StartAsync()
    {
        await ChangeAsync(static _ => default, CancellationToken.None).ConfigureAwait(false);
        await LookNowAsync().ConfigureAwait(false);
    }

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        if (now < _next && !(_doubted && now - _last >= Latest))
        {
            return;
        }

        (_last, _doubted) = (now, false);
        try
        {
            var keys = await role.AskAsync(cancellation).ConfigureAwait(false);
            var left = keys.Expires - now;
            (_keys, _failures, _fault) = (keys, 0, "the last ones have expired");
            _next = now + Max(Soonest, left - Min(Ahead, left / 2));
            LogRenewed(role.Giver, keys.Expires);
        }
        catch (CredentialException fault)
        {
            _next = now + Min(Latest, Soonest * (1 << Math.Min(_failures, 4)));
            if (_failures++ == 0 || !_fault.Equals(fault.Message, StringComparison.Ordinal))
            {
                LogFault(role.Giver, fault.Message, _keys?.Expires);
            }

            _fault = fault.Message;
        }
    }

    protected override void Failed(Exception fault) => LogFault(role.Giver, fault.GetType().Name, _keys?.Expires);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    [LoggerMessage(LogLevel.Information, "{Giver} gave keys that hold until {Until:O}")]
    private partial void LogRenewed(string giver, DateTimeOffset until);

    [LoggerMessage(LogLevel.Warning, "no new keys from {Giver}: {Fault}; those at hand hold until {Until:O}")]
    private partial void LogFault(string giver, string fault, DateTimeOffset? until);
}
