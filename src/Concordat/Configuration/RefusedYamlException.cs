using YamlDotNet.Core;

namespace Concordat.Configuration;

/// <summary>Valid YAML that a configuration may not use; ends the reading at that place.</summary>
internal sealed class RefusedYamlException(Mark start, Mark end, string message) : YamlException(start, end, message);
