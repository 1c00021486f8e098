using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Routing;

/// <summary>
/// What real traffic shows of a deployment: whether it answers, and how soon. One that fails several times in a row is shut out for a
/// while; then one request tries it, and its success opens it again. Lives across reloads. Thread-safe; reading it allocates nothing.
/// </summary>
internal sealed class DeploymentHealth
{
    /// <summary>How much of the newest measurement goes into the average of latency.</summary>
    private const double Share = 0.2;

    /// <summary>Longest pause, as a multiple of the first.</summary>
    private const int MostPauses = 30;

    /// <summary>How long a request that tries a deployment again keeps others from it, if nothing is heard of it.</summary>
    private static readonly long Probe = TimeSpan.FromSeconds(30).Ticks;

    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly int _most;
    private readonly TimeSpan _pause;
    private readonly Lock _turn = new();
    private long _shutUntil; // UTC ticks, 0 while all is well; written under _turn, or swapped by Enter
    private long _answers;
    private long _failed;
    private long _refused;
    private double _latency; // seconds, 0 before the first answer; written under _turn
    private volatile bool _probing; // one request tries it again
    private int _failures; // in a row; under _turn
    private int _pauses; // in a row; under _turn

    /// <param name="random">Spreads the ends of pauses, so that nodes do not all try again at once.</param>
    public DeploymentHealth(ModelConfig rule, TimeProvider time, Random random)
    {
        (_most, _pause, _time, _random) = (rule.Failures, rule.Pause, time, random);
    }

    /// <summary>Answers that came whole.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Answers that did not.</summary>
    public long Failures => Volatile.Read(ref _failed);

    /// <summary>Of the answers, those that were held or refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Average seconds to the first byte of an answer, newer ones counting more; 0 before the first.</summary>
    public double Latency => Volatile.Read(ref _latency);

    /// <summary>When it may be tried again; null while it is not shut out.</summary>
    public DateTimeOffset? ShutUntil => Volatile.Read(ref _shutUntil) is var until && until > _time.GetUtcNow().UtcTicks ? new DateTimeOffset(until, TimeSpan.Zero) : null;

    /// <param name="now">UTC ticks.</param>
    public bool IsShut(long now) => Volatile.Read(ref _shutUntil) > now;

    /// <summary>Whether a request may go there now: always while all is well; after a pause, for one request alone until it is known what came of it.</summary>
    /// <param name="now">UTC ticks.</param>
    public bool Enter(long now)
    {
        var until = Volatile.Read(ref _shutUntil);
        if (until == 0)
        {
            return true;
        }

        if (until > now || Interlocked.CompareExchange(ref _shutUntil, now + Probe, until) != until)
        {
            return false;
        }

        _probing = true;
        return true;
    }

    /// <summary>A mark from which <see cref="Answered"/> measures.</summary>
    public long Start() => _time.GetTimestamp();

    /// <summary>The first byte of an answer is there; whether the rest comes, nobody knows yet.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Answered(long start)
    {
        var elapsed = _time.GetElapsedTime(start);
        var seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        lock (_turn)
        {
            Volatile.Write(ref _latency, _latency == 0 ? seconds : _latency + (Share * (seconds - _latency)));
        }

        return elapsed;
    }

    /// <summary>An answer was held or refused.</summary>
    public void Refuse() => Interlocked.Increment(ref _refused);

    /// <summary>An answer came whole.</summary>
    public void Succeeded()
    {
        Interlocked.Increment(ref _answers);
        if (Volatile.Read(ref _failures) == 0)
        {
            return; // as a rule, and then there is nothing to write
        }

        lock (_turn)
        {
            (_failures, _pauses, _probing) = (0, 0, false);
            Volatile.Write(ref _shutUntil, 0);
        }
    }

    /// <summary>No answer came, or it broke off, or it cannot be used.</summary>
    public void Failed()
    {
        Interlocked.Increment(ref _failed);
        lock (_turn)
        {
            _failures = Math.Min(_failures + 1, _most);
            if (_failures < _most)
            {
                return;
            }

            var now = _time.GetUtcNow().UtcTicks;
            if (_shutUntil > now && !_probing)
            {
                return; // what was under way when it was shut out says nothing new
            }

            _probing = false;

            var pause = _pause.Ticks * Math.Min(1L << Math.Min(_pauses, 5), MostPauses);
            _pauses = Math.Min(_pauses + 1, 32);
            Volatile.Write(ref _shutUntil, now + (long)(pause * (0.75 + (0.5 * _random.NextDouble()))));
        }
    }
}
