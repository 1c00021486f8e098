using System.Buffers;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// A tool call of a response stream from its first event to its last: whatever is told about it on the way must agree, because a client
/// may act on any of it. Not thread-safe.
/// </summary>
internal sealed class OpenCall
{
    private readonly string _name;
    private readonly ArrayBufferWriter<byte> _arguments = new();
    private bool _ended;

    public OpenCall(ToolCall first)
    {
        _name = first.Name;
        _arguments.Write(first.Arguments);
    }

    /// <summary>Takes a piece of the arguments; false when they had been given whole before.</summary>
    public bool TryAppend(ReadOnlySpan<byte> piece)
    {
        _arguments.Write(piece);
        return !_ended;
    }

    /// <summary>Takes the arguments as a whole; false when the pieces say something else.</summary>
    public bool TryEnd(ReadOnlySpan<byte> whole)
    {
        if (_arguments.WrittenCount == 0)
        {
            _arguments.Write(whole);
        }

        _ended = true;
        return _arguments.WrittenSpan.SequenceEqual(whole);
    }

    /// <summary>The finished call is the one that was announced and sent.</summary>
    public bool Agrees(ToolCall finished) =>
        finished.Name == _name && ((_arguments.WrittenCount == 0 && !_ended) || _arguments.WrittenSpan.SequenceEqual(finished.Arguments));
}
