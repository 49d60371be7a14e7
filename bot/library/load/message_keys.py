"""The bot's own sentences: which ones there have to be, and what each may leave to be filled in."""

import difflib
import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.messages import plural_forms
from bot.library.model.pack import Pack

#: What the code asks for in every pack, by section, with the names that it fills in. A test holds
#: it complete: `python -m tests.library.asked_messages` reads the code and writes this table.
NEEDED = {
    "about": "text title",
    "agenda": "due(when) each leads.v1 leads.v3 leads.vm raised(topics) too_near what when(lead)",
    "answers": (
        "nothing_kept one_moment only_words private_only sorry store_fails too_fast "
        "unknown_command "
    ),
    "arrivals": "can_write_again.other(n) hears hello not_as_admin settings_kept text",
    "bookmarks": (
        "added(date) changed(title) gone gone_title has_changed kinds.medicine kinds.page "
        "kinds.section kinds.word none note(note) nothing_to_share removed shared shared_note "
        "title write_note "
    ),
    "bot": "description short_description",
    "buttons": (
        "about add(n) add_answer add_note add_place add_team_number add_typed_visit add_visit "
        "agenda all_topics another_country as_large_pdf as_pdf as_text back before_visit "
        "bookmarks bring_back calendar_file cancel_visit cancel_visit_now card_pdf "
        "change_answer change_hour change_note change_number change_place change_visit_time "
        "change_when change_whom changes check choose_country choose_others close compare "
        "compare_these copy(n) copy_all copy_number delete delete_now delete_reminder "
        "delete_schedule doctors_card done earlier edit find find_again for_visit helped home "
        "if_new in_3_days in_private it_came_up keep_all keep_it keep_visit later later_please "
        "leave_it less_detail medicine_checks medicine_safety medicines more_detail move_down "
        "move_up move_visit my_data my_files my_questions new_card new_series next(title) "
        "next_visit no_place not_now not_really not_this_time on_list(n) open open_it "
        "open_one(n) open_visit other_day other_time page_medicines page_words pause picture "
        "post_now privacy questions_here read_here read_more(title) read_page read_privately "
        "related remind_me reminders remove remove_answer repeat_visit results resume save "
        "saved send_now settings share share_all show show_doctor someone-to-talk-to sources "
        "stop take_back talk talked tomorrow uncheck undo urgent urgent-help visit_card visits "
        "where words write_own zone_no zone_yes "
    ),
    "calendar": (
        "day_missing no_such_day no_such_time not_understood or_type past time_not_understood "
        "too_far type_time weekday_differs when(day,time) which "
    ),
    "card": "about(subject) also close file_name intro name printed title visit(when)",
    "commands": (
        "bookmarks cancel delete find help mydata privacy questions reminders settings start "
        "urgent visits "
    ),
    "compare": (
        "aspects.common_effects aspects.how_given aspects.what aspects.where chosen(title) most "
        "no_ranking not_chosen(title) sources text title "
    ),
    "consent": "declined number question reminder save(title) setting text title visit",
    "danger": "found someone-to-talk-to urgent-help",
    "delete": "done text title",
    "find": (
        "common_words everyday_words found(typed) nearest(typed) no_answer(typed) "
        "nothing(typed) nothing_inline polite_words prompt question(question) small_talk "
        "small_words title word(word) "
    ),
    "follow_up": (
        "again answers anything came_up(topic) comes_again(topics,when) did_not(topic) "
        "either_way left needs_visit(topics) on(day) thanks what(topics) yesterday "
    ),
    "group_schedule": (
        "card(title) here in_topic kept none of_the_week posting rests.gone rests.moderator "
        "rests.refused rests.rights show_your_team taken_back title too_late "
        "topic_closed.other(n) weekly(title) which_card which_day which_hour(place) "
    ),
    "group_settings": (
        "about_changes about_cooldown about_language about_quiet about_region about_spoiler "
        "about_topics about_who_posts all_topics by.bot by.moderator change(day,role,time,what) "
        "changes choose_city choose_cooldown choose_country choose_language choose_quiet "
        "choose_region choose_spoiler choose_topics choose_who_posts closed cooldown(value) "
        "everybody language(value) minutes.other(n) moderators names.cooldown_seconds "
        "names.language names.quiet_end names.quiet_start names.region names.schedule_added "
        "names.schedule_changed names.schedule_deleted names.schedule_paused "
        "names.schedule_resumed names.schedule_taken_back names.spoiler names.time_zone "
        "names.topic_left names.topics names.who_posts never no_changes quiet(value) "
        "region(value) some_topics.other(n) spoiler(value) text title topics(value) "
        "who_posts(value) "
    ),
    "groups": (
        "card_how card_of(title) commands_moderators commands_note commands_title covered "
        "earlier in_private moderators_only not_advice not_here nothing only_you rests(title) "
        "sources tap topics translated(date) "
    ),
    "help": "all_numbers any_number keep(country) kept(country) where",
    "helpful": "changed not_asked question thanks",
    "home": "greeting missing moved title",
    "lists": "empty medicines page_medicines page_words place(number,screens) words",
    "medicine": (
        "approvals brands(names) checked clashes contraception kind(kind) missed_dose "
        "monitoring name-only not-checked warning "
    ),
    "mydata": (
        "about bookmarks.other(n) bookmarks_back.other(n) files not_back.other(n) nothing "
        "people.other(n) questions.other(n) questions_back.other(n) refused.broken "
        "refused.newer refused.not_json refused.not_ours refused.too_big reminders.other(n) "
        "removals.other(n) send_file team_number(number) team_number_back title visits.other(n) "
    ),
    "page": "also(names) ask(title) ask_first related(title)",
    "privacy": "text title",
    "questions": (
        "answered asked file_name for_visit gone none own printed removed sheet_footer "
        "sheet_intro sheet_title so_far(text) title told(answer) write write_answer "
    ),
    "regions": (
        "AR AU BO CA CL CO CR CU DO EC ES EU GB GT HN IE MX NI NZ PA PE PR PY SV US UY VE "
        "elsewhere unknown "
    ),
    "reminders": (
        "before_visit choose day_before day_or_type days.other(n) discreet else_in_a_week every "
        "every_month for_visit(when,whom) gone good how_often in_a_week in_months.other(n) "
        "is_it_then is_paused kept kinds.followup kinds.questions late later later_kept "
        "maybe_twice months.other(n) new.own new.questions next(day,time) no_moment no_visit "
        "none not_alone not_sent on_a_day own ready.other(n) stopped then(step) title "
        "visit_morning waits_for_visit weeks.other(n) welcome_back.other(n) well_done when "
        "when_next which_hour why.questions write "
    ),
    "retention": "warning",
    "review": (
        "clinician-reviewed(date,role) drifted(date) drifted_since(date) "
        "machine-translated(date,role) overdue(date) source-checked(date,role) "
    ),
    "settings": (
        "about_follow_ups about_language about_region about_text_length about_topic "
        "choose_follow_ups choose_language choose_region choose_text_length choose_topic done "
        "follow_ups(value) language(value) no_team_number no_zone region(value) team_number "
        "text text_length(value) time_zone(value) title topic(value) values.full values.hidden "
        "values.no values.short values.shown values.yes "
    ),
    "sources": "none published(date) read(date) title undated(date)",
    "status": (
        "content(moment,version) database(engine,size) deliveries(due,pending) helpful "
        "helpful_page(helped,not_really,title) more_problems(count) never_polled poll(seconds) "
        "program(moment,version) refused sends(refusals,sends) title webhook "
    ),
    "team": "change compare kept no_number removed(number) title too_long write",
    "typed": "cancel cancelled empty full(limit) late nothing_to_cancel too_long unkeepable",
    "visits": (
        "cancel cancel_note cancelled changed every.other(n) file_name file_sent file_title "
        "how_often kept move_it never none one or_type place(place) place_too_long "
        "repeats.other(n) title was(when) which_day which_time whom.other whom_now with.other "
        "with_whom write_place "
    ),
    "zones": "city country is_it(time) or_type title unknown(typed) why",
}
#: Any key may stand below: section ids of the pack; commands of groups, which a test holds.
OPEN = ("find.aspects", "find.screens", "groups.members", "groups.moderators")
#: Below `reminders`: what a subject of the pack is called, here and there.
OF_A_SUBJECT = ("kinds", "new", "subjects", "why")
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
LIMITS = {"buttons": 24, "bot.description": 512, "bot.short_description": 120, "commands": 256}
ROW = re.compile(r"([\w.-]+)(?:\(([\w,]+)\))?")


