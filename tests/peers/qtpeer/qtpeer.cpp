// A Qt program for the tests to talk to: one command a line on stdin, one reply a line on stdout.
//
//   g++ -std=c++17 -fPIC -O2 qtpeer.cpp -o qtpeer $(pkg-config --cflags --libs Qt5Gui)        (or Qt6Gui)
//
// Replies: "ok ..." or "error <QSharedMemory::error() or -1> <text>". Arguments are separated by single spaces and
// percent-encoded, so that keys and texts may hold anything. The first line, unasked: "ok qtpeer <Qt version> <pid>".
// It does what Qt's own shared-memory example does, call for call; nothing here knows that it is being watched.
#include <QtGui>
#include <QSharedMemory>

#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using Arguments = QList<QByteArray>;

struct Failure : std::runtime_error
{
    Failure(int error, const QString &text) : std::runtime_error(text.toStdString()), error(error) {}
    explicit Failure(const char *text) : std::runtime_error(text), error(-1) {}
    int error;
};

std::unique_ptr<QSharedMemory> segment;
std::map<QByteArray, std::unique_ptr<QSharedMemory>> shelved;
QByteArray objectInUse;
QImage image;

QString text(const QByteArray &argument) { return QString::fromUtf8(QByteArray::fromPercentEncoding(argument)); }

QByteArray escaped(const QString &value) { return value.toUtf8().toPercentEncoding(); }

QByteArray sha256(const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(); }

void check(bool succeeded)
{
    if (!succeeded)
        throw Failure(segment->error(), segment->errorString());
}

QSharedMemory &attached()
{
    if (!segment || !segment->isAttached())
        throw Failure("not attached");
    return *segment;
}

// The pattern of the tests: every channel of every pixel follows from its place and the seed.
int level(int channel, int x, int y, int seed)
{
    static const int factors[4][3] = {{7, 3, 29}, {5, 11, 17}, {13, 2, 41}, {3, 19, 23}};
    const int *f = factors[channel];
    return (x * f[0] + y * f[1] + seed * f[2]) & 0xff;
}

int level16(int channel, int x, int y, int seed)
{
    return level(channel, x, y, seed) << 8 | ((x * 31 + y * 17 + seed + channel) & 0xff);
}

QImage pattern(int width, int height, const QByteArray &format, int seed)
{
    const auto kind = format == "ARGB32" ? QImage::Format_ARGB32
        : format == "RGB32" ? QImage::Format_RGB32
        : format == "Grayscale8" ? QImage::Format_Grayscale8
        : format == "Grayscale16" ? QImage::Format_Grayscale16
        : format == "RGBA64" ? QImage::Format_RGBA64
        : QImage::Format_Invalid;
    if (kind == QImage::Format_Invalid)
        throw Failure("format is ARGB32, RGB32, Grayscale8, Grayscale16 or RGBA64");
    QImage made(width, height, kind);
    for (int y = 0; y < height; y++) {
        auto *row = made.scanLine(y);
        for (int x = 0; x < width; x++) {
            if (kind == QImage::Format_Grayscale8)
                row[x] = uchar(level(0, x, y, seed));
            else if (kind == QImage::Format_Grayscale16)
                reinterpret_cast<quint16 *>(row)[x] = quint16(level16(0, x, y, seed));
            else if (kind == QImage::Format_RGBA64)
                reinterpret_cast<QRgba64 *>(row)[x] = qRgba64(
                    quint16(level16(0, x, y, seed)), quint16(level16(1, x, y, seed)),
                    quint16(level16(2, x, y, seed)), quint16(level16(3, x, y, seed)));
            else
                reinterpret_cast<QRgb *>(row)[x] = qRgba(
                    level(0, x, y, seed), level(1, x, y, seed), level(2, x, y, seed),
                    kind == QImage::Format_ARGB32 ? level(3, x, y, seed) : 255);
        }
    }
    return made;
}

// What two pictures must share to be the same to the eye of any program: 16 bits a channel, straight alpha.
//
// Row by row, because Qt 5.15 converts anything larger in several threads that it waits for with a QSemaphore on the stack,
// and its QSemaphore::release may still clear a bit there after the wait is over: once in some 100,000 conversions on two
// busy cores a picture that had been read whole would be described wrongly.
QByteArray describe(const QImage &picture)
{
    if (picture.isNull())
        return "null";
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (int y = 0; y < picture.height(); y++) {
        const QImage row = picture.copy(0, y, picture.width(), 1).convertToFormat(QImage::Format_RGBA64);
        hash.addData(QByteArray::fromRawData(reinterpret_cast<const char *>(row.constScanLine(0)), row.width() * 8));
    }
    return QByteArray::number(picture.width()) + ' ' + QByteArray::number(picture.height()) + ' ' +
        QByteArray::number(int(picture.format())) + ' ' + hash.result().toHex();
}

