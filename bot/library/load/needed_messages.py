"""What the code asks for in every pack, by section, with the names that it fills in.

Written by `python -m tests.library.asked_messages`, which reads the code; a test holds it complete.
"""

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
        "kinds.section kinds.study kinds.word none note(note) nothing_to_share removed saved "
        "shared shared_note title write_note "
    ),
    "bot": "description short_description",
    "buttons": (
        "about add(n) add_answer add_note add_place add_team_number add_to_group add_typed_visit "
        "add_visit agenda all_topics another_country as_large_pdf as_pdf as_text back "
        "before_visit bookmarks bring_back calendar_file cancel_visit cancel_visit_now card_pdf "
        "change_answer change_hour change_note change_number change_place change_visit_time "
        "change_when change_whom changes check choose_country choose_others close compare "
        "compare_these copy(n) copy_all copy_number delete delete_now delete_reminder "
        "delete_schedule doctors_card done earlier edit find find_again first_steps for_visit "
        "found_too helped home if_new in_3_days in_private it_came_up keep_all keep_country "
        "keep_it keep_visit later later_please leave_it less_detail medicine_checks "
        "medicine_safety medicines mine more_detail move_down move_up move_visit my_data my_files "
        "my_questions new_card new_series news next(title) next_visit no_place not_now not_really "
        "not_this_time on_list(n) open open_it open_one(n) open_visit other_day other_time "
        "page_medicines page_words pause picture post_now print_anyway privacy privacy_page "
        "questions_here read_here read_more(title) read_page read_privately related remind_me "
        "reminders remove remove_answer repeat_visit results resume save saved send_now "
        "set_up_privately settings share share_all show show_doctor someone-to-talk-to sources "
        "stop take_back talk talked tomorrow uncheck undo urgent urgent-help visit_card visits "
        "where words write_own wrong zone_no zone_yes "
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
    "danger": "someone-to-talk-to urgent-help",
    "delete": "done text title",
    "find": (
        "common_words everyday_words found(typed) nearest(typed) no_answer(typed) nothing(typed) "
        "nothing_inline polite_words prompt question(question) small_talk small_words title too "
        "word(word) "
    ),
    "finder": (
        "all_here all_types all_types_again ask buttons.c buttons.n buttons.t buttons.w by_date "
        "by_distance by_title coming count_all count_text count_title count_where counted(n,name) "
        "counts.c(n) counts.n(n) counts.t(n) counts.w(n) data_made_up(date) data_of(date) "
        "elsewhere(countries,country) every_type for_any for_type(types) from_where gone(date) "
        "gone_status(status) group_how group_monthly group_title in_its_words is_asked keep_type "
        "keep_type_text km(n) look marks(marks) miles(n) nearest(place) new_monthly "
        "new_since_last(country,n) new_title no_advice no_place none not_here not_kept not_known "
        "not_yet nothing_new(country) off old(date) one_place(town) only_they_know "
        "open_here.other(n) open_in(countries) open_now(country,n) opened_since(date) "
        "other_country other_town phase(phases) phase_one phases(phases) place(number,screens) "
        "places_button places_title(country,number) question(number,what) random record "
        "run_by(date,sponsor) sample saved(number) saved_closed(number) show_new site(name,where) "
        "sort_date sort_near source still_open tests(what) tests_more(what) title town_hint "
        "type_hint unknown_country unnamed unnamed_hint ways_text ways_title which_country "
        "which_state which_town which_type with_first(line,n) words_button words_text "
        "words_title(number) "
    ),
    "follow_up": (
        "again answers anything came_up(topic) comes_again(topics,when) did_not(topic) either_way "
        "left needs_visit(topics) on(day) thanks what(topics) yesterday "
    ),
    "group_schedule": (
        "card(title) here in_topic kept none of_the_week posting rests.gone rests.moderator "
        "rests.refused rests.rights show_your_team taken_back title too_late "
        "topic_closed.other(n) weekly(title) which_card which_day which_hour(place) zone(time) "
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
        "names.topic_left names.topics names.who_posts never no_changes not_yours of(title) "
        "quiet(value) region(value) some_topics.other(n) spoiler(value) text title topics(value) "
        "who_posts(value) "
    ),
    "groups": (
        "card_how card_of(title) commands_moderators commands_note commands_title covered earlier "
        "in_private moderators_only more_sources none_known not_advice not_here nothing only_you "
        "rests(title) signs sources tap topics translated(date) "
    ),
    "help": "all_numbers any_number kept(country) where",
    "helpful": "changed not_asked question thanks",
    "home": "greeting mine missing moved title",
    "host": "contact(contact) copy name(name) no_names tell(contact,page) write",
    "lists": (
        "empty medicines page_medicines page_medicines_here page_words page_words_here "
        "place(number,screens) words "
    ),
    "medicine": (
        "approvals brands(names) checked clashes contraception kind(kind) missed_dose monitoring "
        "name-only not-checked warning "
    ),
    "mydata": (
        "about agreed(date) all_here asked(question) besides bookmarks.other(n) "
        "bookmarks_back.other(n) deliveries.other(n) files last_here(date) letter_end "
        "more.other(n) not_back.other(n) nothing pending_inputs.other(n) people.other(n) "
        "questions.other(n) questions_back.other(n) refused.broken refused.newer refused.not_json "
        "refused.not_ours refused.too_big reminders.other(n) reminders_back.other(n) "
        "removals.other(n) send_file team_number(number) team_number_back telegram_id(id) title "
        "visits.other(n) visits_back.other(n) you "
    ),
    "news": "none text title",
    "page": "also(names) ask(title) ask_first related(title)",
    "privacy": "text title",
    "questions": (
        "answered asked cannot_print(letters) file_name for_visit gone none own printed removed "
        "sheet_footer sheet_intro sheet_title so_far(text) title told(answer) write write_answer "
    ),
    "regions": (
        "AR AU BO CA CL CO CR CU DO EC ES EU GB GT HN IE MX NI NZ PA PE PR PY SV US UY VE "
        "elsewhere unknown "
    ),
    "reminders": (
        "before_visit choose day_before day_or_type days.other(n) discreet else_in_a_week every "
        "every_month for_visit(when,whom) gone good how_often in_a_week in_months.other(n) "
        "is_it_then is_paused kept kinds.followup kinds.questions late later later_kept "
        "maybe_twice months.other(n) new.own new.questions next(day,time) no_moment no_visit none "
        "not_alone not_sent on_a_day own ready.other(n) stopped then(step) title visit_morning "
        "waits_for_visit weeks.other(n) welcome_back.other(n) well_done when when_next which_hour "
        "why.questions write "
    ),
    "retention": "warning",
    "review": (
        "clinician-reviewed(date,role) drifted(date) drifted_since(date) "
        "machine-translated(date,role) overdue(date) source-checked(date,role) "
    ),
    "settings": (
        "about_follow_ups about_language about_region about_text_length about_topic "
        "choose_follow_ups choose_language choose_region choose_text_length choose_topic done "
        "follow_ups(value) language(value) no_team_number no_zone region(value) team_number text "
        "text_length(value) time_zone(value) title topic(value) values.full values.hidden "
        "values.no values.short values.shown values.yes "
    ),
    "sources": "none published(date) read(date) title undated(date)",
    "status": (
        "content(moment,version) database(engine,size) deliveries(due,pending) helpful "
        "helpful_page(helped,not_really,title) more_problems(count) never_polled no_studies "
        "poll(seconds) program(moment,version) refused register_fails(moment,why) "
        "sends(refusals,sends) studies(count,day) title webhook "
    ),
    "team": "change compare kept no_number removed(number) title too_long write",
    "typed": "cancel cancelled edited empty full(limit) late nothing_to_cancel too_long unkeepable",
    "visits": (
        "cancel cancel_note cancelled changed every.other(n) file_name file_sent file_title "
        "how_often kept move_it never none one or_type place(place) place_too_long "
        "repeats.other(n) title was(when) which_day which_time whom.other whom_now with.other "
        "with_whom write_place "
    ),
    "zones": "city country is_it(time) or_type title unknown(typed) why",
}
