"""People whose Telegram speaks Spanish."""

from dataclasses import replace

from playground.world import World

SPANISH_HOME = [
    "Empezar: primeros pasos",
    "Tratamientos",
    "Entender el cáncer",
    "Vivir con el cáncer",
]


def speaks(world: World, person_id: int, language: str) -> None:
    """What the person set in Telegram itself."""
    world.people[person_id] = replace(world.people[person_id], language=language)
