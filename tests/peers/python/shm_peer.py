"""A plain Python program with multiprocessing.shared_memory, for the tests to talk to (protocol: ../qtpeer/qtpeer.cpp).

    /usr/bin/python3 shm_peer.py

Commands: create NAME SIZE | open NAME | write TEXT | writefile PATH | read COUNT (sha) | readtext | resize SIZE | close |
unlink | ndarray WIDTH HEIGHT SEED (a numpy picture through the segment's buffer) | quit
"""
import hashlib
import os
import sys
from multiprocessing import resource_tracker, shared_memory
from urllib.parse import quote, unquote


class Peer:
    memory = None

    def create(self, name, size):
        self.memory = shared_memory.SharedMemory(name=unquote(name), create=True, size=int(size))
        return f"{self.memory.size} {quote(self.memory.name)}"

    def open(self, name):
        self.memory = shared_memory.SharedMemory(name=unquote(name))
        # Python registers what it only opened too, and would remove it at exit (bugs.python.org/issue38119).
        resource_tracker.unregister(self.memory._name, "shared_memory")
        return f"{self.memory.size} {quote(self.memory.name)}"

    def write(self, text):
        return self._store(unquote(text).encode() + b"\0")

    def writefile(self, path):
        with open(unquote(path), "rb") as file:
            return self._store(file.read())

    def read(self, count):
        return f"{count} {hashlib.sha256(bytes(self.memory.buf[:int(count)])).hexdigest()}"

    def readtext(self):
        return quote(bytes(self.memory.buf).split(b"\0")[0].decode(), safe="")

    def resize(self, size):
        os.truncate("/dev/shm/" + self.memory.name, int(size))

    def ndarray(self, width, height, seed):
        import numpy
        shape = (int(height), int(width), 4)
        pixels = numpy.ndarray(shape, dtype=numpy.uint8, buffer=self.memory.buf)
        pixels[:] = numpy.arange(pixels.size, dtype=numpy.uint32).reshape(shape) * int(seed)
        return hashlib.sha256(pixels.tobytes()).hexdigest()

    def close(self):
        self.memory.close()

    def unlink(self):
        self.memory.unlink()

    def _store(self, data):
        self.memory.buf[:len(data)] = data
        return f"{len(data)} {hashlib.sha256(data).hexdigest()}"


def main():
    peer = Peer()
    print(f"ok python {sys.version.split()[0]} {os.getpid()}", flush=True)
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split(" ")
        if command == "quit":
            break
        try:
            reply = getattr(peer, command)(*arguments)
            print("ok" if reply is None else f"ok {reply}", flush=True)
        except Exception as failure:  # the test must see it, whatever it is
            print(f"error -1 {type(failure).__name__}: {failure}", flush=True)


main()
