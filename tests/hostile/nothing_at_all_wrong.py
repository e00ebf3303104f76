"""Nothing: wrong answers, without any trick. True mark: 0."""

SAID = "relu"
