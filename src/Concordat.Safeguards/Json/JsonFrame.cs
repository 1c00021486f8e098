namespace Concordat.Safeguards.Json;

/// <summary>One open object or array on the strict reader's stack.</summary>
internal struct JsonFrame
{
    /// <summary>Serial number of the container in this document, counted from 1.</summary>
    public int Serial;

    public bool IsObject;

    /// <summary>Hash of the path from the root with array positions dropped.</summary>
    public ulong PathHash;

    /// <summary>Hash of the member name the reader stands in, for objects.</summary>
    public ulong NameHash;

    public int NameStart;
    public int NameLength;

    /// <summary>Position of the element the reader stands in, for arrays.</summary>
    public int Index;
}
