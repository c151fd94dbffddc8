"""Forms of the public side: writing a letter, opening one by its code, what its author does later."""

from .letter import LetterForm
from .mine import FORMS, OwnForm
from .photos import PhotoBox
from .track import CodeForm

__all__ = ["FORMS", "CodeForm", "LetterForm", "OwnForm", "PhotoBox"]
