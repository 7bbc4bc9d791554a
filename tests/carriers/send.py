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
    import aiohttp
    import aiotus
    import yarl

    async def send():
        metadata = {"manifest": text(manifest).encode(), "signature": text(signature).encode()}
        async with aiohttp.ClientSession() as session:
            with open(path, "rb") as file:
                place = await aiotus.creation.create(session, yarl.URL(url), file, metadata)
                # Its own upload() appends a location to the address; a path from the root is joined instead (RFC 3986 5.2).
                await aiotus.core.upload_buffer(session, yarl.URL(url).join(place), file)

    asyncio.run(send())
