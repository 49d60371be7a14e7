"""Every button ever drawn: what it means, and how it is spelled in Telegram's 64 bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

WIRE_LIMIT = 64  # bytes, Telegram's
BESIDE = "new"  # as an argument of some: in a message of its own; the one tapped stays
BACK = "|"  # what stands behind it is the tap that leads back


@dataclass(frozen=True, slots=True)
class Tap:
    """A kind of button; calling it with arguments spells one."""

    verb: str
    #: Spellings in messages that people still have; they keep working.
    retired: tuple[str, ...] = ()

    def __call__(self, *args: int | str, back: str = "") -> str:
        wire = ":".join([self.verb, *map(str, args)])
        if len(wire.encode()) > WIRE_LIMIT:
            raise ValueError(f"callback data over {WIRE_LIMIT} bytes: {wire!r}")
        return with_back(wire, back)


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap as it came back: its kind, its arguments, its own spelling and that of the way back."""

    tap: Tap
    args: tuple[str, ...]
    wire: str
    back: str = ""


HOME = Tap("home")  # [new]
MINE = Tap("mine")
MENU = Tap("menu")  # id of a menu, or of a group in one
PAGE = Tap("page")  # page id[, number of the screen of its sections]
SECTION = Tap("sec")  # page id, section id[, layer]
PAGE_WORDS = Tap("pwords")  # page id[, number of the screen[, section id]]
PAGE_MEDICINES = Tap("pmeds")  # page id[, number of the screen[, section id]]
PAGE_QUESTIONS = Tap("pask")  # page id[, number of the screen]
RELATED = Tap("related")  # page id
WRONG = Tap("wrong")  # page id
PICTURE = Tap("pic")  # page id
COMPARE = Tap("cmp")  # codes of the pages chosen so far, with dots between them
COMPARED = Tap("cmpa")  # aspect, codes
COMPARE_SOURCES = Tap("cmps")  # codes[, number of the screen]
SOURCES = Tap("src")  # kind, id[, number of the screen]
WORDS = Tap("words")  # number of the screen
MEDICINES = Tap("meds")  # number of the screen
WORD = Tap("word")  # word id
MEDICINE = Tap("med")  # medicine id
MEDICINE_SAFETY = Tap("medsafe")  # medicine id
MEDICINE_CHECKS = Tap("medcheck")  # medicine id
HELPFUL = Tap("helped")  # page id, y|n, layer of its last section, content version
URGENT = Tap("urgent")  # [new]
TALK = Tap("talk")
HELP_REGIONS = Tap("where")  # help page id[, number of the screen]
HELP_IN = Tap("in")  # help page id, region
TEAM_NUMBER = Tap("team")
REMOVE_TEAM_NUMBER = Tap("unteam")
LIVE_IN = Tap("livein")  # help page id, region: kept as the person's own
FIND = Tap("find")
RESULTS = Tap("r")  # what was typed
FOUND = Tap("f")  # number of the result, what was typed
SETTINGS = Tap("set")
CHOOSE = Tap("choose")  # setting[, number of the screen]
SET = Tap("put")  # setting, value
PRIVACY = Tap("privacy")
ABOUT = Tap("about")
NEWS = Tap("news")  # number of the screen
AGREE = Tap("yes")  # what stands behind it is done once the person agrees
DECLINE = Tap("no")

KEEP = Tap("keep")  # p|s|m|w, page or item id[, section id, layer]
SAVED = Tap("drop")  # the same: opens the bookmark; it once removed it
BOOKMARKS = Tap("marks")  # number of the screen
BOOKMARK = Tap("mark")  # bookmark id
OPEN_BOOKMARK = Tap("open")  # bookmark id
NOTE = Tap("note")  # bookmark id
MOVE_BOOKMARK = Tap("mvmark")  # bookmark id, up|down
REMOVE_BOOKMARK = Tap("unmark")  # bookmark id
RESTORE_BOOKMARK = Tap("remark")  # bookmark id
SHARE_BOOKMARKS = Tap("share")  # bookmark id, or nothing for all

