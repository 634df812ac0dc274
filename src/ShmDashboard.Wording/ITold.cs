namespace ShmDashboard.Wording;

/// <summary>An exception whose message is a sentence of ours, to be said in any language.</summary>
public interface ITold
{
    /// <summary>The message.</summary>
    Sentence Told { get; }
}
