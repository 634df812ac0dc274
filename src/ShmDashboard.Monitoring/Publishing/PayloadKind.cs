namespace ShmDashboard.Monitoring.Publishing;

/// <summary>How content is laid out in a segment.</summary>
public enum PayloadKind
{
    /// <summary>A picture as Qt's <c>QDataStream &lt;&lt; QPixmap</c> writes it: marker and PNG.</summary>
    QtImage,

    /// <summary>The picture file's bytes as they are.</summary>
    File,

    /// <summary>Text as UTF-8, ended by a NUL.</summary>
    Utf8Text,

    /// <summary>Text as Qt's <c>QDataStream &lt;&lt; QString</c> writes it.</summary>
    QString,

    /// <summary>Text as Qt's <c>QDataStream &lt;&lt; QByteArray</c> writes it, UTF-8 inside.</summary>
    QByteArray,
}
