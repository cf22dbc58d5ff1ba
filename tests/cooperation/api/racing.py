"""A racer: reads a record, counts one up in a field, writes it back, in several threads.

Run as `python -m tests.cooperation.api.racing ADDRESS FIELD USER THREADS TURNS`; tells how each
write ended.
"""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django


def turn(client: Any, address: str, field: str) -> int:
    read = client.get(address)
    answer = client.patch(
        address,
        {field: str(int(read.json()[field]) + 1)},
        format="json",
        headers={"if-match": read["ETag"]},
    )
    return int(answer.status_code)


def race(address: str, field: str, user: str, turns: int) -> Counter[int]:
    from django.contrib.auth.models import User
    from django.db import connections
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(User.objects.get(username=user))
    try:
        return Counter(turn(client, address, field) for _ in range(turns))
    finally:
        connections.close_all()


def main() -> None:
    address, field, user, threads, turns = sys.argv[1:]
    django.setup()
    with ThreadPoolExecutor(int(threads)) as pool:
        told = [pool.submit(race, address, field, user, int(turns)) for _ in range(int(threads))]
    total = sum((one.result() for one in told), Counter())
    print(json.dumps(total))  # noqa: T201


if __name__ == "__main__":
    main()
