namespace Concordat.Setup;

/// <summary>The JSON Schema of the configuration, which editors use to complete and check it.</summary>
internal static class ConfigurationSchema
{
    public static string Text
    {
        get
        {
            using var stream = typeof(ConfigurationSchema).Assembly.GetManifestResourceStream("configuration.schema.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
