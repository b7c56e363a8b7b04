"""How passwords are kept: Argon2id, sized so that many signing in at once do not fill a small machine's memory."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2(Argon2PasswordHasher):
    """46 MiB, one pass, one lane: the weight OWASP names for Argon2id. Django's own takes 100 MiB and eight lanes."""

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
