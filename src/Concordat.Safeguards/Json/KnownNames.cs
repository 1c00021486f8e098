using System.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Member names of the vendor dialects, by hash: they are protocol, not text.</summary>
internal static class KnownNames
{
    private const string _known =
        "model messages role content name type text stream stream_options include_usage temperature top_p top_k max_tokens max_completion_tokens n stop "
        + "presence_penalty frequency_penalty logit_bias logprobs top_logprobs user seed tools tool_choice parallel_tool_calls response_format function "
        + "functions function_call tool_calls tool_call_id id index arguments description parameters properties required items enum strict schema "
        + "json_schema additionalProperties input instructions input_text output_text output metadata store reasoning effort summary include "
        + "previous_response_id truncation max_output_tokens service_tier safety_identifier prompt_cache_key system stop_sequences thinking "
        + "budget_tokens tool_use_id input_schema cache_control source media_type data url image_url file_id file_data filename detail audio format "
        + "dimensions encoding_format object created created_at choices delta message finish_reason usage prompt_tokens completion_tokens total_tokens "
        + "prompt_tokens_details completion_tokens_details cached_tokens reasoning_tokens audio_tokens accepted_prediction_tokens "
        + "rejected_prediction_tokens system_fingerprint refusal annotations token bytes logprob content_block partial_json stop_reason stop_sequence "
        + "input_tokens output_tokens cache_creation_input_tokens cache_read_input_tokens item_id output_index content_index summary_index item part "
        + "response sequence_number status error code param incomplete_details call_id reasoning_content obfuscation signature encrypted_content "
        + "embedding input_tokens_details output_tokens_details verbosity modalities prediction web_search_options title default anyOf allOf oneOf";

    private const string _envelope =
        "id object model type role system_fingerprint finish_reason service_tier status stop_reason stop_sequence item_id tool_call_id tool_use_id "
        + "call_id obfuscation signature encrypted_content previous_response_id logprob";

    private const string _positions = "index output_index content_index summary_index item_id";

    private static readonly HashSet<ulong> _knownHashes = Hashes(_known);
    private static readonly HashSet<ulong> _envelopeHashes = Hashes(_envelope);
    private static readonly HashSet<ulong> _positionHashes = Hashes(_positions);
    private static readonly HashSet<ulong> _textHashes = Hashes("content text input arguments instructions system output prompt prediction thinking reasoning reasoning_content refusal summary");
    private static readonly HashSet<ulong> _aloneHashes = Hashes("top_logprobs");
    private static readonly HashSet<ulong> _opaqueHashes = Hashes("signature encrypted_content");

    /// <summary>The member that holds a confidentiality label of ADatP-4774 in its JSON form.</summary>
    private static readonly HashSet<ulong> _labelHashes = Hashes("ConfidentialityInformation confidentialityInformation");

    /// <summary>The member of a label that holds its level.</summary>
    public static readonly ulong Classification = NameHash.Of("Classification"u8);

    public static readonly ulong Type = NameHash.Of("type"u8);

    /// <summary>The name belongs to a dialect and need not be inspected.</summary>
    public static bool IsKnown(ulong name) => _knownHashes.Contains(name);

    /// <summary>The value identifies or describes; it is not a piece of a longer text.</summary>
    public static bool IsEnvelope(ulong name) => _envelopeHashes.Contains(name);

    /// <summary>The value tells which of several texts an event belongs to.</summary>
    public static bool IsPosition(ulong name) => _positionHashes.Contains(name);

    /// <summary>The value is a text of the conversation, or a part of one.</summary>
    public static bool IsText(ulong name) => _textHashes.Contains(name);

    /// <summary>The value is a confidentiality label.</summary>
    public static bool IsLabel(ulong name) => _labelHashes.Contains(name);

    /// <summary>Strings below this name are alternatives, not one text.</summary>
    public static bool IsAlternatives(ulong name) => _aloneHashes.Contains(name);

    /// <summary>The value is sealed by the vendor.</summary>
    public static bool IsOpaque(ulong name) => _opaqueHashes.Contains(name);

    private static HashSet<ulong> Hashes(string names) => [.. names.Split(' ').Select(n => NameHash.Of(Encoding.UTF8.GetBytes(n)))];
}
