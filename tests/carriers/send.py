"""Sends a file to a depot with a library of others: send.py tuspy|aiotus URL FILE MANIFEST SIGNATURE."""

import asyncio
import sys

library, url, path, manifest, signature = sys.argv[1:]
text = lambda name: open(name, encoding="utf-8").read()

if library == "tuspy":
    from tusclient import client

    metadata = {"manifest": text(manifest), "signature": text(signature)}
    client.TusClient(url).uploader(path, metadata=metadata, chunk_size=256 * 1024).upload()
else:
    import aiotus

    metadata = {"manifest": text(manifest).encode(), "signature": text(signature).encode()}
    with open(path, "rb") as file:
        if asyncio.run(aiotus.upload(url, file, metadata)) is None:
            sys.exit("aiotus gave up")
