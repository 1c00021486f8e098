namespace Concordat.Ledger.Tests.Scrubbing;

/// <summary>A file of a log in a state that a disk, or a person, may leave it in; its bytes can be put back.</summary>
internal sealed class DamagedFile
{
    private readonly List<(string Path, byte[] Bytes)> _before = [];

    /// <summary>What was done to which file.</summary>
    public required string Words { get; init; }

    /// <summary>After the last byte that changed.</summary>
    public required int End { get; init; }

    /// <summary>Damages a file in a random way.</summary>
    /// <param name="used">Bytes of it that mean something.</param>
    /// <param name="other">A file of the same kind to change places with; null where there is none.</param>
    /// <returns>Null when the way chosen would change nothing.</returns>
    public static DamagedFile? Of(string path, int used, string? other, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        var changed = (byte[])bytes.Clone();
        string how;
        switch (random.Next(other is null ? 4 : 5))
        {
            case 0 or 1:
                var bit = random.Next(used * 8);
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                how = $"bit {bit % 8} of byte {bit / 8} flipped";
                break;
            case 2:
                changed = changed[..random.Next(used)];
                how = $"cut to {changed.Length} of {bytes.Length} bytes";
                break;
            case 3:
                var from = random.Next(used);
                var length = Math.Min(random.Next(1, 600), used - from);
                changed.AsSpan(from, length).Clear();
                how = $"{length} bytes from {from} on zeroed";
                break;
            default:
                changed = File.ReadAllBytes(other!);
                how = $"replaced by {other}";
                break;
        }

        if (changed.AsSpan().SequenceEqual(bytes))
        {
            return null;
        }

        var end = Math.Max(changed.Length, bytes.Length);
        while (end <= Math.Min(changed.Length, bytes.Length) && changed[end - 1] == bytes[end - 1])
        {
            end--;
        }

        var damage = new DamagedFile { Words = $"{path}: {how}", End = changed.Length == bytes.Length ? end : 0 };
        damage._before.Add((path, bytes));
        File.WriteAllBytes(path, changed);
        return damage;
    }

    public void PutBack() => _before.ForEach(static file => File.WriteAllBytes(file.Path, file.Bytes));
}
