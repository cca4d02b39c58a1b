"""The one exception whose text a viewer reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class InputError(ValueError):
    """Something a person typed, chose, uploaded or linked to that cannot be used.

    The message is a *template* in English with named fields, so that a screen can look the
    template up in a catalogue and fill the fields in afterwards; ``str(error)`` is the English
    sentence. Say what was wrong, what was expected, and what to do.

    Parameters
    ----------
    template : str
        One or two sentences with ``{named}`` fields.
    **values : object
        What fills the fields.

    Examples
    --------
    >>> str(InputError("The corpus has {found} characters; it needs {least}.", found=3, least=1000))
    'The corpus has 3 characters; it needs 1000.'
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values

    def __reduce__(self):
        """Travel between processes with the template intact (exceptions pickle only ``args``)."""
        return _rebuild, (type(self), self.template, self.values)


@contextmanager
def refusing(template: str, **values: object) -> Iterator[None]:
    """Read a stranger's file: whatever a reader raises becomes the `InputError` of `template`.

    Readers of files promise nothing about files that are cut or scrambled: they raise ValueError, IndexError,
    RuntimeError, RecursionError, NotImplementedError and errors of their own. The field ``{reason}`` says what was
    raised.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        raise InputError(template, **{"reason": str(error)[:120], **values}) from error


def _rebuild(kind: type[InputError], template: str, values: dict[str, object]) -> InputError:
    return kind(template, **values)
