namespace Concordat.Gateway.Dialects.Translation;

/// <summary>The settings of a request that some dialects have and others have not.</summary>
internal enum RequestOption
{
    MaxTokens,
    Temperature,
    TopP,
    TopK,

    /// <summary>A text or a list of texts that end the answer.</summary>
    Stop,
    Seed,
    PresencePenalty,
    FrequencyPenalty,
    User,
    Effort,
    Verbosity,

    /// <summary>The JSON Schema of the answer: an object with <c>name</c>, <c>schema</c> and <c>strict</c>.</summary>
    Schema,

    /// <summary>The answer is some JSON object.</summary>
    JsonObject,

    /// <summary>At most one tool call an answer.</summary>
    OneCall,
}
