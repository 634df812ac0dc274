"""A native window that shows a POSIX segment's PNG as it is written: what the dashboard is compared with.

    xvfb-run -a /usr/bin/python3 viewer.py NAME SEGMENT-BYTES LOG

It looks 250 times a second whether the picture's ends differ, decodes what does with Qt and paints it. LOG gets a line for
each painted picture: its number (see producer.py) and when it was painted, in milliseconds since the epoch.
"""
import sys
import time

from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtGui import QImage, QPainter
from PyQt5.QtWidgets import QApplication, QWidget

CELLS = 32


def number_on(image):
    middle = image.height() // 2
    bits = [image.pixel((2 * cell + 1) * image.width() // (2 * CELLS), middle) & 0xff > 127 for cell in range(CELLS)]
    number = sum(bit << i for i, bit in enumerate(bits[2:18]))
    check = sum(bit << i for i, bit in enumerate(bits[18:26]))
    return number if bits[0] and not bits[1] and check == (number * 37 + 11 & 0xff) else -1


class Viewer(QWidget):
    def __init__(self, name, size, log):
        super().__init__()
        self.path, self.size_bytes, self.log = "/dev/shm/" + name, size, log
        self.seen, self.image = None, None
        self.resize(1280, 720)
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.PreciseTimer)
        self.timer.timeout.connect(self.look)
        self.timer.start(4)

    def look(self):
        with open(self.path, "rb", buffering=0) as segment:
            ends = segment.read(4096)
            if ends == self.seen:
                return
            self.seen = ends
            segment.seek(0)
            image = QImage.fromData(segment.read(self.size_bytes), "PNG")
        if not image.isNull():
            self.image = image
            self.repaint()

    def paintEvent(self, _):
        if self.image is None:
            return
        painter = QPainter(self)
        painter.drawImage(self.rect(), self.image)
        painter.end()
        print(number_on(self.image), time.time() * 1000, file=self.log, flush=True)


app = QApplication(sys.argv)
with open(sys.argv[3], "w") as log:
    viewer = Viewer(sys.argv[1], int(sys.argv[2]), log)
    viewer.show()
    app.exec()
