"""A PyQt program for the tests to talk to; the protocol is qtpeer's (see ../qtpeer/qtpeer.cpp), with fewer commands.

    /usr/bin/python3 peer.py 5|6

QSharedMemory with legacy keys is the same in both; only the spelling of enumerations and of raw memory differs.
"""
import hashlib
import importlib
import os
import sys
from urllib.parse import quote, unquote

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
core = importlib.import_module(f"PyQt{sys.argv[1]}.QtCore")
gui = importlib.import_module(f"PyQt{sys.argv[1]}.QtGui")


class Failure(Exception):
    def __init__(self, error, text):
        super().__init__(text)
        self.error = error


class Peer:
    def __init__(self):
        self.segment = core.QSharedMemory()
        self.image = gui.QImage()

    def check(self, succeeded):
        if not succeeded:
            error = self.segment.error()
            raise Failure(getattr(error, "value", error), self.segment.errorString())

    def use(self, key):
        if self.segment.key() != key:
            self.segment = core.QSharedMemory(key)

    def copy_in(self, payload):
        self.check(self.segment.lock())
        memoryview(self.segment.data()).cast("B")[:len(payload)] = payload
        self.check(self.segment.unlock())

    def copy_out(self):
        self.check(self.segment.lock())
        copy = self.segment.data().asstring(self.segment.size())
        self.check(self.segment.unlock())
        return copy

    def serialised(self):
        buffer = core.QBuffer()
        buffer.open(core.QIODevice.OpenModeFlag.ReadWrite)
        core.QDataStream(buffer) << self.image
        return bytes(buffer.data())

    def load(self, path):
        if not self.image.load(unquote(path)):
            raise Failure(-1, "not an image that Qt can load")
        return describe(self.image)

    def createexact(self, key):
        payload = self.serialised()
        if self.segment.isAttached():
            self.check(self.segment.detach())
        self.use(unquote(key))
        self.check(self.segment.create(len(payload)))
        self.copy_in(payload)
        return f"{len(payload)} {hashlib.sha256(payload).hexdigest()}"

    def bits(self, name, form, path):
        """An image's memory as it is, in a segment that is none of Qt's."""
        if not self.image.load(unquote(path)):
            raise Failure(-1, "not an image that Qt can load")
        image = self.image.convertToFormat(getattr(gui.QImage.Format, "Format_" + form))
        with open("/dev/shm/" + unquote(name), "wb") as segment:
            segment.write(image.constBits().asstring(image.sizeInBytes()))
        return image.bytesPerLine()

    def create(self, key, size):
        self.use(unquote(key))
        self.check(self.segment.create(int(size)))
        return self.segment.size()

    def attach(self, key, mode="rw"):
        self.use(unquote(key))
        access = core.QSharedMemory.AccessMode
        self.check(self.segment.attach(access.ReadOnly if mode == "ro" else access.ReadWrite))
        return self.segment.size()

    def detach(self):
        self.check(self.segment.detach())

    def lock(self):
        self.check(self.segment.lock())

    def unlock(self):
        self.check(self.segment.unlock())

    def read(self, key):
        self.use(unquote(key))
        self.check(self.segment.attach())
        self.image = gui.QImage()
        core.QDataStream(core.QByteArray(self.copy_out())) >> self.image
        self.check(self.segment.detach())
        return describe(self.image)

    def writetext(self, kind, text):
        text = unquote(text)
        payload = text.encode() + b"\0"
        if kind != "utf8":
            stream = core.QByteArray()
            out = core.QDataStream(stream, core.QIODevice.OpenModeFlag.WriteOnly)
            out.writeQString(text) if kind == "qstring" else out << core.QByteArray(text.encode())
            payload = bytes(stream)
        self.copy_in(payload)
        return len(payload)

    def readtext(self, kind):
        copy = self.copy_out()
        if kind == "utf8":
            return quote(copy.split(b"\0")[0].decode(), safe="")
        stream = core.QDataStream(core.QByteArray(copy))
        if kind == "qstring":
            return quote(stream.readQString(), safe="")
        found = core.QByteArray()
        stream >> found
        return quote(bytes(found).decode(), safe="")


def describe(image):
    if image.isNull():
        return "null"
    wide = image.convertToFormat(gui.QImage.Format.Format_RGBA64)
    pixels = wide.constBits().asstring(wide.width() * wide.height() * 8)
    kind = image.format()
    return f"{image.width()} {image.height()} {getattr(kind, 'value', kind)} {hashlib.sha256(pixels).hexdigest()}"


def main():
    application = gui.QGuiApplication(sys.argv[:1])
    peer = Peer()
    print(f"ok pyqt{sys.argv[1]} {core.QT_VERSION_STR} {os.getpid()}", flush=True)
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split(" ")
        if command == "quit":
            break
        try:
            reply = getattr(peer, command)(*arguments)
            print("ok" if reply is None else f"ok {reply}", flush=True)
        except Failure as failure:
            print(f"error {failure.error} {failure}", flush=True)
        except Exception as failure:  # the test must see it, whatever it is
            print(f"error -1 {type(failure).__name__}: {failure}", flush=True)
    peer.segment = None
    del application


main()
