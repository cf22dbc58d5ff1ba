"""The seed article comes back whole from the database: every fact with its words."""

import re
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from cooperation.models import CitedFigure, Mechanism, Meeting, Official, Proposal, Statement
from trade.models import RegionMention, Source, TradedGood, TradeFigure

KEY = "belarus-mordovia-2025-10-20"
PROPOSED = {
    "pharmaceuticals",
    "rolling-stock",
    "microelectronics",
    "lifts",
    "joint-manufacturing",
    "it",
    "software-and-ai",
    "it-training",
    "agriculture",
    "public-utilities",
    "science",
    "education",
    "culture",
    "art",
    "sister-city-ties",
    "cinematography",
    "patriotic-education",
    "youth-exchange",
}


@pytest.mark.django_db
def test_every_fact_of_the_seed_article_is_there():
    call_command("load_reference", stdout=StringIO(), stderr=StringIO())
    out = StringIO()

    path = settings.BASE_DIR / "fixtures" / "articles" / f"{KEY}.yaml"
    call_command("load_article", str(path), stdout=out)

    assert "facts rest on 19 of 19 sentences" in out.getvalue()
    assert "left as it is" not in out.getvalue()
    assert "look at" not in out.getvalue()

    source = Source.objects.get()
    assert source.text.startswith("Belarus, Russia’s Mordovia map out ways")
    assert source.text.endswith(
        "integrating these exchanges into joint events and long-term projects.”"
    )
    mentioned = RegionMention.objects.values_list("region", flat=True)
    assert set(mentioned) == {"BY", "RU", "RU-MO"}

    meeting = Meeting.objects.get()
    assert meeting.is_published
    assert (meeting.when.isoformat(), meeting.date_basis) == ("2025-10-20", "inferred")
    assert (meeting.date_as_written, meeting.place) == ("20 October", "Minsk")
    posts = {
        (str(one.official), str(one.tenure.post))
        for one in meeting.participants.filter(role="head")
    }
    assert posts == {
        ("Viktor Karankevich", "Deputy Prime Minister of Belarus"),
        ("Artem Zdunov", "Head of the Republic of Mordovia"),
    }
    assert meeting.participants.get(role="member").name_as_written == "delegation of Mordovia"
    assert Official.objects.search("Здунов").get().key == "artem-zdunov"

    figure = TradeFigure.objects.get()
    assert (figure.flow, figure.period, figure.qualifier) == ("TURNOVER", "2024", "about")
    assert (figure.value, figure.currency) == (Decimal(130_000_000), "USD")
    assert CitedFigure.objects.get().participant.official.key == "viktor-karankevich"

    goods = {
        (good.origin_id, good.name, *good.products.order_by("code").values_list("code", flat=True))
        for good in TradedGood.objects.all()
    }
    assert {good for good in goods if good[0] == "RU-MO"} == {
        ("RU-MO", "insulated wire", "8544"),
        ("RU-MO", "copper wire", "7408"),
        ("RU-MO", "aluminum wire", "7605"),
    }
    assert Counter(good[0] for good in goods) == {"RU-MO": 3, "BY": 6}

    proposals = Proposal.objects.all()
    assert {proposal.sector.code for proposal in proposals} == PROPOSED
    assert all(proposal.changes.get().stage == "mentioned" for proposal in proposals)
    assert all(proposal.topics.get().meeting == meeting for proposal in proposals)

    mechanisms = Mechanism.objects.order_by("id")
    assert [one.kind for one in mechanisms] == ["service", "service", "training"]
    assert [one.located_in_id for one in mechanisms] == [None, "RU-MO", "RU-MO"]
    assert mechanisms[2].start.isoformat() == "2024"
    assert "Mordovia State University" in mechanisms[2].host.name

    statements = Statement.objects.all()
    assert {one.official.key for one in statements} == {"viktor-karankevich"}
    quotations = re.findall("“([^”]*?),?”", source.text)
    assert set(quotations) - {"20 October"} <= {one.passage.words for one in statements}
