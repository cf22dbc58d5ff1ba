"""What each answer costs as the table of figures grows.

python -m bench.serving_growth [--figures 100000 1000000 10000000] [--rounds 3] [--seconds 3]

The same partnerships, meetings and questions in each database; only figures are more. The largest
takes a while to make, once.
"""

import argparse
import os

from bench.cooperation_data import prepared
from bench.databases import FOLDER, url_of
from bench.load import Run, Trees, median, postmaster, wrk
from bench.serving import Asked, warm_up
from bench.serving_databases import add_questions, token_of_a_reader
from bench.serving_questions import OURS
from bench.serving_servers import running, servers

HEAD = "| | figures | requests/s | CPU ms | of the fewest | foreign |\n|---|---|---|---|---|---|"


def measured(figures: int, options: argparse.Namespace) -> dict[str, Run]:
    """The medians of each question among so many figures."""
    url = url_of(prepared(figures))
    drawn = add_questions(url)
    [server] = [one for one in servers(url, FOLDER, threads=False) if OURS in one.names]
    with running([server]) as processes:
        asked = Asked(drawn, {OURS: server.port}, token_of_a_reader(url))
        warm_up(asked)
        trees = Trees([*processes.values(), postmaster(url), os.getpid()])
        found = {}
        for question in asked.questions:
            requests = asked.requests(question, OURS)
            load = {"clients": 8, "trees": trees}
            wrk(server.port, requests, seconds=1, **load)
            found[question.name] = median(
                [
                    wrk(server.port, requests, seconds=options.seconds, **load)
                    for _round in range(options.rounds)
                ]
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, nargs="+", default=[10**5, 10**6, 10**7])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    runs = {figures: measured(figures, options) for figures in options.figures}
    print(HEAD)
    fewest = runs[options.figures[0]]
    for question in fewest:
        for figures, of_question in runs.items():
            run = of_question[question]
            ratio = run.cpu / fewest[question].cpu
            print(
                f"| {question} | {figures:,} | {run.rps:,.0f} | {run.cpu:.2f} | {ratio:.2f} "
                f"| {run.foreign:.2f} |"
            )


if __name__ == "__main__":
    main()
