namespace ShmDashboard.Wording;

/// <summary>What an exception says to people.</summary>
public static class ErrorText
{
    /// <summary>What it tells, or its message without what .NET adds to it: the name that an argument has in the code.</summary>
    public static Sentence Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (error is ITold known)
            return known.Told;
        string message = error is ArgumentException { ParamName: not null } &&
            error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) is > 0 and var end ? error.Message[..end] : error.Message;
        return Sentence.Of($"{message}");
    }
}
