namespace Concordat.Safeguards.Persons;

/// <summary>Reads what runs over several tokens of prose: names and postal addresses. Not thread-safe.</summary>
internal sealed class RecordReader(Findings findings)
{
    private readonly NameReader _name = new(findings);
    private readonly AddressReader _address = new(findings);
    private readonly StreetFirstReader _streetFirst = new(findings);

    public bool IsOpen => _name.IsOpen || _address.IsOpen || _streetFirst.IsOpen;

    /// <summary>Where what is being read begins; <see cref="long.MaxValue"/> when nothing is.</summary>
    public long OpenSince => Math.Min(_name.OpenSince, Math.Min(_address.OpenSince, _streetFirst.OpenSince));

    /// <summary>Whether something may begin with such a token, by its first letter for most.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> token) =>
        AddressReader.MayBegin(token) || (char.IsAsciiLetterUpper((char)token[0]) && (StreetFirstReader.MayBegin(token) || NameReader.MayBegin(token)));

    /// <summary>Takes a token.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="name">What the token right before says of it.</param>
    /// <param name="address">A word such as <c>lives</c> stands before it.</param>
    /// <param name="start">First byte of the token in the text.</param>
    /// <param name="end">The byte after its last.</param>
    public void See(ReadOnlySpan<byte> token, PersonContext name, bool address, long start, long end)
    {
        _name.See(token, name, start, end);
        _address.See(token, address, start, end);
        _streetFirst.See(token, address, start, end);
    }

    public void EndLine()
    {
        _name.Close();
        _address.EndLine();
        _streetFirst.EndLine();
    }

    public void Close()
    {
        _name.Close();
        _address.Close();
        _streetFirst.Close();
    }

    public void Reset()
    {
        _name.Reset();
        _address.Reset();
        _streetFirst.Reset();
    }

    public void CopyFrom(RecordReader other)
    {
        _name.CopyFrom(other._name);
        _address.CopyFrom(other._address);
        _streetFirst.CopyFrom(other._streetFirst);
    }
}
