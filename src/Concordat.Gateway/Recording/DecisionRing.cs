using Concordat.Agreements;

namespace Concordat.Gateway.Recording;

/// <summary>The newest verdicts and the counts since start, for people who watch; bounded and thread-safe.</summary>
public sealed class DecisionRing
{
    private const int Capacity = 512;

    private readonly DecisionNote?[] _notes = new DecisionNote?[Capacity];
    private readonly long[] _counts = new long[3];
    private long _next;

    public void Add(DecisionNote note)
    {
        var at = Interlocked.Increment(ref _next) - 1;
        Volatile.Write(ref _notes[at % Capacity], note);
        Interlocked.Increment(ref _counts[(int)note.Verdict.Kind]);
    }

    public long Count(VerdictKind kind) => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>The newest notes, newest first.</summary>
    public IReadOnlyList<DecisionNote> Newest(int most)
    {
        var next = Volatile.Read(ref _next);
        var notes = new List<DecisionNote>();
        for (var at = next - 1; at >= 0 && at > next - 1 - Capacity && notes.Count < most; at--)
        {
            if (Volatile.Read(ref _notes[at % Capacity]) is { } note)
            {
                notes.Add(note);
            }
        }

        return notes;
    }
}
