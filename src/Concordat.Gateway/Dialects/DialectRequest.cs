namespace Concordat.Gateway.Dialects;

/// <summary>What a dialect read out of one request body, beyond the text that the safeguards inspect.</summary>
internal sealed class DialectRequest
{
    public string Model { get; set; } = "";

    /// <summary>Where the JSON string token of the model's name begins in the body, its quote included.</summary>
    public int ModelStart { get; set; }

    /// <summary>How many bytes that token takes, both quotes included.</summary>
    public int ModelLength { get; set; }

    public bool Stream { get; set; }

    public UninspectableKinds Uninspectable { get; set; }

    public List<OfferedTool> Tools { get; } = [];

    /// <summary>Whether the vendor adds a prompt that it keeps, in which there may be tools that it runs.</summary>
    public bool HasStoredPrompt { get; set; }

    /// <summary>Whether the vendor may run tools for it, so that it cannot be sent twice.</summary>
    public bool MayRunTools => HasStoredPrompt || Tools.Exists(static tool => tool.Hosted);

    /// <summary>Hash of the id of the conversation that the vendor keeps; null where there is none.</summary>
    public ulong? Conversation { get; set; }

    /// <summary>Hash of the member <c>user</c>.</summary>
    public ulong? User { get; set; }

    /// <summary>Hash of the member <c>prompt_cache_key</c>.</summary>
    public ulong? CacheKey { get; set; }

    /// <summary>Most tokens that the answer may have, as the client says; null where it does not.</summary>
    public long? MostOutput { get; set; }

    /// <summary>How many answers are asked for at once; null where that is not a number that makes sense.</summary>
    public int? Choices { get; set; } = 1;

    /// <summary>Whether the client itself asks for the counts of tokens at the end of its stream.</summary>
    public bool AsksForCounts { get; set; }

    /// <summary>Where in the body the upstream is asked for those counts instead, and how many bytes give way to that.</summary>
    public (int At, int Length, CountsAsk Form) CountsAt { get; set; }

    public bool HasModel => ModelLength > 0;
}
