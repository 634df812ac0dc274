namespace ShmDashboard.Web.Components.Inspection;

/// <summary>What a reading program wants to get out of a segment.</summary>
public enum SnippetContent
{
    /// <summary>A picture in a Qt stream.</summary>
    QtImage,

    /// <summary>A picture file as it is.</summary>
    PictureFile,

    /// <summary>A QString in a Qt stream.</summary>
    QString,

    /// <summary>A QByteArray in a Qt stream.</summary>
    QByteArray,

    /// <summary>Text ended by a NUL.</summary>
    Text,

    /// <summary>Just the bytes.</summary>
    Bytes,
}
