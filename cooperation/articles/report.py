"""What a load of article files did, and what a person should look at."""

from dataclasses import dataclass, field


@dataclass
class FileReport:
    """What was done for one file."""

    name: str
    key: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sentences: int = 0
    uncovered: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def read(self) -> int:
        return self.added + self.changed + self.unchanged


@dataclass
class Report:
    """What was done for all files of a load."""

    files: list[FileReport] = field(default_factory=list)