def needed(pack: Pack) -> dict[str, frozenset[str]]:
    """Every key that has to be there, with the names that may stand in braces."""
    in_every_pack = {
        f"{section}.{match[1]}": frozenset((match[2] or "").split(",")) - {""}
        for section, row in NEEDED.items()
        for match in ROW.finditer(row)
    }
    return in_every_pack | dict.fromkeys(_of_pack(pack), frozenset())


def _of_pack(pack: Pack) -> Iterator[str]:
    """What things are called that only this pack has; the code puts these keys together."""
    for menu in pack.menus:
        yield from (f"buttons.{menu.id}", f"menus.{menu.id}")
        if menu.command:
            yield f"commands.{menu.command}"
    for subject in pack.reminders:
        yield from (f"reminders.{part}.{subject.id}" for part in OF_A_SUBJECT)
        yield f"group_schedule.new.{subject.id}"
    for whom in pack.visits:
        yield from (f"visits.{part}.{whom}" for part in ("with", "whom"))


def broken_sentences(file: YamlFile, pack: Pack, *, complete: bool = True) -> Iterator[Problem]:
    """What would stop the bot while somebody waits: a sentence missing, or not to be filled.

    A translation need not be complete: what it lacks is said in the original.
    """
    if not isinstance(file.data, dict):
        yield file.problem((), "shape", "The file should have names and sentences.")
        return
    wanted, found = needed(pack), set()
    for path, value in _leaves(file.data, ()):
        found.add(_key(path))
        yield from _places(file, path, str(value), _allowed(_key(path), wanted))
        if not isinstance(value, str) or not value.strip():
            sentence = f"“{path[-1]}” should be text. Put quotes around it."
            yield file.problem(path, "type", sentence)
    for key in sorted(set(wanted) - found) if complete else ():
        sentence = f"The sentence “{key.removesuffix('.other')}” is missing: the bot needs it."
        yield file.problem(tuple(key.split(".")), "sentence-missing", sentence)