QUESTIONS = Tap("qs")  # number of the screen
QUESTION = Tap("q")  # question id
ADD_QUESTION = Tap("addq")  # question id of the pack, page id, number of the screen
WRITE_QUESTION = Tap("ownq")
EDIT_QUESTION = Tap("editq")  # question id
CHECK_QUESTION = Tap("tick")  # question id, 1|0
MOVE_QUESTION = Tap("mvq")  # question id, up|down
REMOVE_QUESTION = Tap("unq")  # question id
RESTORE_QUESTION = Tap("req")  # question id
ANSWER = Tap("answer")  # question id: what the doctor said
NO_ANSWER = Tap("noanswer")  # question id
FOR_VISIT = Tap("forvisit")
VISIT_TEXT = Tap("qtext")
VISIT_PDF = Tap("qpdf")  # normal|large, anyway
DOCTORS_CARD = Tap("card")
DOCTORS_CARD_PDF = Tap("cardpdf")  # normal|large, anyway

ZONE = Tap("zone")  # IANA name[, country code, where a place was named]; then the tap behind it
ZONE_COUNTRIES = Tap("zcountry")  # number of the screen
ZONE_CITIES = Tap("zcity")  # country code, number of the screen

REMINDERS = Tap("rems")  # number of the screen
REMINDER = Tap("rem")  # reminder id
NEW_REMINDER = Tap("newr")  # kind
WHEN = Tap("when")  # target: kind of a new reminder, or id
EVERY = Tap("every")  # target
SET_WHEN = Tap("setw")  # target, code such as v3 (before a visit), d1 w2 m1 (every), +7 (in days)
REMINDER_MONTH = Tap("rmon")  # yyyymm, target
REMINDER_DAY = Tap("rday")  # yyyymmdd, target
REMINDER_AT = Tap("rat")  # yyyymmddhhmm, target
HOURS = Tap("hours")  # reminder id
SET_HOUR = Tap("hour")  # reminder id, hhmm
PAUSE = Tap("pause")  # reminder id, 1|0
SEND_NOW = Tap("sendnow")  # reminder id
DELETE_REMINDER = Tap("delr")  # reminder id
DUE = Tap("due")  # reminder id: opens what a discreet message announced
SHOW_DOCTOR = Tap("showdoc")  # reminder id
SHOW_DOCTOR_PDF = Tap("docpdf")  # reminder id, anyway
TALKED = Tap("talked")  # reminder id
NEXT_TALK = Tap("talkin")  # reminder id, months
LATER = Tap("later")  # reminder id
LATER_BY = Tap("laterby")  # reminder id, days or "visit"
STOP = Tap("stop")  # reminder id
FOLLOW_UP = Tap("after")  # reminder id, a letter for each topic: y|n, - still asked, . not asked
NEXT_VISIT = Tap("afternext")  # reminder id, the letters: remind of what did not come up
LEAVE_IT = Tap("afterleave")  # reminder id, the letters: do not

VISITS = Tap("visits")  # number of the screen
VISIT = Tap("visit")  # visit id
VISIT_MONTH = Tap("vmon")  # visit id or 0 for a new one[, yyyymm]
VISIT_DAY = Tap("vday")  # visit id or 0, yyyymmdd
VISIT_TIME = Tap("vat")  # visit id or 0, yyyymmddhhmm
VISIT_OTHER_TIME = Tap("vother")  # visit id or 0, yyyymmdd
SAVE_VISIT = Tap("vsave")  # yyyymmddhhmm, whom: one of the pack's, or other
MOVE_VISIT = Tap("vmove")  # visit id, yyyymmddhhmm
VISIT_WHOM = Tap("vwith")  # visit id[, whom]
VISIT_REPEAT = Tap("vrep")  # visit id[, weeks or 0 for never]
VISIT_PLACE = Tap("vplace")  # visit id
VISIT_NO_PLACE = Tap("vnoplace")  # visit id
VISIT_FILE = Tap("vfile")  # visit id
AGENDA = Tap("agenda")  # visit id[, code: how long before]
AGENDA_TOPIC = Tap("agtopic")  # visit id, kind, 1|0, code
AGENDA_LEADS = Tap("agleads")  # visit id[, code]
AGENDA_LEAD = Tap("agby")  # visit id, code
VISIT_CARD = Tap("vcard")  # visit id
VISIT_CARD_PDF = Tap("vcardpdf")  # visit id, anyway
CANCEL_VISIT = Tap("vcancel")  # visit id
CANCEL_VISIT_NOW = Tap("vgone")  # visit id

