#!/usr/bin/env python
"""Draws what is said of the yearly turnover of two regions, a dot for every claim.

python turnover_chart.py https://bilateral.example BY,RU-MO turnover.png
"""

import sys

import matplotlib.pyplot as plt
import pandas as pd
import requests

site, pair, picture = sys.argv[1:]
asked = {"between": pair, "flow": "TURNOVER", "product": "TOTAL", "frequency": "A"}
answer = requests.get(f"{site}/api/v1/tables/trade/?page_size=all", asked, timeout=60)
trade = pd.DataFrame(answer.json()).astype({"period": int})
for publisher, claims in trade.groupby("publisher"):
    plt.plot(claims["period"], claims["value_usd"] / 1e6, "o", alpha=0.6, label=publisher)
plt.gca().set(title=f"Turnover of {pair}", ylabel="million US dollars", xticks=trade["period"])
plt.legend()
plt.savefig(picture)