QByteArray serialised(const QImage &picture)
{
    QBuffer buffer;
    buffer.open(QBuffer::ReadWrite);
    QDataStream out(&buffer);
    out << picture;
    return buffer.data();
}

void copyIn(const QByteArray &payload)
{
    check(segment->lock());
    memcpy(segment->data(), payload.constData(), size_t(qMin<qint64>(segment->size(), payload.size())));
    check(segment->unlock());
}

// "Load image": the writing half of Qt's example.
void createExactly(const QString &key, const QByteArray &payload)
{
    if (segment && segment->isAttached())
        check(segment->detach());
    if (!segment || segment->key() != key)
        segment.reset(new QSharedMemory(key));
    check(segment->create(int(payload.size())));
    copyIn(payload);
}

// "Display image": the reading half of Qt's example. What was read is left behind, to look at when it was odd.
QByteArray lastRead;

QImage display(const QString &key)
{
    if (!segment || segment->key() != key)
        segment.reset(new QSharedMemory(key));
    check(segment->attach());
    QBuffer buffer;
    QDataStream in(&buffer);
    QImage shown;
    check(segment->lock());
    buffer.setData(static_cast<const char *>(segment->constData()), int(segment->size()));
    buffer.open(QBuffer::ReadOnly);
    in >> shown;
    lastRead = buffer.data();
    check(segment->unlock());
    check(segment->detach());
    return shown;
}

QByteArray textPayload(const QByteArray &kind, const QString &value)
{
    if (kind == "utf8")
        return value.toUtf8() + '\0';
    QByteArray payload;
    QDataStream out(&payload, QIODevice::WriteOnly);
    if (kind == "qstring")
        out << value;
    else if (kind == "qbytearray")
        out << value.toUtf8();
    else
        throw Failure("text is utf8, qstring or qbytearray");
    return payload;
}

QString readText(const QByteArray &kind)
{
    auto &from = attached();
    check(from.lock());
    const auto copy = QByteArray(static_cast<const char *>(from.constData()), int(from.size()));
    check(from.unlock());
    if (kind == "utf8")
        return QString::fromUtf8(copy.constData());
    QDataStream in(copy);
    QString value;
    QByteArray bytes;
    if (kind == "qstring") {
        in >> value;
        return value;
    }
    in >> bytes;
    return QString::fromUtf8(bytes);
}

// A process that comes and goes all the time: create, write, detach. The last detach must remove the segment.
QByteArray churn(const QString &key, int cycles, int size)
{
    int failures = 0;
    int leftovers = 0;
    QByteArray firstError = "-";
    const QByteArray payload(size, '\x5a');
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < cycles; i++) {
        QSharedMemory memory(key);
        if (!memory.create(size)) {
            failures++;
            if (firstError == "-")
                firstError = escaped(memory.errorString());
            leftovers++;
            // As the documentation advises after a crash, so that one leftover does not spoil every later cycle.
            if (memory.attach())
                memory.detach();
            continue;
        }
        const bool written = memory.lock();
        if (written)
            memcpy(memory.data(), payload.constData(), size_t(size));
        if (!written || !memory.unlock() || !memory.detach())
            failures++;
    }
    QSharedMemory probe(key);
    if (probe.attach(QSharedMemory::ReadOnly))
        leftovers++;
    return QByteArray::number(failures) + ' ' + QByteArray::number(leftovers) + ' ' +
        QByteArray::number(timer.nsecsElapsed() / 1000) + ' ' + firstError;
}

// "Load image" pressed again and again, each time with a picture of another size.
QByteArray press(const QString &key, int times, unsigned long pauseMs)
{
    int failures = 0;
    QByteArray firstError = "-";
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < times; i++) {
        try {
            createExactly(key, serialised(pattern(16 + i * 37 % 200, 16 + i * 53 % 160, "RGB32", i)));
        } catch (const Failure &failure) {
            failures++;
            if (firstError == "-")
                firstError = escaped(QString::fromUtf8(failure.what()));
        }
        QThread::msleep(pauseMs);
    }
    return QByteArray::number(failures) + ' ' + QByteArray::number(timer.nsecsElapsed() / 1000) + ' ' + firstError;
}

