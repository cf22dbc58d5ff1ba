"""Posts officials hold."""

import pytest

from cooperation.models import Post
from tests.constraints import breaks
from tests.factories import PostFactory, RegionFactory


@breaks("cooperation_post_title_is_unique_in_its_region")
def test_a_region_has_one_of_a_title() -> Post:
    post = PostFactory()
    again = PostFactory(title="Minister of Industry")
    again.title = post.title
    return again


@pytest.mark.django_db
def test_another_region_may_have_the_same() -> None:
    PostFactory(title="Minister of Industry")

    PostFactory(title="Minister of Industry", region=RegionFactory()).full_clean()
