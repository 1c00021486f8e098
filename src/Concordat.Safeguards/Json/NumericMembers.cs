using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Json;

/// <summary>Tells which JSON numbers say something about a person: long integers, and a latitude beside a longitude.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NumericMembers
{
    private const int _shortestNumber = 9;

    private static readonly ulong[] _latitude = [NameHash.Of("lat"u8), NameHash.Of("latitude"u8)];
    private static readonly ulong[] _longitude = [NameHash.Of("lon"u8), NameHash.Of("lng"u8), NameHash.Of("long"u8), NameHash.Of("longitude"u8)];

    private int _latitudeIn;
    private int _longitudeIn;

    /// <summary>Takes note of the number the reader stands on; true when it should be inspected as text.</summary>
    public bool See(in StrictJsonReader reader, Findings findings)
    {
        if (reader.Depth == 0)
        {
            return false;
        }

        ref var frame = ref reader.Frame;
        if (frame.IsObject && (_latitude.Contains(frame.NameHash) || _longitude.Contains(frame.NameHash)))
        {
            if (_latitude.Contains(frame.NameHash))
            {
                _latitudeIn = frame.Serial;
            }
            else
            {
                _longitudeIn = frame.Serial;
            }

            if (_latitudeIn == _longitudeIn)
            {
                findings.AddCoordinates();
            }
        }

        return reader.Raw.Length >= _shortestNumber && !(frame.IsObject && KnownNames.IsKnown(frame.NameHash))
            && !reader.Raw.ContainsAny((byte)'.', (byte)'e', (byte)'E');
    }
}
