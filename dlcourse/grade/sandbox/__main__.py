"""`python -m sandbox OPTIONS` is the zygote."""

from .zygote import main

main()
