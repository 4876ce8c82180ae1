"""Writing results so that a reader sees the previous ones or the new ones, never a mixture or a half."""

from relinfra.output.appending import append_lines
from relinfra.output.document_list import DOCUMENTS, DocumentList, FormerStacks, ListedFile, stacks_digest
from relinfra.output.file import write_binary, write_file, write_files
from relinfra.output.folder import refuse_to_overwrite, replacing_build, replacing_stacks
from relinfra.output.foreign import ForeignFile, foreign_files
from relinfra.output.listing import DECLARATION, FILES, digests
from relinfra.output.merging import merge_parts
from relinfra.output.part import keep_part, part_of
from relinfra.output.transaction import Transaction, refusing
from relinfra.output.workspace import settle

__all__ = [
    "DECLARATION",
    "DOCUMENTS",
    "FILES",
    "DocumentList",
    "ForeignFile",
    "FormerStacks",
    "ListedFile",
    "Transaction",
    "append_lines",
    "digests",
    "foreign_files",
    "keep_part",
    "merge_parts",
    "part_of",
    "refuse_to_overwrite",
    "refusing",
    "replacing_build",
    "replacing_stacks",
    "settle",
    "stacks_digest",
    "write_binary",
    "write_file",
    "write_files",
]
