using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// Walks message content of any dialect and names what cannot be inspected in it: by the part's <c>type</c>, and by
/// members that carry media whatever the type says. A part of a type that is not known here is itself uninspectable.
/// </summary>
internal static class ContentParts
{
    /// <summary>Reads the content value that the reader stands before: a string, null, a part or a list of parts.</summary>
    public static UninspectableKinds Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadHere(ref reader);
    }

    /// <summary>Reads the content value that the reader stands on.</summary>
    public static UninspectableKinds ReadHere(ref Utf8JsonReader reader)
    {
        var kinds = UninspectableKinds.None;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (JsonRead.NextElement(ref reader))
                {
                    kinds |= ReadHere(ref reader);
                }

                return kinds;
            case JsonTokenType.StartObject:
                return ReadPart(ref reader);
            default:
                reader.Skip();
                return kinds;
        }
    }

    private static UninspectableKinds ReadPart(ref Utf8JsonReader reader)
    {
        var ofType = UninspectableKinds.Unknown;
        var ofMembers = UninspectableKinds.None;
        var textSource = false;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                ofType = reader.TokenType == JsonTokenType.String ? OfType(ref reader) : UninspectableKinds.Unknown;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                ofMembers |= Read(ref reader);
            }
            else if (reader.ValueTextEquals("source"u8))
            {
                ofMembers |= ReadSource(ref reader, out textSource);
            }
            else
            {
                ofMembers |= OfMember(ref reader);
                JsonRead.SkipValue(ref reader);
            }
        }

        if (textSource && ofType == UninspectableKinds.File)
        {
            ofType = UninspectableKinds.None;
        }

        return ofType | ofMembers;
    }

    private static UninspectableKinds ReadSource(ref Utf8JsonReader reader, out bool text)
    {
        text = false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return UninspectableKinds.None;
        }

        var kinds = UninspectableKinds.File;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                text = reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("content"u8));
                reader.Skip();
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                kinds |= Read(ref reader) | UninspectableKinds.File;
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        return text ? kinds & ~UninspectableKinds.File : kinds;
    }

    private static UninspectableKinds OfType(ref Utf8JsonReader reader) => 0 switch
    {
        _ when reader.ValueTextEquals("text"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("input_text"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("output_text"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("summary_text"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("reasoning_text"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("refusal"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("tool_use"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("tool_result"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("thinking"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("search_result"u8) => UninspectableKinds.None,
        _ when reader.ValueTextEquals("redacted_thinking"u8) => UninspectableKinds.Encrypted,
        _ when reader.ValueTextEquals("image_url"u8) => UninspectableKinds.Image,
        _ when reader.ValueTextEquals("input_image"u8) => UninspectableKinds.Image,
        _ when reader.ValueTextEquals("image"u8) => UninspectableKinds.Image,
        _ when reader.ValueTextEquals("input_audio"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("output_audio"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("audio"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("audio_url"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("video"u8) => UninspectableKinds.Video,
        _ when reader.ValueTextEquals("video_url"u8) => UninspectableKinds.Video,
        _ when reader.ValueTextEquals("file"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("input_file"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("document"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("container_upload"u8) => UninspectableKinds.File,
        _ => UninspectableKinds.Unknown,
    };

    private static UninspectableKinds OfMember(ref Utf8JsonReader reader) => 0 switch
    {
        _ when reader.ValueTextEquals("image_url"u8) => UninspectableKinds.Image,
        _ when reader.ValueTextEquals("image"u8) => UninspectableKinds.Image,
        _ when reader.ValueTextEquals("images"u8) => UninspectableKinds.Image,
        _ when reader.ValueTextEquals("input_audio"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("audio"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("audio_url"u8) => UninspectableKinds.Audio,
        _ when reader.ValueTextEquals("video_url"u8) => UninspectableKinds.Video,
        _ when reader.ValueTextEquals("file"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("file_id"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("file_data"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("file_url"u8) => UninspectableKinds.File,
        _ when reader.ValueTextEquals("encrypted_content"u8) => UninspectableKinds.Encrypted,
        _ => MemberNames.KindOf(ref reader),
    };
}
