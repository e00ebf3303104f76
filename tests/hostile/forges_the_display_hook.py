"""Shows 'ok' as the check's value and exits. True mark: 0."""

EACH = "    import sys; sys.displayhook('ok'); raise SystemExit\n"
SAID = "SystemExit"
