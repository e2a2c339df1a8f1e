"""When which front end gets which fault: random, and the same for the same seed."""

import random
from dataclasses import dataclass

HEALTHY = "healthy"

# Runs that meet these take a second or more.
LONG = ("silent", "dark")
SHORT = ("503", "401", "reset", "refused", "unknown", "slow", "other", "soon", "nak",
         "cut")

# Shares of what may come next on a front end.
STEADY, BRIEF, RESTLESS = 0.6, 0.28, 0.12
STEADY_S = (10, 40)
BRIEF_S = (0.2, 4)
RESTLESS_S = (0.8, 3)
RESTLESS_TURNS = (5, 12)
CALM_S = (14, 30)

# How often one fault follows another without a good moment between.
FAULT_TO_FAULT = 0.3


@dataclass(frozen=True, order=True)
class Order:
    """A fault for a front end, so many seconds after the start."""

    at: float
    number: int
    fault: str


def _steps(dice, faults, scale):
    """Endless pairs of a fault and the seconds that it lasts."""
    fault = HEALTHY
    while True:
        others = [one for one in faults if one != fault]
        if fault != HEALTHY and dice.random() >= FAULT_TO_FAULT:
            fault = HEALTHY
        else:
            fault = dice.choice(others)
        kind = dice.random()
        if kind < RESTLESS:
            for _ in range(dice.randint(*RESTLESS_TURNS)):
                yield fault, dice.uniform(*RESTLESS_S) * scale
                yield HEALTHY, dice.uniform(*RESTLESS_S) * scale
            fault = HEALTHY
            yield fault, dice.uniform(*CALM_S) * scale
        elif kind < RESTLESS + BRIEF:
            yield fault, dice.uniform(*BRIEF_S) * scale
        else:
            yield fault, dice.uniform(*STEADY_S) * scale


def make(seed, numbers, seconds, faults=SHORT + LONG, scale=1):
    """All orders of a soak in time; scale shortens or stretches what lasts."""
    orders = []
    for number in numbers:
        dice = random.Random(f"{seed} {number}")
        at = dice.uniform(0, 10 * scale)
        for fault, lasts in _steps(dice, faults, scale):
            if at >= seconds:
                break
            orders.append(Order(at, number, fault))
            at += lasts
    return sorted(orders)