GROUP_SETTINGS = Tap("gset")  # in a group, as all that follow; its chat says which group is meant
GROUP_CHOOSE = Tap("gcho")  # setting[, number of the screen]
GROUP_SET = Tap("gput")  # setting, value
GROUP_TOPIC = Tap("gtop")  # page id, 1|0, number of the screen
GROUP_COUNTRIES = Tap("gcou")  # number of the screen
GROUP_CITIES = Tap("gcit")  # country code, number of the screen
GROUP_CHANGES = Tap("glog")
GROUP_CLOSE = Tap("gend")
GROUP_SCHEDULES = Tap("gsch")
GROUP_SCHEDULE = Tap("gshow")  # schedule id
GROUP_PAGES = Tap("gpag")  # number of the screen
GROUP_MONTH = Tap("gmon")  # yyyymm, target: what a new schedule posts, or the id of one
GROUP_DAY = Tap("gday")  # yyyymmdd, target
GROUP_AT = Tap("gat")  # yyyymmddhhmm, target
GROUP_PAUSE = Tap("gpau")  # schedule id, 1|0
GROUP_DELETE = Tap("gdel")  # schedule id
GROUP_POST_NOW = Tap("gnow")  # schedule id
GROUP_TAKE_BACK = Tap("gundo")  # schedule id
GROUP_IN_PRIVATE = Tap("gp")  # id of a group: behind a button that a moderator has in private

FINDER = Tap(
    "tr"
)  # [country[, bits of types[, group[, point or nothing[, number of the screen]]]]]
FINDER_COUNTRIES = Tap("trc")  # number of the screen
FINDER_STATES = Tap("trs")  # country, bits of types, group, number of the screen
FINDER_TOWNS = Tap("trt")  # the same[, state]
FINDER_NEW = Tap("trn")  # country, bits of types, yyyymmdd, number of the screen
FINDER_WAYS = Tap("trw")  # country
STUDY = Tap("st")  # eight digits, country, point or nothing
STUDY_WORDS = Tap("stw")  # the same
STUDY_PLACES = Tap("stp")  # the same, number of the screen
ASK_ABOUT_STUDY = Tap("sta")  # the same as STUDY
NEWS_COUNTRIES = Tap("ncous")  # reminder id, number of the screen
NEWS_COUNTRY = Tap("ncou")  # reminder id, country
NEWS_TYPES = Tap("ntyps")  # reminder id
NEWS_TYPE = Tap("ntyp")  # reminder id, bits of types; 0 forgets them

READ_HERE = Tap("here")  # kind, id: shown in a group to who taps, and to nobody else

MY_DATA = Tap("mydata")
MY_FILES = Tap("myfiles")
BRING_BACK = Tap("bring")
DELETE = Tap("delete")
DELETE_NOW = Tap("deletenow")

TAPS = tuple(value for value in list(globals().values()) if isinstance(value, Tap))
BY_VERB: Mapping[str, Tap] = {verb: tap for tap in TAPS for verb in (tap.verb, *tap.retired)}


def with_back(wire: str, back: str) -> str:
    """Add the way back; where both don't fit, the way back is left out and the parent serves."""
    if not back:
        return wire
    both = f"{wire}{BACK}{back.partition(BACK)[0]}"
    return both if len(both.encode()) <= WIRE_LIMIT else wire


def decode(wire: str) -> Tapped | None:
    """What a button means; None when no version of the bot ever drew it."""
    own, _, back = wire.partition(BACK)
    verb, *args = own.split(":")
    tap = BY_VERB.get(verb)
    if tap is None:
        return None
    known_back = back.partition(":")[0] in BY_VERB
    return Tapped(tap, tuple(args), own, back if known_back else "")
