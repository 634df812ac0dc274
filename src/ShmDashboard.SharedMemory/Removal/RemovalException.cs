using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>
/// A removal or repair that was not done, because things are not as they were when it was decided, or because the kernel
/// refused. Nothing was changed unless the message says so.
/// </summary>
public sealed class RemovalException : IOException, ITold
{
    /// <param name="situationChanged">Things are not as they were; look again. Otherwise the kernel refused.</param>
    /// <param name="told">Tried what, on what, found what, what to do.</param>
    public RemovalException(bool situationChanged, Sentence told) : base(told?.ToString())
    {
        SituationChanged = situationChanged;
        Told = told ?? throw new ArgumentNullException(nameof(told));
    }

    /// <summary>With a message only.</summary>
    public RemovalException(string message) : base(message) => Told = message;

    /// <summary>With a message and the cause.</summary>
    public RemovalException(string message, Exception inner) : base(message, inner) => Told = message;

    /// <summary>Without details.</summary>
    public RemovalException() => Told = Message;

    /// <inheritdoc/>
    public Sentence Told { get; }

    /// <summary>Things are not as they were when it was decided.</summary>
    public bool SituationChanged { get; }
}
