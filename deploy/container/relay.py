#!/usr/bin/python3
"""Carries TCP connections: relay.py LISTEN-HOST:PORT TARGET-HOST:PORT [LISTEN TARGET]...

Stands in a container's network namespace where the node itself serves and calls loopback only: what a tunnel
between two offices does, without its encryption. Ends with its standard input.
"""

import asyncio
import os
import sys


async def pump(reader, writer):
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        pass


async def carry(reader, writer, target):
    try:
        other_reader, other_writer = await asyncio.open_connection(*target)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, other_writer), pump(other_reader, writer))
    for end in (writer, other_writer):
        end.close()


def address(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


async def main(pairs):
    for listen, target in pairs:
        await asyncio.start_server(lambda r, w, t=address(target): carry(r, w, t), *address(listen))
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    # Streams may be open for an hour; nobody waits for them.
    os._exit(0)


if __name__ == "__main__":
    words = sys.argv[1:]
    asyncio.run(main(list(zip(words[::2], words[1::2]))))
