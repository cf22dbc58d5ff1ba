"""What a user may do, read in one statement: nearly every request asks for it."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connection

# A user's own rights and those of the groups, each as it is asked for: “trade.view_source”.
_RIGHTS = """
    SELECT t.app_label || '.' || p.codename
    FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
    WHERE p.id IN (
        SELECT permission_id FROM auth_user_user_permissions WHERE user_id = %s
        UNION ALL
        SELECT g.permission_id FROM auth_group_permissions g
        JOIN auth_user_groups m ON m.group_id = g.group_id WHERE m.user_id = %s
    )
"""


class RightsBackend(ModelBackend):
    """Django's own backend; it takes two queries, and longer to write them than to answer them."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        is_ordinary = user_obj.is_active and not user_obj.is_superuser
        if user_obj.is_anonymous or obj is not None or not is_ordinary:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):  # where Django keeps them too
            with connection.cursor() as cursor:
                cursor.execute(_RIGHTS, [user_obj.pk, user_obj.pk])
                user_obj._perm_cache = {right for (right,) in cursor.fetchall()}
        rights: set[str] = user_obj._perm_cache
        return rights
