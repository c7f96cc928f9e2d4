"""Files on their way out, never whole in memory, whichever server sends them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import cast

from django.http import FileResponse


class StreamedFile(FileResponse):
    """A file sent block by block.

    Django's own reads all of a file before its first byte leaves an ASGI server.
    """

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the blocks, each read in a thread once the one before was sent."""
        blocks = cast("Iterator[bytes]", self.streaming_content)
        while (block := await asyncio.to_thread(next, blocks, None)) is not None:
            yield block
