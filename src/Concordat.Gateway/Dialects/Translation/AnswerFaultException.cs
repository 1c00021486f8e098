namespace Concordat.Gateway.Dialects.Translation;

/// <summary>An upstream's answer that does not keep to its dialect; the message says in a few words how.</summary>
internal sealed class AnswerFaultException(string reason) : Exception(reason);
