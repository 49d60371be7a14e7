"""What a group is told besides cards: what there is to read, what can be done, and single lines."""

from collections.abc import Collection

from bot.domain.series import may_post
from bot.library.model.library import Edition
from bot.screen import Button, Screen, bold, link, paragraphs, safe
from bot.screens.view import View


def topics(view: View, allowed: Collection[str] | None) -> Screen:
    """Every page as a link into the private chat: one message, which nobody has to tap through."""
    menus = []
    for menu in view.edition.pack.menus:
        pages = [page for page in view.edition.menu(menu.id) if may_post(page.id, menu.id, allowed)]
        links = " · ".join(link(page.button, view.link(page.id)) for page in pages)
        menus.append(f"{bold(view.say(f'buttons.{menu.id}'))}\n{links}" if pages else "")
    text = paragraphs(bold(view.say("groups.topics")), safe(view.say("groups.tap")), *menus)
    return Screen(text, ((_in_private(view),),))


def commands(view: View) -> Screen:
    """What can be done here, for members and for moderators; made to be pinned."""
    members, moderators = for_members(view.edition), for_moderators(view.edition)
    text = paragraphs(
        bold(view.say("groups.commands_title")),
        "\n".join(f"/{name}: {safe(told)}" for name, told in members.items()),
        bold(view.say("groups.commands_moderators")) if moderators else "",
        "\n".join(f"/{name}: {safe(told)}" for name, told in moderators.items()),
        safe(view.say("groups.commands_note")),
    )
    return Screen(text, ((_in_private(view),),))


def for_members(edition: Edition) -> dict[str, str]:
    """Each command of a group and what it does; every subject of the pack has one of its own."""
    subjects = {
        subject.id: edition.texts("groups.card_of", title=edition.pages[subject.page].title)
        for subject in edition.pack.reminders
    }
    return edition.texts.below("groups.members") | subjects


def for_moderators(edition: Edition) -> dict[str, str]:
    return edition.texts.below("groups.moderators")


def line(view: View, key: str) -> Screen:
    """One sentence and a private link, the same for everybody."""
    return Screen(safe(view.say(key)), ((_in_private(view),),))


def earlier(view: View) -> Screen:
    """What answers the earlier message instead of repeating it."""
    return Screen(safe(view.say("groups.earlier")))


def _in_private(view: View) -> Button:
    return Button(view.say("buttons.in_private"), url=view.link("start"))
