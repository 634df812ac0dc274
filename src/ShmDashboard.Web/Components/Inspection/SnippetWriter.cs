using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>Writes the few lines with which a program reads a segment.</summary>
internal static class SnippetWriter
{
    /// <summary>What a reader wants of a payload.</summary>
    public static SnippetContent ContentOf(PayloadDescription? payload) => payload switch
    {
        { Format: PayloadFormat.QtImage or PayloadFormat.QtNullImage } => SnippetContent.QtImage,
        { Layout: not null } => SnippetContent.Bytes,
        // Where a program's own header ends, only the program knows.
        { Format: PayloadFormat.Picture, Pictures: [{ Offset: > 0 }, ..] } => SnippetContent.Bytes,
        { IsPicture: true } => SnippetContent.PictureFile,
        { Format: PayloadFormat.QtString } => SnippetContent.QString,
        { Format: PayloadFormat.QtByteArray } => SnippetContent.QByteArray,
        { IsText: true } => SnippetContent.Text,
        _ => SnippetContent.Bytes,
    };

    /// <summary>What a reader wants of something that was published.</summary>
    public static SnippetContent ContentOf(PayloadKind kind) => kind switch
    {
        PayloadKind.QtImage => SnippetContent.QtImage,
        PayloadKind.File => SnippetContent.PictureFile,
        PayloadKind.QString => SnippetContent.QString,
        PayloadKind.QByteArray => SnippetContent.QByteArray,
        _ => SnippetContent.Text,
    };

    /// <summary>Readers for a segment, the most likely language first.</summary>
    public static ImmutableArray<Snippet> For(SegmentId id, SnippetContent content) => id.Scheme switch
    {
        SegmentScheme.Qt => [Cpp(id.Value, content), PyQt(id.Value, content), CSharpQt(id.Value, content)],
        SegmentScheme.Posix => [Python(id, content), CPosix(id.Value), CSharpPosix(id.Value)],
        SegmentScheme.MemFd => [Python(id, content)],
        SegmentScheme.SystemV => [Python(id, content), CSystemV(id.Value)],
        _ => [],
    };