def missing_sentences(file: YamlFile, original: YamlFile, pack: Pack) -> Iterator[Problem]:
    """What a translation lacks; a plural is lacking when it has not the general form."""
    own = {_key(path) for path, _ in leaves(file)}
    if not own:
        sentence = "There is no such file: the bot speaks the original's language."
        yield file.problem((), "untranslated", sentence)
        return
    groups = plurals(pack)
    forms = {f"{group}.{form}" for group in groups for form in PLURALS - {"other"}}
    for path, _ in leaves(original):
        if (key := _key(path)) not in own | forms:
            name = key.removesuffix(".other") if key.removesuffix(".other") in groups else key
            sentence = f"“{name}” is not translated: the bot says it in the original's words."
            yield file.problem(path, "untranslated", sentence)


def plurals(pack: Pack) -> frozenset[str]:
    """The sentences that have a form for one and for several."""
    counted = (
        key for key, names in needed(pack).items() if key.endswith(".other") and "n" in names
    )
    return frozenset(key.removesuffix(".other") for key in counted)


def odd_sentences(file: YamlFile, pack: Pack) -> Iterator[Problem]:
    """Sentences that nobody asks for, those too long for where they stand, and lacking plurals."""
    wanted, keys = needed(pack), {_key(path): path for path, _ in leaves(file)}
    for group in sorted(plurals(pack)):
        lacking = sorted(plural_forms(file.name.parts[0]) - {"other"})
        for form in lacking if f"{group}.other" in keys else ():
            if f"{group}.{form}" not in keys:
                sentence = f"“{group}” has no form “{form}”, which this language needs."
                yield file.problem(keys[f"{group}.other"], "plural-missing", sentence)
    for path, text in leaves(file):
        key = _key(path)
        if _allowed(key, wanted) is None and not key.startswith(OPEN):
            near = difflib.get_close_matches(key, wanted, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else " Take it out."
            sentence = f"The bot never says “{key}”.{hint}"
            yield file.problem(path, "sentence-unknown", sentence)
        limit = LIMITS.get(key) or LIMITS.get(str(path[0]), 0)
        length = len(re.sub(r"\{\w*\}", "", text).strip())
        if limit and length > limit:
            sentence = f"“{path[-1]}” is {length} characters long; at most {limit} fit there."
            yield file.problem(path, "too-long", sentence)


def leaves(file: YamlFile) -> Iterator[tuple[Path_, str]]:
    """Every sentence of a file with its path."""
    if isinstance(file.data, dict):
        yield from ((path, str(value)) for path, value in _leaves(file.data, ()))


def _places(
    file: YamlFile, path: Path_, text: str, allowed: frozenset[str] | None
) -> Iterator[Problem]:
    """The code fills in what it knows; any other {name} would be an error while somebody waits."""
    if allowed is None:
        return
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        names = {"…"}
    if odd := sorted(names - allowed):
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "nothing"
        sentence = f"“{{{odd[0]}}}” can't be filled in here; what can be: {known}."
        yield file.problem(path, "place", sentence)


def _allowed(key: str, wanted: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    """The names that may stand in a sentence; None when nobody asks for it."""
    start, _, last = key.rpartition(".")
    return wanted.get(key, wanted.get(f"{start}.other") if last in PLURALS else None)


def _leaves(tree: Mapping[str, Any], path: Path_) -> Iterator[tuple[Path_, Any]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _key(path: Path_) -> str:
    return ".".join(map(str, path))
