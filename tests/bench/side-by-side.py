"""What two or more builds of the dashboard take of a core for watching the same segments at the same time.

    tests/bench/side-by-side.py --kind posix --content rgba PROGRAM PROGRAM ...

A virtual machine's speed wanders by a third within seconds, so that one build measured after another tells of the machine. Here each
build's host follows the same writer beside the others, each with a viewer that throws the pixels away, and their processor times are
taken in the same seconds. PROGRAM is a built ShmDashboard.Web; with --watched 0 nobody looks. Prints a line for each host and round:
user and system time as percent of a core, frames a second, and how often its threads went to sleep. Everything listens on 127.0.0.1
only and is ended at the end; run it where nothing else works, and as root among segments of its own (unshare --ipc --mount).
"""
import argparse
import json
import os
import re
import socket
import struct
import subprocess
import tempfile
import threading
import time
import uuid
from pathlib import Path

PRODUCER = Path(__file__).parent / "ShmDashboard.Display" / "producer.py"
FIRST_PORT = 7500
TICKS = os.sysconf("SC_CLK_TCK")


class Host:
    """A dashboard, and who watches through it."""

    def __init__(self, program, number, rate):
        self.program, self.port, self.frames, self.failure, self.ended = program, FIRST_PORT + number, 0, None, False
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--no-token", "--rate", str(rate)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, HOME=tempfile.mkdtemp()))
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{program} did not answer on port {self.port} within 20 s.")

    def watch(self, ids, size):
        name = uuid.uuid4().hex
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.sendall((
            f"GET /stream?name={name} HTTP/1.1\r\nHost: localhost:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.socket.recv(4096)
        if not answer.startswith(b"HTTP/1.1 101"):
            raise SystemExit(f"{self.program} refused to stream: {answer[:200]!r}")
        frames = socket.create_connection(("127.0.0.1", self.port))
        frames.sendall(f"POST /stream/frames?name={name} HTTP/1.1\r\nHost: localhost:{self.port}\r\nContent-Length: 0\r\n\r\n".encode())
        self.answer = frames.makefile("rb", 1 << 18)
        while self.answer.readline() != b"\r\n":
            pass
        self.chunk()
        self.tell({"isAnswered": True})
        many = len(ids) > 4
        views = [{"key": key, "id": name, "width": size, "height": size, "inFlight": 1 if many else 2} for key, name in enumerate(ids)]
        self.tell({"total": 12 if len(ids) > 1 else 2, "views": views})
        threading.Thread(target=self.read, daemon=True).start()

    def tell(self, command):
        text = json.dumps(command).encode()
        length = bytes([0x80 | len(text)]) if len(text) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(text))
        self.socket.sendall(b"\x81" + length + b"\0\0\0\0" + text)

    def chunk(self):
        data = self.answer.read(int(self.answer.readline(), 16))
        self.answer.readline()
        return data

    def read(self):
        try:
            while True:
                frame = self.chunk()
                if len(frame) > 8:
                    (head,) = struct.unpack_from("<I", frame, 4)
                    self.frames += 1
                    self.tell({"done": [{"key": json.loads(frame[8:8 + head])["key"]}]})
        except (OSError, ValueError) as error:
            if not self.ended:
                self.failure = error

    def state(self):
        times = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        sleeps = 0
        for status in Path(f"/proc/{self.process.pid}/task").glob("*/status"):
            try:
                sleeps += int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", status.read_text()).group(1))
            except OSError:
                pass  # A thread that has just ended.
        return int(times[11]) / TICKS, int(times[12]) / TICKS, self.frames, sleeps

    def end(self):
        self.ended = True
        self.process.terminate()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--kind", default="posix", choices=["posix", "sysv", "qt"])
    parser.add_argument("--content", default="rgba", choices=["png", "rgba", "bgr"])
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--watched", type=int)
    parser.add_argument("--size", type=int, default=680, help="how large each is shown, in pixels")
    parser.add_argument("--settle", type=float, default=40, help="seconds until the just-in-time compiler has done")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    # Camera frames are known by their name.
    name = f"{'camera_shm_' if wanted.content == 'bgr' else 'shmdashboard-'}display-{os.getpid()}"
    with tempfile.NamedTemporaryFile() as stamps:
        producer = subprocess.Popen(
            ["/usr/bin/python3", PRODUCER, "--name", name, "--kind", wanted.kind, "--content", wanted.content, "--width", str(wanted.width),
             "--height", str(wanted.height), "--rate", str(wanted.rate), "--noise", "12" if wanted.content == "png" else "0",
             "--count", str(wanted.count), "--stamps", stamps.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ids = producer.stdout.readline().split()[2:]
        hosts = []
        try:
            for number, program in enumerate(wanted.programs):
                hosts.append(Host(program, number, 60))
            watched = ids[:len(ids) if wanted.watched is None else wanted.watched]
            for host in hosts if watched else []:
                host.watch(watched, wanted.size)
            time.sleep(wanted.settle)
            for _ in range(wanted.rounds):
                before, began = [host.state() for host in hosts], time.monotonic()
                time.sleep(wanted.seconds)
                took = time.monotonic() - began
                for host, then in zip(hosts, before):
                    user, system, frames, sleeps = ((now - old) / took for now, old in zip(host.state(), then))
                    print(f"{host.program}: user {100 * user:.1f} %, system {100 * system:.1f} %, together {100 * (user + system):.1f} %, "
                          f"{frames:.1f} frames/s, {sleeps:.0f} sleeps/s" + (f", FAILED: {host.failure}" if host.failure else ""), flush=True)
        finally:
            for host in hosts:
                host.end()
            producer.stdin.close()
            producer.wait()


if __name__ == "__main__":
    main()
