using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Json;

/// <summary>
/// The strict reader's reusable memory: the stack of containers and the table of member names seen. A text is read from its begin to
/// its end without a wait and without a second one inside, so that one for each thread is enough.
/// </summary>
internal sealed class JsonScratch
{
    private const int _maxRetainedSlots = 1 << 14;

    [ThreadStatic]
    private static JsonScratch? _ofThread;

    public JsonFrame[] Frames = new JsonFrame[72];
    private MemberSlot[] _slots = new MemberSlot[128];
    private int _used;
    private uint _generation;

    private JsonScratch()
    {
    }

    public static JsonScratch OfThread => _ofThread ??= new JsonScratch();

    public void Begin(int maxDepth)
    {
        if (Frames.Length < maxDepth + 1)
        {
            Frames = new JsonFrame[maxDepth + 1];
        }

        if (_slots.Length > _maxRetainedSlots)
        {
            _slots = new MemberSlot[128];
            _generation = 0;
        }

        if (_generation == uint.MaxValue)
        {
            Array.Clear(_slots);
            _generation = 0;
        }

        _generation++;
        _used = 0;
    }

    /// <summary>Remembers a member name; false when the same container already has it.</summary>
    public bool TryAddName(ReadOnlySpan<byte> document, int container, ulong hash, int start, int length)
    {
        if ((_used + 1) * 2 > _slots.Length)
        {
            Grow();
        }

        var key = NameHash.Mix(hash, (ulong)container);
        var mask = _slots.Length - 1;
        var at = (int)(key & (uint)mask);
        while (_slots[at].Generation == _generation)
        {
            ref var slot = ref _slots[at];
            if (slot.Key == key && slot.Container == container
                && JsonText.SameText(document.Slice(slot.Start, slot.Length), document.Slice(start, length)))
            {
                return false;
            }

            at = (at + 1) & mask;
        }

        _slots[at] = new MemberSlot { Generation = _generation, Key = key, Container = container, Start = start, Length = length };
        _used++;
        return true;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new MemberSlot[old.Length * 2];
        var mask = _slots.Length - 1;
        foreach (ref var slot in old.AsSpan())
        {
            if (slot.Generation != _generation)
            {
                continue;
            }

            var at = (int)(slot.Key & (uint)mask);
            while (_slots[at].Generation == _generation)
            {
                at = (at + 1) & mask;
            }

            _slots[at] = slot;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct MemberSlot
    {
        public uint Generation;
        public int Container;
        public ulong Key;
        public int Start;
        public int Length;
    }
}
