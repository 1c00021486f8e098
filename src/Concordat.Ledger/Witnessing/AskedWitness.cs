namespace Concordat.Ledger.Witnessing;

/// <summary>A witness that is asked over HTTP, and when it is asked next. For one round at a time.</summary>
internal sealed class AskedWitness(PolicyWitness witness, WitnessClient client, CollectorOptions options)
{
    private TimeSpan _pause;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private volatile WitnessView _view = new(witness.Name, Size: null, At: null, Fault: null);

    public PolicyWitness Witness => witness;

    public WitnessClient Client => client;

    public WitnessView View => _view;

    /// <summary>Size that the witness is believed to know.</summary>
    public long KnownSize { get; private set; }

    public bool IsDue(DateTimeOffset now) => now >= _next;

    public void Note(WitnessReply reply, DateTimeOffset now)
    {
        KnownSize = reply.KnownSize ?? KnownSize;
        if (reply.Note is not null)
        {
            _view = new WitnessView(witness.Name, reply.KnownSize, reply.At, Fault: null);
            (_pause, _next) = (TimeSpan.Zero, DateTimeOffset.MinValue);
            return;
        }

        _view = _view with { Fault = reply.Fault };
        _pause = _pause == TimeSpan.Zero ? options.Interval : _pause * 2;
        _pause = _pause > options.MaxPause ? options.MaxPause : _pause;
        _next = now + _pause;
    }
}
