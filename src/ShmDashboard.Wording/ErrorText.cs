namespace ShmDashboard.Wording;

/// <summary>What an exception says to people.</summary>
public static class ErrorText
{
    /// <summary>Its message, without what .NET adds to it: the name that an argument has in the code.</summary>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is ArgumentException { ParamName: not null } &&
        error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) is > 0 and var end ? error.Message[..end] : error.Message;
    }
}
