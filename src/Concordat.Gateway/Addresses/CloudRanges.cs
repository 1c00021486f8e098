using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Concordat.Gateway.Addresses;

/// <summary>The addresses that clouds publish as theirs: <c>cloud-ranges.txt</c>, made by <c>eng/cloud-ranges</c>. Immutable.</summary>
internal sealed class CloudRanges
{
    private readonly FrozenDictionary<string, Range[]> _clouds;

    private CloudRanges(string asOf, FrozenDictionary<string, Range[]> clouds) => (AsOf, _clouds) = (asOf, clouds);

    /// <summary>The list that the program carries.</summary>
    public static CloudRanges Shipped { get; } = ReadShipped();

    /// <summary>When the lists were published.</summary>
    public string AsOf { get; }

    /// <summary>The day that <see cref="AsOf"/> begins with; null where it begins with none.</summary>
    public DateOnly? Day => AsOf.Length >= 10 && DateOnly.TryParseExact(AsOf.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The clouds that publish a list.</summary>
    public IEnumerable<string> Clouds => _clouds.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether a cloud is one of them, however its name is written: <c>AWS US Gov</c> is <c>aws-us-gov</c>.</summary>
    public bool Knows(string cloud) => _clouds.ContainsKey(Name(cloud));

    /// <summary>Whether a cloud publishes the address as its own.</summary>
    public bool Contains(string cloud, IPAddress meant) => _clouds.TryGetValue(Name(cloud), out var ranges) && Find(ranges, ValueOf(meant)) is not null;

    /// <summary>The cloud with the longest prefix over the address; null where none has one.</summary>
    public string? CloudOf(IPAddress meant)
    {
        var value = ValueOf(meant);
        return _clouds.Select(cloud => (cloud.Key, Range: Find(cloud.Value, value))).Where(static found => found.Range is not null)
            .OrderBy(static found => found.Range!.Value.Last - found.Range.Value.First).Select(static found => found.Key).FirstOrDefault();
    }

    /// <summary>The list that holds for a partition of a cloud: its own where it has one, such as <c>aws-us-gov</c> of <c>aws</c>, else the cloud's.</summary>
    public string ListOf(string cloud, string partition) =>
        Knows(partition) && Name(partition).StartsWith(Name(cloud) + "-", StringComparison.Ordinal) ? partition : cloud;

    /// <exception cref="FormatException">A line is neither <c>[cloud]</c>, nor a block, nor a remark.</exception>
    public static CloudRanges Read(TextReader text)
    {
        var asOf = "";
        List<Range>? into = null;
        var clouds = new Dictionary<string, List<Range>>(StringComparer.Ordinal);
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.StartsWith('#'))
            {
                asOf = asOf.Length == 0 && line.IndexOf("as of ", StringComparison.Ordinal) is > 0 and var at ? line[(at + 6)..].Split(';')[0] : asOf;
            }
            else if (line is ['[', .. var name, ']'])
            {
                clouds[name] = into = [];
            }
            else if (into is not null && IPNetwork.TryParse(line, out var block))
            {
                into.Add(RangeOf(block));
            }
            else
            {
                throw new FormatException($"line {number} is neither `[cloud]`, nor a block of addresses, nor a remark");
            }
        }

        return new CloudRanges(asOf, clouds.ToFrozenDictionary(static cloud => cloud.Key, static cloud => Sorted(cloud.Key, cloud.Value), StringComparer.Ordinal));
    }

    private string Name(string cloud) => _clouds.ContainsKey(cloud) ? cloud
        : _clouds.Keys.FirstOrDefault(known => Letters(known).Equals(Letters(cloud), StringComparison.Ordinal)) ?? cloud;

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static Range[] Sorted(string cloud, List<Range> ranges)
    {
        Range[] sorted = [.. ranges.OrderBy(static range => range.First)];
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].First <= sorted[i - 1].Last)
            {
                throw new FormatException($"blocks of `{cloud}` overlap; `eng/cloud-ranges` joins them");
            }
        }

        return sorted;
    }

    private static Range? Find(Range[] ranges, UInt128 value)
    {
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (value > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return ranges[middle];
            }
        }

        return null;
    }

    private static Range RangeOf(IPNetwork block)
    {
        var free = (block.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) - block.PrefixLength;
        var first = ValueOf(block.BaseAddress);
        return new Range(first, first + (free == 128 ? UInt128.MaxValue : (UInt128.One << free) - 1));
    }

    // IPv4 addresses stand at ::ffff:0:0/96, where no cloud has others.
    private static UInt128 ValueOf(IPAddress address) =>
        BinaryPrimitives.ReadUInt128BigEndian(address.MapToIPv6().GetAddressBytes());

    private static CloudRanges ReadShipped()
    {
        using var stream = typeof(CloudRanges).Assembly.GetManifestResourceStream("cloud-ranges.txt")!;
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Range(UInt128 First, UInt128 Last);
}
