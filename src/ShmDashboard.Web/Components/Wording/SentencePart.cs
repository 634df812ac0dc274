using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>A piece of a sentence.</summary>
/// <param name="Text">As shown.</param>
/// <param name="IsArgument">A name or an amount that was put into the sentence.</param>
/// <param name="Process">The process that it names.</param>
internal readonly record struct SentencePart(string Text, bool IsArgument, ProcessRef? Process = null);
