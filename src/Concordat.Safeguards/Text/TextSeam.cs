namespace Concordat.Safeguards.Text;

/// <summary>
/// Reads over the place where one text ends and the next begins, as if they were one text, and as if a blank stood between: from what was
/// open at the end of the first until nothing of it is open any more.
/// </summary>
/// <remarks>Costs nothing where texts end closed. Not thread-safe.</remarks>
internal sealed class TextSeam(Findings findings, WordReader words)
{
    private const int _step = 64;

    private readonly TextScanner _tight = new(findings, 0, new WordReader(findings, words), excerpt: true);
    private readonly TextScanner _loose = new(findings, 0, new WordReader(findings, words), excerpt: true);
    private readonly TextScanner _probe = new(findings, 0, new WordReader(findings, words), excerpt: true);
    private long _from;
    private bool _fresh;

    public bool IsActive { get; private set; }

    public long OpenSince => IsActive ? Math.Min(_tight.OpenSince, _loose.OpenSince) : long.MaxValue;

    /// <summary>Begins with the open end of a text.</summary>
    /// <param name="ended">Stands at the end of the text, before it was completed.</param>
    public void Begin(TextScanner ended)
    {
        _tight.CopyFrom(ended);
        _loose.CopyFrom(ended);
        IsActive = true;

        // an identifier that is whole at the end does not go on
        var before = findings.Sightings;
        _tight.Window.FindsPersons = true;
        Probe(_tight);
        _tight.Window.FindsPersons = findings.Sightings == before;
    }

    /// <summary>The next text begins.</summary>
    public void Next(long position)
    {
        _from = position;
        _fresh = true;
        if (IsActive)
        {
            _loose.FeedDecoded(" "u8, position, 1);
        }
    }

    public void Feed(ReadOnlySpan<byte> text, long position)
    {
        Meet(text);
        while (IsActive && !text.IsEmpty)
        {
            var step = Math.Min(_step, text.Length);
            while (step < text.Length && (text[step] & 0xC0) == 0x80)
            {
                step++;
            }

            _tight.Feed(text[..step], position);
            _loose.Feed(text[..step], position);
            IsActive = OpenSince < _from;
            text = text[step..];
            position += step;
        }
    }

    public void FeedDecoded(ReadOnlySpan<byte> text, long position, int source)
    {
        Meet(text);
        if (IsActive)
        {
            _tight.FeedDecoded(text, position, source);
            _loose.FeedDecoded(text, position, source);
            IsActive = OpenSince < _from;
        }
    }

    /// <summary>The text ends: what is open is inspected as it stands, and may still go on in the next one.</summary>
    public void Settle()
    {
        if (IsActive)
        {
            Probe(_tight);
            Probe(_loose);
        }
    }

    public void Reset() => IsActive = false;

    /// <summary>
    /// A word that an identifier follows is no part of it, unless it looks cut: <c>thanks</c> and <c>jane@example.com</c> are not a third
    /// person, <c>jane@exam</c> and <c>ple.com</c> are one.
    /// </summary>
    private void Meet(ReadOnlySpan<byte> text)
    {
        if (_fresh && IsActive && text.Length > 0)
        {
            _fresh = false;
            var (open, next) = (_tight.Window.OpenFlags, AsciiClass.Of[text[0]]);
            var cut = (open & AsciiClass.At) != 0 || (next & AsciiClass.Word) == 0 || (open & next & AsciiClass.Digit) != 0;
            _tight.Window.FindsPersons &= cut;
        }
    }

    private void Probe(TextScanner scanner)
    {
        _probe.CopyFrom(scanner);
        _probe.Window.FindsPersons = scanner.Window.FindsPersons;
        _probe.Complete();
    }
}
