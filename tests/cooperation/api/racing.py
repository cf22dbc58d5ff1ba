"""Racers: several threads that write the same record through the API, again and again.

Run as `python -m tests.cooperation.api.racing USER THREADS TURNS count ADDRESS FIELD`, which reads
a record, counts one up in a field and writes it back; or with `make ADDRESS BODY`, which puts one
body at an address. Tells how often each status was answered.
"""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django


def count(client: Any, address: str, field: str) -> Any:
    read = client.get(address)
    return client.patch(
        address,
        {field: str(int(read.json()[field]) + 1)},
        format="json",
        headers={"if-match": read["ETag"]},
    )


def make(client: Any, address: str, body: str) -> Any:
    return client.put(address, body, content_type="application/json")


def race(act: str, user: str, turns: int, arguments: list[str]) -> Counter[int]:
    from django.contrib.auth.models import User
    from django.db import connections
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(User.objects.get(username=user))
    turn = {"count": count, "make": make}[act]
    try:
        return Counter(turn(client, *arguments).status_code for _ in range(turns))
    finally:
        connections.close_all()


def main() -> None:
    user, threads, turns, act, *arguments = sys.argv[1:]
    django.setup()
    with ThreadPoolExecutor(int(threads)) as pool:
        told = [pool.submit(race, act, user, int(turns), arguments) for _ in range(int(threads))]
    total = sum((one.result() for one in told), Counter())
    print(json.dumps(total))  # noqa: T201


if __name__ == "__main__":
    main()
