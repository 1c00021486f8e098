using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>What an order demands, from the mildest.</summary>
public enum OrderAction
{
    /// <summary>Nothing new begins; what is in general use goes on without effects.</summary>
    [JsonStringEnumMemberName("restrict")]
    Restrict,

    /// <summary>The source is excluded from new use: what had not begun may not begin, and the rest is as under <see cref="Restrict"/>.</summary>
    [JsonStringEnumMemberName("exclude")]
    Exclude,

    /// <summary>Use stands still. A joint act: what one party signs alone lapses unless the other confirms it.</summary>
    [JsonStringEnumMemberName("suspend")]
    Suspend,

    /// <summary>Use ends, at once or by the milestones of the order.</summary>
    [JsonStringEnumMemberName("remove")]
    Remove,

    /// <summary>Use ends for good. A joint act of all who terminate together, in one document; nothing said about it later undoes it.</summary>
    [JsonStringEnumMemberName("terminate")]
    Terminate,
}
