using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary>Reads a file that holds an order or a notice.</summary>
internal static class OrderFile
{
    /// <exception cref="CommandException">It cannot be read or is too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > OrderReader.MaxEnvelopeBytes)
            {
                throw new CommandException($"concordat: `{path}` has more than {OrderReader.MaxEnvelopeBytes} bytes");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"concordat: `{path}` cannot be read: {fault.Message}");
        }
    }
}
