"""The arguments of a tap, as a hostile program may have spelled them."""

LARGEST_ID = 2**63 - 1  # what a column of either database holds
MOST_SCREENS = 999


def read_int(spelled: str, most: int = LARGEST_ID) -> int:
    """A whole number from 0 to `most`; 0, which no id is, for anything else."""
    is_number = spelled.isascii() and spelled.isdigit() and len(spelled) <= len(str(most))
    value = int(spelled) if is_number else 0
    return value if value <= most else 0


class TapArguments:
    """What a turn and a group's turn share: the arguments, read one by one."""

    __slots__ = ()
    args: tuple[str, ...]

    def arg(self, number: int, default: str = "") -> str:
        return self.args[number] if number < len(self.args) else default

    def int_arg(self, number: int, most: int = LARGEST_ID) -> int:
        """An argument that is an id, or counts something."""
        return read_int(self.arg(number), most)

    def screen_number(self, number: int) -> int:
        """An argument that counts screens from 0; anything odd is the first one."""
        return self.int_arg(number, MOST_SCREENS)
