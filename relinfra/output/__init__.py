"""Writing results so that a reader sees the previous ones or the new ones, never a mixture or a half."""

from relinfra.output.file import write_atomically
from relinfra.output.folder import replace_folder, staging_folder

__all__ = ["replace_folder", "staging_folder", "write_atomically"]