QByteArray displayRepeatedly(const QString &key, int times)
{
    int failures = 0;
    QMap<QByteArray, QByteArray> seen; // the picture -> when it came first, and the hash of the bytes that it was made of
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < times; i++) {
        try {
            const QByteArray picture = describe(display(key));
            if (!seen.contains(picture))
                seen.insert(picture, "at " + QByteArray::number(i) + " of " + QByteArray::number(lastRead.size()) +
                    " bytes " + sha256(lastRead));
        } catch (const Failure &) {
            failures++;
        }
    }
    QByteArray reply = QByteArray::number(failures) + ' ' + QByteArray::number(seen.size()) + ' ' +
        QByteArray::number(timer.nsecsElapsed() / 1000);
    for (auto it = seen.cbegin(); it != seen.cend(); ++it)
        reply += " ; " + it.key() + ' ' + it.value();
    return reply;
}

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Failure(-1, file.errorString());
    return file.readAll();
}

// An image behind a header of its own, as Qt Creator's processes hand them to each other (QmlDesigner's ImageContainer). Alpha is
// only where it is straight and a whole number: floating-point pictures are shown opaque. What a reader of the segment makes of it is
// saved as a PNG.
QByteArray contain(const QString &key, QImage::Format format, int width, int height, int seed, const QString &path)
{
    const auto kind = QImage(1, 1, format).pixelFormat();
    const bool isStraight = kind.alphaUsage() == QPixelFormat::UsesAlpha && kind.premultiplied() == QPixelFormat::NotPremultiplied &&
        kind.typeInterpretation() != QPixelFormat::FloatingPoint;
    QImage made = pattern(width, height, "RGBA64", seed);
    if (!isStraight)
        made = made.convertToFormat(QImage::Format_RGBX64);
    made = made.convertToFormat(format);
    const qint32 header[] = {
        qint32(made.sizeInBytes()), qint32(made.bytesPerLine()), made.width(), made.height(), qint32(made.format()), 100};
    const QByteArray payload = QByteArray(reinterpret_cast<const char *>(header), sizeof header) +
        QByteArray(reinterpret_cast<const char *>(made.constBits()), int(made.sizeInBytes()));
    createExactly(key, payload);
    const auto *from = static_cast<const uchar *>(segment->constData());
    QImage shown(from + sizeof header, width, height, int(made.bytesPerLine()), format);
    // The header has no colours; these are those of an image that was made with so many bits.
    if (made.depth() == 1)
        shown.setColorTable(QImage(1, 1, format).colorTable());
    if (!shown.save(path, "PNG"))
        throw Failure("the reference cannot be saved");
    return QByteArray::number(int(made.format()));
}

