using System.Buffers;

namespace Concordat.Safeguards;

/// <summary>A resource of this library as memory: the pages of its file, which the system shares between processes and may take back.</summary>
internal sealed unsafe class MappedResource : MemoryManager<byte>
{
    private readonly byte* _start;
    private readonly int _length;

    /// <param name="resource">What the assembly gave for it; a library that stays loaded, as this one, keeps its pages where they are.</param>
    /// <exception cref="InvalidOperationException">The runtime does not map its resources.</exception>
    public MappedResource(Stream resource)
    {
        if (resource is not UnmanagedMemoryStream mapped)
        {
            throw new InvalidOperationException("the resources of the safeguard pack are not mapped");
        }

        _length = checked((int)mapped.Length);
        _start = mapped.PositionPointer;
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle(_start + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