    /// <summary>Lines of Python that leave a copy of the whole segment in <c>data</c>.</summary>
    internal static string PythonData(SegmentId id) => id.Scheme switch
    {
        SegmentScheme.Qt => PyQtData(id.Value, "QSharedMemory", ""),
        // As a file: before Python 3.13, SharedMemory removes a segment that it only attached to when the program ends.
        SegmentScheme.Posix => $$"""
            with open({{Text("/dev/shm/" + id.Value)}}, "rb") as file:
                data = file.read()
            """,
        SegmentScheme.MemFd => PythonMemFdData(id),
        SegmentScheme.SystemV => $$"""
            import ctypes

            size = next(int(row.split()[3]) for row in open("/proc/sysvipc/shm") if row.split()[1] == "{{id.Value}}")
            libc = ctypes.CDLL(None, use_errno=True)
            libc.shmat.restype = ctypes.c_void_p
            address = libc.shmat({{id.Value}}, None, 0o10000)  # SHM_RDONLY
            if address == ctypes.c_void_p(-1).value:
                raise OSError(ctypes.get_errno(), "shmat")
            data = ctypes.string_at(address, size)
            libc.shmdt(ctypes.c_void_p(address))
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "How Python reads this kind, nobody says."),
    };

    private static Snippet Cpp(string key, SnippetContent content) => new("C++ / Qt", $$"""
        QSharedMemory memory({{Qt(key)}});
        if (!memory.attach(QSharedMemory::ReadOnly))
            qFatal("%s", qPrintable(memory.errorString()));
        memory.lock();
        const QByteArray bytes(static_cast<const char *>(memory.constData()), memory.size());
        memory.unlock();

        """ + content switch
    {
        SnippetContent.QtImage => """
            QDataStream in(bytes);
            QPixmap pixmap;
            in >> pixmap;
            """,
        SnippetContent.PictureFile => "QPixmap pixmap;\npixmap.loadFromData(bytes);",
        SnippetContent.QString => "QDataStream in(bytes);\nQString text;\nin >> text;",
        SnippetContent.QByteArray => "QDataStream in(bytes);\nQByteArray content;\nin >> content;",
        SnippetContent.Text => "const QString text = QString::fromUtf8(bytes.constData());  // up to the NUL",
        _ => "// bytes is a copy of the whole segment",
    });

    private static string PyQtData(string key, string imported, string more) => $$"""
        from PyQt6.QtCore import {{imported}}
        {{more}}
        memory = QSharedMemory({{Text(key)}})
        if not memory.attach(QSharedMemory.AccessMode.ReadOnly):
            raise OSError(memory.errorString())
        memory.lock()
        data = memory.constData().asstring(memory.size())
        memory.unlock()
        """;

    private static Snippet PyQt(string key, SnippetContent content) => new("PyQt", PyQtData(
        key, "QByteArray, QDataStream, QSharedMemory",
        content is SnippetContent.QtImage or SnippetContent.PictureFile ? "from PyQt6.QtGui import QImage\n" : "") + "\n\n" + content switch
    {
        SnippetContent.QtImage => "image = QImage()\nQDataStream(QByteArray(data)) >> image",
        SnippetContent.PictureFile => "image = QImage.fromData(data)",
        SnippetContent.QString => "text = QDataStream(QByteArray(data)).readQString()",
        SnippetContent.QByteArray => "content = QByteArray()\nQDataStream(QByteArray(data)) >> content",
        SnippetContent.Text => "text = data.split(b\"\\0\")[0].decode()",
        _ => "# data is a copy of the whole segment",
    });

    private static Snippet CSharpQt(string key, SnippetContent content) => new("C#", $$"""
        using ShmDashboard.SharedMemory.Qt;

        using var memory = QtSharedMemory.Attach({{Text(key)}}, QtAccess.ReadOnly);
        var bytes = new byte[memory.SizeBytes];
        memory.Lock(TimeSpan.FromSeconds(5));
        memory.Read(0, bytes);
        memory.Unlock();

        """ + content switch
    {
        SnippetContent.QtImage => "// a marker of 4 bytes, then the PNG file: bytes.AsSpan(4)",
        SnippetContent.PictureFile => "// the picture file begins at bytes[0]",
        SnippetContent.QString => "int length = BinaryPrimitives.ReadInt32BigEndian(bytes);\nstring text = Encoding.BigEndianUnicode.GetString(bytes, 4, length);",
        SnippetContent.QByteArray => "int length = BinaryPrimitives.ReadInt32BigEndian(bytes);\nvar content = bytes.AsSpan(4, length);",
        SnippetContent.Text => "string text = Encoding.UTF8.GetString(bytes, 0, Array.IndexOf(bytes, (byte)0));",
        _ => "// bytes is a copy of the whole segment",
    });

    private static Snippet Python(SegmentId id, SnippetContent content) => new("Python", PythonData(id) + "\n\n" + PythonContent(content));

    private static string PythonContent(SnippetContent content) => content switch
    {
        SnippetContent.QtImage => "import io\nfrom PIL import Image\nimage = Image.open(io.BytesIO(data[4:]))",
        SnippetContent.PictureFile => "import io\nfrom PIL import Image\nimage = Image.open(io.BytesIO(data))",
        SnippetContent.QString => "text = data[4:4 + int.from_bytes(data[:4], \"big\")].decode(\"utf-16-be\")",
        SnippetContent.QByteArray => "content = data[4:4 + int.from_bytes(data[:4], \"big\")]",
        SnippetContent.Text => "text = data.split(b\"\\0\")[0].decode()",
        _ => "# data is a copy of the whole segment",
    };

    private static string PythonMemFdData(SegmentId id)
    {
        id.TryGetMemFd(out int pid, out long inode);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            import os

            folder = "/proc/{{pid}}/fd"  # as the same user, or as root
            memory = next(fd for fd in os.listdir(folder) if os.stat(f"{folder}/{fd}").st_ino == {{(ulong)inode}})
            with open(f"{folder}/{memory}", "rb") as file:
                data = file.read()
            """);
    }

    private static Snippet CPosix(string name) => new("C", $$"""
        int fd = shm_open({{Text("/" + name)}}, O_RDONLY, 0);
        struct stat st;
        fstat(fd, &st);
        void *data = mmap(NULL, st.st_size, PROT_READ, MAP_SHARED, fd, 0);
        """);

    private static Snippet CSharpPosix(string name) => new("C#", $$"""
        byte[] bytes = File.ReadAllBytes({{Text("/dev/shm/" + name)}});
        """);

    private static Snippet CSystemV(string shmId) => new("C", string.Create(CultureInfo.InvariantCulture, $$"""
        void *data = shmat({{shmId}}, NULL, SHM_RDONLY);
        struct shmid_ds ds;
        shmctl({{shmId}}, IPC_STAT, &ds);   // ds.shm_segsz bytes
        """));

    /// <summary>A string literal that C, C++, C# and Python read alike.</summary>
    internal static string Text(string value)
    {
        var literal = new StringBuilder("\"");
        foreach (var letter in value.EnumerateRunes())
        {
            literal = letter.Value switch
            {
                '"' or '\\' => literal.Append('\\').Append(letter),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                _ when VisibleText.IsVisible(letter) => literal.Append(letter),
                > 0xffff => literal.Append(CultureInfo.InvariantCulture, $"\\U{letter.Value:x8}"),
                _ => literal.Append(CultureInfo.InvariantCulture, $"\\u{letter.Value:x4}"),
            };
        }

        return literal.Append('"').ToString();
    }

    /// <summary>For Qt: what is not ASCII has to say that it is UTF-8 nowhere, if it is a QString literal.</summary>
    internal static string Qt(string key) => key.All(char.IsAscii) ? Text(key) : $"QStringLiteral({Text(key)})";
}
