"""The version of the rules a status is computed by; docs/status-rules.md describes it."""

RULES_VERSION = "2"
