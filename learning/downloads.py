"""Private files on their way out."""

from django.utils.translation import gettext as _

from peerlearn.common.errors import NotFound
from peerlearn.common.streams import StreamedFile

from .material_files import TYPES
from .models import Material


def attachment(material: Material) -> StreamedFile:
    """Return a material's file to be stored, never shown in place. Raises NotFound if it is gone.

    The type is what its content told when it came; a browser that shows it anyway runs nothing.
    """
    try:
        stored = material.file.open("rb")
    except OSError as error:
        raise NotFound("no_material", _("This file is gone.")) from error
    title = material.title.replace("/", "-").replace("\\", "-")
    name, kind = f"{title}.{material.ending}", TYPES[material.ending]
    answer = StreamedFile(stored, as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