QByteArray run(const QByteArray &command, const Arguments &a)
{
    if (command == "generate") { // width height format seed
        image = pattern(a.value(0).toInt(), a.value(1).toInt(), a.value(2), a.value(3).toInt());
        return describe(image);
    }
    if (command == "load") { // path
        if (!image.load(text(a.value(0))))
            throw Failure("not an image that Qt can load");
        return describe(image);
    }
    if (command == "pixels")
        return describe(image);
    if (command == "pixel") { // x y -> red green blue alpha
        const QColor colour = image.pixelColor(a.value(0).toInt(), a.value(1).toInt());
        return QByteArray::number(colour.red()) + ' ' + QByteArray::number(colour.green()) + ' ' +
            QByteArray::number(colour.blue()) + ' ' + QByteArray::number(colour.alpha());
    }
    if (command == "savepng") { // path: the PNG exactly as QDataStream writes it into a segment
        const QByteArray png = serialised(image).mid(4);
        QFile file(text(a.value(0)));
        if (!file.open(QIODevice::WriteOnly) || file.write(png) != png.size())
            throw Failure(-1, file.errorString());
        return QByteArray::number(png.size()) + ' ' + sha256(png);
    }
    if (command == "use") { // name: another QSharedMemory object beside the present one, which stays as it is
        shelved[objectInUse] = std::move(segment);
        objectInUse = a.value(0);
        segment = std::move(shelved[objectInUse]);
        return {};
    }
    if (command == "create") { // key size
        segment.reset(new QSharedMemory(text(a.value(0))));
        check(segment->create(a.value(1).toInt()));
        return QByteArray::number(qint64(segment->size()));
    }
    if (command == "createexact") { // key
        const QByteArray payload = serialised(image);
        createExactly(text(a.value(0)), payload);
        return QByteArray::number(payload.size()) + ' ' + sha256(payload);
    }
    if (command == "contain") { // key QImage::Format width height seed path
        return contain(text(a.value(0)), QImage::Format(a.value(1).toInt()), a.value(2).toInt(), a.value(3).toInt(), a.value(4).toInt(),
            text(a.value(5)));
    }
    if (command == "attach") { // key ro|rw
        segment.reset(new QSharedMemory(text(a.value(0))));
        check(segment->attach(a.value(1) == "ro" ? QSharedMemory::ReadOnly : QSharedMemory::ReadWrite));
        return QByteArray::number(qint64(segment->size()));
    }
    if (command == "detach") {
        check(attached().detach());
        return {};
    }
    if (command == "drop") { // destroys the object, as at the end of a scope
        segment.reset();
        return {};
    }
    if (command == "lock") {
        check(attached().lock());
        return {};
    }
    if (command == "unlock") {
        check(attached().unlock());
        return {};
    }
    if (command == "hold") { // milliseconds
        check(attached().lock());
        QThread::msleep(a.value(0).toULong());
        check(segment->unlock());
        return {};
    }
    if (command == "write") { // the current picture, into the attached segment
        const QByteArray payload = serialised(image);
        if (payload.size() > attached().size())
            throw Failure("the picture does not fit");
        copyIn(payload);
        return QByteArray::number(payload.size()) + ' ' + sha256(payload);
    }
    if (command == "writelist") { // count: a number, a name and that many of the current picture, each a pixel narrower
        QList<QImage> list;
        for (int i = 0; i < a.value(0).toInt(); ++i)
            list << image.copy(0, 0, image.width() - i, image.height());
        QByteArray bytes;
        QDataStream stream(&bytes, QIODevice::WriteOnly);
        stream << qint32(42) << QStringLiteral("camera") << list;
        if (bytes.size() > attached().size())
            throw Failure("the list does not fit");
        copyIn(bytes);
        return QByteArray::number(bytes.size()) + ' ' + sha256(bytes);
    }
    if (command == "place") { // the current picture, leaving the lock as it is: held by this program, if it is a careful one
        const QByteArray payload = serialised(image);
        if (payload.size() > attached().size())
            throw Failure("the picture does not fit");
        memcpy(segment->data(), payload.constData(), size_t(payload.size()));
        return {};
    }
    if (command == "writefile") { // path: any bytes
        const QByteArray payload = fileBytes(text(a.value(0)));
        if (payload.size() > attached().size())
            throw Failure("the file does not fit");
        copyIn(payload);
        return QByteArray::number(payload.size()) + ' ' + sha256(payload);
    }
    if (command == "scribble") { // bytes: into the segment without the lock, as only a careless program does
        const QByteArray payload = QByteArray::fromPercentEncoding(a.value(0));
        memcpy(attached().data(), payload.constData(), size_t(qMin<qint64>(segment->size(), payload.size())));
        return {};
    }
    if (command == "read") { // key
        image = display(text(a.value(0)));
        return describe(image);
    }
    if (command == "readpixmap") { // key: as the example, which shows a QPixmap
        image = QPixmap::fromImage(display(text(a.value(0)))).toImage();
        return describe(image);
    }
    if (command == "bytes") { // offset count: sha of a piece of the attached segment
        auto &from = attached();
        check(from.lock());
        const auto copy = QByteArray(static_cast<const char *>(from.constData()), int(from.size()))
            .mid(a.value(0).toInt(), a.value(1).toInt());
        check(from.unlock());
        return QByteArray::number(copy.size()) + ' ' + sha256(copy);
    }
    if (command == "writetext") { // utf8|qstring|qbytearray text
        const QByteArray payload = textPayload(a.value(0), text(a.value(1)));
        if (payload.size() > attached().size())
            throw Failure("the text does not fit");
        copyIn(payload);
        return QByteArray::number(payload.size());
    }
    if (command == "readtext") // utf8|qstring|qbytearray
        return escaped(readText(a.value(0)));
    if (command == "churn") // key cycles size -> failures leftovers microseconds first-error
        return churn(text(a.value(0)), a.value(1).toInt(), a.value(2).toInt());
    if (command == "press") // key times pause-ms -> failures microseconds first-error
        return press(text(a.value(0)), a.value(1).toInt(), a.value(2).toULong());
    if (command == "churnread") // key times -> failures different-pictures microseconds ; each picture and when it came first
        return displayRepeatedly(text(a.value(0)), a.value(1).toInt());
    if (command == "nativekey")
        return escaped(segment ? segment->nativeKey() : QString());
    if (command == "private") { // its memory and mappings are for no other process of this user any more
        prctl(PR_SET_DUMPABLE, 0);
        return {};
    }
    throw Failure("unknown command");
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
    QImageReader::setAllocationLimit(0);
#endif
    std::cout << "ok qtpeer " << qVersion() << ' ' << getpid() << std::endl;
    for (std::string line; std::getline(std::cin, line) && line != "quit";) {
        Arguments arguments = QByteArray::fromStdString(line).split(' ');
        const QByteArray command = arguments.takeFirst();
        try {
            const QByteArray reply = run(command, arguments);
            std::cout << (reply.isEmpty() ? "ok" : "ok " + reply.toStdString()) << std::endl;
        } catch (const Failure &failure) {
            std::cout << "error " << failure.error << ' ' << failure.what() << std::endl;
        }
    }
    segment.reset();
    return 0;
}
