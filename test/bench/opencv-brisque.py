"""Scores pictures with OpenCV's QualityBRISQUE: all of them for each line on standard input, and then writes the seconds.

Arguments: a file of raw interleaved 8-bit RGB, the width, the height, the number of pictures, the model, its range.
"""
import sys
import time

import cv2
import numpy

path, width, height, count, model, scaling = sys.argv[1:]
shape = (int(count), int(height), int(width), 3)
pictures = numpy.fromfile(path, numpy.uint8).reshape(shape)[..., ::-1].copy()
metric = cv2.quality.QualityBRISQUE_create(model, scaling)
print(cv2.__version__, cv2.getNumThreads(), flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    scores = [metric.compute(picture)[0] for picture in pictures]
    print(time.perf_counter() - start, sum(scores) / len(scores), flush=True)
