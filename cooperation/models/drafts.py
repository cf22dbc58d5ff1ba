"""Who sees what is not published yet."""

from typing import Self

from django.contrib.auth.models import AnonymousUser, User


class DraftsHidden:
    """A queryset whose drafts only those may see who may see drafts."""

    def published(self) -> Self:
        """Without drafts, and without what rests on a draft meeting alone."""
        raise NotImplementedError

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everything for those who may see drafts, the published rest for everybody else."""
        return self if user.has_perm("cooperation.view_draft") else self.published()
